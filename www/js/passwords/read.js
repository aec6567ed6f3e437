// "Read any hash": what it is, what it costs, and whether a password fits.
import { $, choices, debounced, el, failure, latest, verdict, wishes } from "../dom.js";
import { call } from "../engine.js";
import { duration } from "../format.js";
import { SAMPLES, SECRETS } from "./samples.js";
import { NAMES, rows, takesSecret } from "./schemes.js";

/**
 * What `identify` said of the hash on show.
 *
 * @type {any}
 */
let shown = null;

// What is wished: to read a hash, and to check a password.
const reading = wishes();
const checking = wishes();

export function startRead() {
  const release = choices(
    $("read-examples"),
    Object.entries(SAMPLES).map(([name, encoded]) => [name, "", () => put(encoded, SECRETS[name] ?? "")]),
  );
  const put = (encoded, secret) => {
    $("read-hash").value = encoded;
    $("read-password").value = "secret";
    $("read-secret").value = secret;
    read();
  };
  const soon = debounced(identify);
  const read = () => {
    forget();
    reading();
    $("read-identity").replaceChildren(el("p", { className: "quiet" }, "Reading …"));
    soon();
  };
  $("read-hash").addEventListener("input", () => {
    release();
    read();
  });
  for (const id of ["read-password", "read-legacy"]) $(id).addEventListener("input", forget);
  for (const input of document.querySelectorAll("#read-firebase input, #read-secret, #read-secrets input"))
    input.addEventListener("input", read);
  $("read-form").addEventListener("submit", (event) => {
    event.preventDefault();
    verify();
  });
  $("read-examples").firstElementChild.click();
}

const stored = () => $("read-hash").value.trim();

/** What was said of another hash, or another password, is no longer true. */
function forget() {
  checking();
  $("read-verdict").hidden = true;
  $("read-updated").hidden = true;
}

const secret = () => $("read-secret").value;

/** The options of `verify` that the form has. */
function options() {
  const previous = $("read-previous").value;
  return {
    ...(secret() && { secret: secret() }),
    ...(previous && { previousSecrets: [previous] }),
    ...($("read-without").checked && { acceptWithoutSecret: true }),
    ...firebase(),
  };
}

function firebase() {
  const value = (name) => $(`firebase-${name}`).value.trim();
  if ($("read-firebase").hidden || !value("signer-key")) return {};
  return {
    firebase: {
      signerKey: value("signer-key"),
      saltSeparator: value("salt-separator"),
      rounds: Number(value("rounds")),
      memoryCost: Number(value("memory-cost")),
    },
  };
}

const identify = latest(async () => {
  const newest = reading();
  const encoded = stored();
  const out = $("read-identity");
  try {
    const { value: identity } = await call("identify", encoded, secret() ? { secret: secret() } : {});
    const words = identity ? [] : await unreadable(encoded);
    if (!newest()) return;
    shown = identity;
    $("read-secret-note").textContent = identity ? aboutSecret(identity) : "";
    $("read-firebase").hidden = !(
      identity?.scheme === "firebase-scrypt" &&
      !encoded.includes("sk=") &&
      encoded.startsWith("$fbscrypt$")
    );
    if (!identity) return out.replaceChildren(...words);
    out.replaceChildren(
      ...describe(identity),
      el("p", { className: "quiet", id: "read-cost" }, "What it costs is being measured …"),
    );
    await price(encoded, identity);
  } catch (error) {
    if (newest()) out.replaceChildren(el("p", { className: "quiet" }, error.message));
  }
});

function describe({ scheme, parameters, rehash }) {
  const table = rows(parameters).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]);
  return [
    el("p", { className: "kind" }, NAMES[scheme] ?? scheme, " ", el("code", {}, scheme)),
    el(
      "ul",
      { className: "badges", id: "read-badges" },
      rehash ? badge("warn", "Needs a rehash") : badge("good", "As good as a new hash"),
    ),
    ...(table.length > 0 ? [el("dl", { className: "anatomy" }, ...table)] : []),
  ];
}

/** What the hash has to do with a secret. */
function aboutSecret(identity) {
  const { keyid } = identity.parameters;
  if (!takesSecret(identity))
    return secret()
      ? "Only Argon2 takes a secret. This hash is checked without it, the new one is made with it."
      : "This format takes none.";
  if (keyid) return `The hash names the one that it was made with: keyid=${keyid}.`;
  return secret() ? "The hash names none, and is taken for one that was made with this." : "The hash names none.";
}

