// "Look into a token": its parts as they are typed, and whether a key fits.
import { $, coloured, debounced, el, latest, verdict } from "../dom.js";
import { call } from "../engine.js";
import { span } from "../format.js";
import { meaning, problem } from "./words.js";

/** Good for the first look; anybody can read it here, so it is good for nothing else. */
const SECRET = "a secret of 32 bytes or more, for this page alone";

const now = () => Date.now() / 1000;

/** Starts the panel. Returns `{ key(), claims(), algorithm(), show(token, key?), onToken }` for its neighbours. */
export function startLook() {
  const text = $("token-text");
  const key = $("token-key");
  const listeners = [];
  let shown = null;

  const token = () => text.value.trim();

  const look = latest(async () => {
    try {
      const { value } = token() ? await call("peek", token()) : { value: null };
      shown = value;
      colour();
      render();
      if (value) for (const listener of listeners) listener(value);
      if (!token()) $("token-verdict").hidden = true;
    } catch (error) {
      shown = null;
      colour();
      render();
      verdict($("token-verdict"), false, problem(error.code), `${error.message}.`, el("code", {}, error.code ?? ""));
    }
  });

  const verify = latest(async () => {
    const out = $("token-verdict");
    try {
      const { value, ms } = await call("decode", token(), key.value);
      const left = typeof value.claims.exp === "number" ? `It is good for another ${span(value.claims.exp - now())}.` : "It never expires.";
      verdict(out, true, `The signature is good: ${value.algorithm}.`, left, `Checked in ${ms.toFixed(2)} ms.`);
    } catch (error) {
      verdict(out, false, problem(error.code), `${error.message}.`, el("code", {}, error.code ?? ""));
    }
  });

  const kind = latest(async () => {
    const algorithm = shown?.header.alg ?? "HS256";
    const line = $("token-key-kind");
    try {
      const { value } = await call("keyKind", key.value, algorithm);
      line.textContent = describeKey(value);
    } catch (error) {
      line.textContent = `${error.message}.`;
    }
  });

  function colour() {
    const [header, payload, signature, ...rest] = token().split(".");
    const pieces = [[header, 1], [".", 0], [payload ?? "", 3], [".", 0], [signature ?? "", 4], [rest.map((part) => `.${part}`).join(""), 5]];
    $("token-string").replaceChildren(...(shown ? coloured(pieces) : []));
  }

  function render() {
    for (const [id, part] of [["token-header", shown?.header], ["token-claims", shown?.claims]]) {
      $(id).replaceChildren(...Object.entries(part ?? {}).flatMap(([name, value]) => [el("dt", {}, name), claim(name, value)]));
    }
  }

  text.addEventListener("input", debounced(async () => {
    await look();
    $("token-verdict").hidden = shown !== null || !token();
    kind();
  }));
  key.addEventListener("input", debounced(kind));
  $("token-verify").addEventListener("click", verify);
  // The countdown. What is read out loud stays as it is.
  setInterval(() => {
    for (const line of document.querySelectorAll("#token-claims [data-claim]")) {
      line.textContent = meaning(line.dataset.claim, shown?.claims[line.dataset.claim], now());
    }
  }, 1000);

  async function show(token, withKey) {
    text.value = token;
    if (withKey !== undefined) key.value = withKey;
    $("token-verdict").hidden = true;
    await look();
    await kind();
  }

  first(show);
  return { key: () => key.value, setKey: (value) => { key.value = value; kind(); }, show, verify, onToken: (listener) => listeners.push(listener) };
}

/** A token to begin with, made here. */
async function first(show) {
  const claims = { iss: location.origin, sub: "johndoe", scope: "me items", iat: Math.floor(now()) };
  try {
    const { value } = await call("issue", claims, SECRET, "HS256", { expiresIn: "30m" });
    await show(value, SECRET);
  } catch (error) {
    verdict($("token-verdict"), false, problem(error.code), error.message);
  }
}

function claim(name, value) {
  const more = meaning(name, value, now());
  const timed = ["exp", "nbf", "iat", "auth_time"].includes(name);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return el("dd", {}, text, more ? el("small", { dataset: timed ? { claim: name } : {} }, more) : null);
}

function describeKey({ kind, use, algorithm }) {
  if (kind === "set of JWKs") return "A set of JWKs: the token’s kid chooses.";
  if (kind === "secret") return "A secret, for HMAC.";
  const what = use === "secret" ? "a secret" : use === "private" ? "a private key: it signs and verifies" : "a public key: it verifies";
  return `A ${kind}: ${what}, ${algorithm}.`;
}
