// "Read any hash": what it is, what it costs, and whether a password fits.
import { $, debounced, el, latest, verdict } from "../dom.js";
import { call } from "../engine.js";
import { count, duration, memory } from "../format.js";

/** The password of all of them is "secret". */
const EXAMPLES = {
  "FastAPI": "$argon2id$v=19$m=65536,t=3,p=4$wagCPXjifgvUFBzq4hqe3w$CYaIb8sB+wtD+Vu/P4uod1+Qof8h+1g7bbDlBID48Rc",
  "bcrypt": "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW",
  "Django": "pbkdf2_sha256$1000000$pW9bQ7rTzK2mXc4vLhN8dE$ttY2zvRD9IKR+T5KlgEmGIOrQSLj8NRXNxLvvi2rCOs=",
  "WordPress": "$P$BkWzq3XnBdcsdNvPPPfZT8VNwgjzWT/",
  "Linux": "$6$rounds=100000$u7kQx2Lm9PzRw4$XbLl2ZZEr4cSm6kjW0TOulaz0t3GP6fy5gyvDL0JaoCJ2BTas2IO7o9kUYaginJRBgd/TKDOHiXKajBciBrtq1",
  "Old Django": "md5$4kTqJz$6bf218aa4d0ed9665be4f556067f0fff",
};

const LABELS = { memory: "memory", iterations: "iterations", parallelism: "lanes", cost: "cost", rounds: "rounds", n: "N", r: "r", p: "p", version: "version" };

export function startRead() {
  const hash = $("read-hash");
  const forget = () => ($("read-verdict").hidden = true);

  $("read-examples").append(
    ...Object.entries(EXAMPLES).map(([name, encoded]) => {
      const button = el("button", { type: "button" }, name);
      button.addEventListener("click", () => {
        hash.value = encoded;
        forget();
        identify();
      });
      return button;
    }),
  );
  hash.addEventListener("input", forget);
  hash.addEventListener("input", debounced(() => identify()));
  for (const input of [$("read-password"), $("read-legacy")]) input.addEventListener("input", forget);
  $("read-form").addEventListener("submit", (event) => {
    event.preventDefault();
    verify();
  });
  hash.value = EXAMPLES.FastAPI;
  identify();
}

const stored = () => $("read-hash").value.trim();

const identify = latest(async () => {
  const encoded = stored();
  const { value: identity } = await call("identify", encoded);
  const rehash = identity ? (await call("needsRehash", encoded)).value : false;
  $("read-identity").replaceChildren(...(identity ? describe(identity, rehash) : unreadable(encoded)));
});

function describe({ scheme, parameters }, rehash) {
  const rows = Object.entries(parameters).flatMap(([name, value]) => [el("dt", {}, LABELS[name] ?? name), el("dd", {}, parameter(name, value))]);
  return [
    el("h4", {}, "This is"),
    el("p", { className: "big mono" }, scheme),
    ...(rows.length > 0 ? [el("dl", { className: "claims" }, ...rows)] : []),
    el("p", { className: "quiet" }, rehash ? "At the next login it should be replaced by Argon2id with keyward’s defaults." : "As good as a new hash: it can stay."),
  ];
}

function parameter(name, value) {
  if (name === "memory") return `${memory(value)} (${count(value)} KiB)`;
  if (name === "cost") return `${value}, so 2^${value} = ${count(2 ** value)} rounds`;
  return typeof value === "number" ? count(value) : String(value);
}

const unreadable = (encoded) => [el("p", { className: "quiet" }, encoded ? "No format that keyward knows, or not all of it." : "Paste a hash to see what it is.")];

const verify = latest(async () => {
  const out = $("read-verdict");
  verdict(out, null, "Checking …");
  try {
    const { value: valid, ms } = await call("verify", $("read-password").value, stored(), { allowLegacy: $("read-legacy").checked });
    verdict(out, valid, valid ? "The password is right." : "The password is wrong.", `Checked in ${duration(ms)}.`);
  } catch (error) {
    verdict(out, false, TITLES[error.code] ?? "It could not be checked.", `${error.message}.`, el("code", {}, error.code ?? ""));
  }
});

const TITLES = {
  ERR_HASH_FORMAT: "This hash cannot be read.",
  ERR_HASH_LIMIT: "This hash costs too much to check.",
  ERR_HASH_LEGACY: "This format is broken: anybody can try passwords by the billion.",
  ERR_PASSWORD_LENGTH: "The password is too long.",
};
