// "Look into a token": its parts as they are typed, and whether the key fits.
import { $, choices, coloured, debounced, el, failure, latest, verdict, wishes } from "../dom.js";
import { call } from "../engine.js";
import { duration, span } from "../format.js";
import { SAMPLES } from "./samples.js";
import { isTime, meaning, PROBLEMS } from "./words.js";

const now = () => Date.now() / 1000;

/** Nothing is no leeway. */
const SECONDS = /^(\d+(\.\d+)?)?$/;

/**
 * Starts the panel. Returns `{ key(), encoding(), setKey(key), show(token, key?, since?), onToken(listener) }` for its
 * neighbours. A listener gets each token that is read, and when it was asked for: `since`, as `performance.now()` has it.
 */
export function startLook() {
  const text = $("token-text");
  const key = $("token-key");
  const encoding = $("token-encoding");
  const listeners = [];
  /**
   * What the token says: its header and claims.
   *
   * @type {any}
   */
  let shown = null;
  let told = null;
  /** When the token in the field was asked for. */
  let asked = 0;
  const checks = wishes();
  // A sample takes a moment to be made, and must not come over what somebody did meanwhile.
  const samples = wishes();

  const token = () => text.value.trim();

  /** Reads the token and checks it; everything that is on show follows from what is typed. */
  const look = latest(async () => {
    // What is typed may be another token by the time that this one was read.
    const read = token();
    try {
      shown = read ? (await call("peek", read)).value : null;
    } catch {
      // Checking it says what is wrong, better than a look does.
      shown = null;
    }
    render();
    // A neighbour's edits last until there is another token.
    if (shown && read !== told) for (const listener of listeners) listener(shown, asked);
    told = shown ? read : told;
    await describeKey();
    await check();
  });

  async function check() {
    const newest = checks();
    const out = $("token-verdict");
    if (!token()) {
      out.hidden = true;
      return;
    }
    if (!key.value && shown)
      return verdict(
        out,
        null,
        "Not verified.",
        "Anybody can write such a token. Give the key that signed it, or its public half.",
      );
    const leeway = $("token-leeway").value.trim();
    if (!SECONDS.test(leeway)) return verdict(out, false, "Leeway must be a number of seconds.", "60 is a minute.");
    const options = {
      issuer: $("token-issuer").value.trim(),
      audience: $("token-audience").value.trim(),
      leeway: Number(leeway),
    };
    try {
      const { value } = await call("decode", token(), key.value, encoding.value, options);
      if (!newest()) return;
      const { exp } = value.claims;
      const left =
        typeof exp === "number"
          ? `The token is good for another ${span(exp + options.leeway - now())}.`
          : "The token never expires.";
      verdict(out, true, `The signature is good: ${value.algorithm}.`, left, `Checked in ${duration(value.ms)}.`);
    } catch (error) {
      if (newest()) failure(out, error, PROBLEMS[error.code]);
    }
  }

  async function describeKey() {
    const line = $("token-key-kind");
    encoding.hidden = /^\s*(-----BEGIN|\{)/.test(key.value);
    try {
      line.textContent = key.value
        ? describe((await call("keyKind", key.value, shown?.header.alg ?? "HS256", encoding.value)).value)
        : "No key yet.";
    } catch (error) {
      line.textContent = `${error.message}.`;
    }
  }

  /** What was said of the text before is no longer true. */
  function checking() {
    checks();
    verdict($("token-verdict"), null, "Checking …");
  }

  function colour() {
    const [header, payload, signature, ...rest] = text.value.split(".");
    const pieces = [
      [header, 5],
      [payload, 7],
      [signature, 6],
    ]
      .filter(([part]) => part !== undefined)
      .flatMap((piece, index) => (index ? [[".", 0], piece] : [piece]));
    $("token-string").replaceChildren(...coloured(pieces), rest.map((part) => `.${part}`).join(""), "\n");
    text.parentElement.dataset.coloured = "";
  }

  function render() {
    colour();
    for (const [id, part] of [
      ["token-header", shown?.header],
      ["token-claims", shown?.claims],
    ]) {
      $(id).replaceChildren(
        ...Object.entries(part ?? {}).flatMap(([name, value]) => [el("dt", {}, name), claim(name, value)]),
      );
      $(id).hidden = $(id).previousElementSibling.hidden = !part;
    }
    lifetime();
  }

  /** How much of the token's time has passed, under `exp`, when it says from when to when it is good. */
  function lifetime() {
    const { iat, nbf, exp } = shown?.claims ?? {};
    const begin = typeof nbf === "number" ? nbf : iat;
    const bar = $("token-claims").querySelector(".lifetime");
    if (!bar) return;
    bar.hidden = !(typeof begin === "number" && exp > begin);
    const passed = Math.min(Math.max((now() - begin) / (exp - begin), 0), 1);
    bar.style.setProperty("--passed", `${passed * 100}%`);
  }

  // The countdown, and a token whose time ends, or begins, while somebody looks at it. A tab may sleep for longer than a tick.
  let last = now();
  setInterval(() => {
    for (const line of document.querySelectorAll("#token-claims [data-claim]")) {
      line.textContent = meaning(line.dataset.claim, shown?.claims[line.dataset.claim], now());
    }
    lifetime();
    const before = last;
    last = now();
    const { exp, nbf } = shown?.claims ?? {};
    const leeway = Number($("token-leeway").value);
    if ([exp + leeway, nbf - leeway].some((time) => before < time && time <= last)) look();
  }, 1000);

  const soon = debounced(look);
  const unpress = choices(
    $("token-samples"),
    SAMPLES.map(([name, title, make]) => [
      name,
      title,
      async () => {
        const newest = samples();
        const since = performance.now();
        checking();
        try {
          const sample = await make(call);
          if (newest()) await put(sample.token, sample.key, since);
        } catch (error) {
          if (newest()) failure($("token-verdict"), error, PROBLEMS[error.code]);
        }
      },
    ]),
  );
  const release = () => {
    samples();
    unpress();
  };
  for (const input of [text, key, encoding, $("token-issuer"), $("token-audience"), $("token-leeway")]) {
    input.addEventListener("input", () => {
      if (input === text || input === key) release();
      if (input === text) {
        asked = performance.now();
        colour();
      }
      checking();
      soon();
    });
  }

  async function put(token, withKey, since) {
    checking();
    asked = since;
    text.value = token;
    if (withKey !== undefined) {
      key.value = withKey;
      encoding.value = "utf-8";
    }
    await look();
  }

  $("token-samples").firstElementChild.click();
  return {
    key: () => key.value,
    encoding: () => encoding.value,
    async setKey(value) {
      release();
      await put(text.value, value, asked);
    },
    async show(token, withKey, since = performance.now()) {
      release();
      await put(token, withKey, since);
    },
    onToken: (listener) => listeners.push(listener),
  };
}

function claim(name, value) {
  const more = meaning(name, value, now());
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const bar =
    name === "exp" && typeof value === "number" ? el("span", { className: "lifetime", ariaHidden: "true" }) : null;
  return el("dd", {}, text, bar, more ? el("small", { dataset: isTime(name) ? { claim: name } : {} }, more) : null);
}

function describe({ kind, use, algorithm }) {
  if (kind === "JWK Set") return "A JWK Set: the token’s kid chooses.";
  if (kind === "secret") return `A secret, for ${algorithm}.`;
  const what =
    use === "secret"
      ? "a secret"
      : use === "private"
        ? "a private key: it signs and verifies"
        : "a public key: it verifies";
  return `A ${kind}: ${what}, ${algorithm}.`;
}
