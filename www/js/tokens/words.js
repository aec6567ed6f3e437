// What claims mean and what errors say, in words.
import { moment, span } from "../format.js";

/** RFC 7519 section 4.1, RFC 8693 section 4.2, RFC 9068 section 2.2, RFC 7515 section 4.1. */
const MEANINGS = {
  iss: "issuer: who made the token",
  sub: "subject: whom it is about",
  aud: "audience: whom it is for",
  jti: "the token’s own id",
  scope: "what it opens",
  client_id: "the client that asked for it",
  alg: "the algorithm of the signature",
  typ: "what kind of token it is",
  kid: "which key signed it",
  crit: "what must be understood, or the token refused",
};

const TIMES = {
  exp: ["expires", "expired"],
  nbf: ["will be good", "has been good for"],
  iat: ["will be issued", "issued"],
  auth_time: ["will have logged in", "logged in"],
};

/** Whether the claim is a time, and so counts on. */
export const isTime = (name) => name in TIMES;

/** The second line of a claim, null when there is nothing to add. `now` is in seconds. */
export function meaning(name, value, now) {
  const [ahead, behind] = TIMES[name] ?? [];
  if (!ahead) return MEANINGS[name] ?? null;
  const date = typeof value === "number" ? moment(value) : null;
  if (!date) return "not a time";
  const left = value - now;
  return left > 0
    ? `${date}: ${ahead} in ${span(left)}`
    : `${date}: ${behind} ${span(left)} ${name === "nbf" ? "" : "ago"}`.trim();
}

/** What each error of a token that is read is called, and what to do about it; its own message says the rest. */
export const PROBLEMS = {
  ERR_TOKEN_FORMAT: {
    title: "This is not a token.",
    advice:
      "A token is three parts of base64url with dots between them, and the first is a JSON object. Was all of it copied, and nothing of what stood around it?",
  },
  ERR_TOKEN_ALGORITHM: {
    title: "The algorithm does not go with this key.",
    advice:
      "The key decides which algorithms are good, never the token: that is what keeps “none”, and a public key taken for a secret, out.",
  },
  ERR_TOKEN_CRITICAL: {
    title: "The token asks for something that is not understood.",
    advice: "What “crit” names must be understood, or the token refused (RFC 7515 section 4.1.11).",
  },
  ERR_TOKEN_SIGNATURE: {
    title: "The signature does not match.",
    advice: "It was made with another key, or somebody changed the token since.",
  },
  ERR_TOKEN_PAYLOAD: {
    title: "The signature is good, and what was signed are no claims.",
    advice: "The payload of a JSON Web Token is a JSON object (RFC 7519 section 3).",
  },
  ERR_TOKEN_CLAIM: {
    title: "The signature is good, and a claim is not.",
    advice:
      "The registered claims have types (RFC 7519 section 4.1): times are numbers, the others are text. Or a claim is not what was asked for.",
  },
  ERR_TOKEN_EXPIRED: {
    title: "The signature is good, and the token’s time is over.",
    advice: "Log in again, or refresh. If the clocks of two machines differ, leeway bridges it.",
  },
  ERR_TOKEN_NOT_YET: {
    title: "The signature is good, and the token’s time has not come.",
    advice: "“nbf” lies in the future. If the clocks of two machines differ, leeway bridges it.",
  },
  ERR_KEY: {
    title: "The key cannot be used.",
    advice:
      "A secret has as many bytes as its hash, 32 for HS256 (RFC 7518 section 3.2). RSA keys have 2048 bits or more. Encrypted PEM files are not read.",
  },
  ERR_OPTION: { title: "An option is not right." },
};

/** The same where a token was to be made: there is none then, and no signature to be good. */
export const UNSIGNED = {
  ERR_TOKEN_FORMAT: { title: "Not signed: nobody would read such a token." },
  ERR_TOKEN_ALGORITHM: {
    title: "The algorithm does not go with this key.",
    advice: "Choose one that the key is for, or give another key.",
  },
  ERR_TOKEN_CLAIM: {
    title: "Not signed: a claim is not right.",
    advice: "The registered claims have types (RFC 7519 section 4.1): times are numbers, the others are text.",
  },
  ERR_KEY: {
    title: "The key cannot be used.",
    advice: `${PROBLEMS.ERR_KEY.advice} A public key verifies, and signs nothing.`,
  },
  ERR_OPTION: PROBLEMS.ERR_OPTION,
};