const badge = (mood, text) => el("li", { className: "badge", dataset: { mood } }, text);

/** Measures a check with a password that is nobody's, and says what stands in its way. */
async function price(encoded, { scheme }) {
  // These go with this hash: when there is another to read, nobody sees what is written there.
  const [line, badges] = [$("read-cost"), $("read-badges")];
  const cost = (text) => (line.textContent = text);
  const check = (more) => call("verifyAndUpdate", "", encoded, { ...options(), ...more });
  const measured = ({ ms }) => cost(`One check takes ${duration(ms)} on this device.`);
  try {
    measured(await check({}));
  } catch (error) {
    if (error.code === "ERR_HASH_LEGACY") {
      badges.append(badge("bad", "Needs allowLegacy"));
      // What is never accepted throws again, and its own message says why.
      await check({ allowLegacy: true }).then(measured, ({ message }) => cost(`${message}.`));
    } else if (error.code === "ERR_HASH_LIMIT") {
      badges.append(badge("bad", "Over the limit"));
      cost(`${error.message}. It is refused before anything is computed.`);
    } else if (error.code === "ERR_HASH_SECRET") {
      // Whether it should be replaced depends on a secret that is not here.
      badges.replaceChildren(badge("bad", "Needs its secret"));
      cost("What a check costs is measured when the secret is here.");
    } else {
      cost(`${error.message}.`);
    }
  }
  if (scheme === "django-unusable") cost("No password opens it.");
}

/** What cannot be identified: why, in the package's own words. */
async function unreadable(encoded) {
  if (!encoded) return [el("p", { className: "quiet" }, "Paste a hash to see what it is.")];
  const message = await call("verifyAndUpdate", "", encoded, {}).then(
    () => "",
    (error) => `${error.message}.`,
  );
  return [el("p", { className: "kind" }, "No hash that keyward knows"), el("p", { className: "quiet" }, message)];
}

const verify = latest(async () => {
  const newest = checking();
  const out = $("read-verdict");
  $("read-updated").hidden = true;
  verdict(out, null, "Checking …");
  try {
    const { value, ms } = await call("verifyAndUpdate", $("read-password").value, stored(), {
      ...options(),
      allowLegacy: $("read-legacy").checked,
    });
    if (!newest()) return;
    const { valid, updated } = value;
    const took = `${updated ? "Checked, and hashed anew," : "Checked"} in ${duration(ms)}.`;
    verdict(out, valid, valid ? "The password is right." : "The password is wrong.", took, valid ? null : doubt());
    $("read-updated").hidden = !updated;
    $("read-updated-hash").textContent = updated ?? "";
  } catch (error) {
    if (!newest()) return;
    failure(
      out,
      error,
      error.code === "ERR_HASH_SECRET" && !secret() && !$("read-previous").value ? NO_SECRET : PROBLEMS[error.code],
    );
  }
});

/** A hash that names no secret may have been made without one, and then every password is wrong with it. */
const doubt = () =>
  secret() && shown && takesSecret(shown) && !shown.parameters.keyid && !$("read-without").checked
    ? el(
        "span",
        { className: "advice" },
        "Or the hash, which names no secret, was made without one: accept that under “While a secret is introduced or changed”.",
      )
    : null;

const NO_SECRET = {
  title: "This hash needs the secret that it was made with.",
  advice: "Its keyid says so. Without that secret nobody can tell whether the password is right.",
};

const PROBLEMS = {
  ERR_HASH_FORMAT: {
    title: "This hash cannot be read.",
    advice: "Was all of it copied, with its first and its last character?",
  },
  ERR_HASH_LIMIT: {
    title: "This hash costs too much to check.",
    advice:
      "A stored hash is untrusted input: the limits keep it from taking all of a server’s time. They can be raised, see limits.",
  },
  ERR_HASH_LEGACY: {
    title: "This format is broken: passwords can be guessed by the billion.",
    advice: "Allow it to let people in once more, and store the new hash that comes with it.",
  },
  ERR_PASSWORD_LENGTH: {
    title: "The password is too long.",
    advice: "The limit keeps one request from hashing megabytes.",
  },
  ERR_HASH_SECRET: {
    title: "This is not the secret that the hash was made with.",
    advice:
      "Its keyid names another one, so nobody can tell whether the password is right. Was the secret changed? Then give the one before it, too.",
  },
  ERR_OPTION: { title: "An option is not right." },
};
