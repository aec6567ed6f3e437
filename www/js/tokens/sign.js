// "Edit and sign": the header and the claims of the token above, changed and signed with the key above.
import { $, el, failure, latest, verdict } from "../dom.js";
import { call } from "../engine.js";
import { duration } from "../format.js";
import { readJson } from "./json.js";
import { UNSIGNED } from "./words.js";

const ALGORITHMS = [
  "HS256",
  "HS384",
  "HS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
];
/** RSA keys are brought along: finding primes takes a browser too long. */
const isMadeHere = (algorithm) => !/^[RP]S/.test(algorithm);

/** Starts the panel; `look` is the one above. */
export function startSign(look) {
  const algorithm = $("sign-algorithm");
  const header = $("sign-header");
  const claims = $("sign-claims");
  const out = $("sign-verdict");
  algorithm.append(...ALGORITHMS.map((name) => el("option", { value: name }, name)));
  const offer = () => ($("sign-generate").hidden = !isMadeHere(algorithm.value));
  const choose = (alg) => {
    if (ALGORITHMS.includes(alg)) algorithm.value = alg;
    offer();
  };

  // The menu and the header's `alg` say the same, whichever of them was changed last.
  const write = () => {
    offer();
    const { value, lost } = readJson(header.value);
    if (isObject(value) && !lost) header.value = text({ ...value, alg: algorithm.value });
  };
  algorithm.addEventListener("change", write);
  header.addEventListener("input", () => choose(readJson(header.value).value?.alg));

  let edited = 0;
  for (const field of [algorithm, header, claims]) {
    field.addEventListener("input", () => {
      edited = performance.now();
    });
  }
  look.onToken((read, since) => {
    // Who edits while a token is on its way keeps that. Before the first one there is nothing to edit.
    if (claims.value && edited > since) return;
    header.value = text(read.header);
    claims.value = text(read.claims);
    choose(read.header.alg);
  });

  /** A new key on its way: who asks for one and signs means to sign with it. */
  let making = Promise.resolve();

  const sign = latest(async () => {
    await making;
    const since = performance.now();
    verdict(out, null, "Signing …");
    const written = readJson(header.value);
    if (written.error) return verdict(out, false, "The header is not JSON.", `${written.error}.`);
    const problem = headerProblem(written.value) ?? written.lost;
    if (problem) return verdict(out, false, "The header cannot be signed.", problem);
    const { value: edited, lost, error } = readJson(claims.value);
    if (error) return verdict(out, false, "The claims are not JSON.", `${error}.`);
    if (lost) return verdict(out, false, "The claims cannot be signed.", lost);
    const { alg = algorithm.value, ...more } = written.value;
    const expiresIn = $("sign-expires").value;
    // A lifetime that is chosen here takes the place of the one in the claims.
    if (expiresIn && edited && typeof edited === "object") delete edited.exp;
    try {
      const { value } = await call("issue", edited, look.key(), look.encoding(), alg, {
        header: more,
        ...(expiresIn && { expiresIn }),
      });
      await look.show(value.token, undefined, since);
      verdict(out, true, "Signed.", `It took ${duration(value.ms)}.`);
    } catch (error) {
      failure(out, error, UNSIGNED[error.code]);
    }
  });

  $("sign-form").addEventListener("submit", (event) => {
    event.preventDefault();
    sign();
  });
  const generate = async () => {
    const made = algorithm.value;
    try {
      const { whole, half } = (await call("generate", made)).value;
      await look.setKey(whole);
      write();
      $("sign-public").hidden = !half;
      $("sign-public-jwk").textContent = half ?? "";
      verdict(out, null, `A new key for ${made} is above.`, "Sign to use it.");
    } catch (error) {
      failure(out, error, UNSIGNED[error.code]);
    }
  };
  $("sign-generate").addEventListener("click", () => (making = making.then(generate)));
}

const text = (part) => JSON.stringify(part, null, 2);

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** What keeps the package from writing such a header, beside what it says itself; null for nothing. */
function headerProblem(header) {
  if (!isObject(header)) return "It is a JSON object, with names and values between { and } (RFC 7515 section 4).";
  if ("alg" in header && typeof header.alg !== "string") return "“alg” is the name of an algorithm, as text: “HS256”.";
  const name = ["crit", "b64"].find((reserved) => Object.hasOwn(header, reserved));
  return name ? RESERVED[name] : null;
}

const RESERVED = {
  crit: "“crit” names extensions that every reader must understand, or refuse the token (RFC 7515 section 4.1.11). keyward knows of none to write.",
  b64: "“b64” is left out, or true, in every JSON Web Token (RFC 7797 section 7): the payload is always base64url.",
};
