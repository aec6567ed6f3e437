// What claims mean and what errors say, in words.
import { moment, span } from "../format.js";

/** RFC 7519 section 4.1, RFC 8693 section 4.2, RFC 7515 section 4.1. */
const MEANINGS = {
  iss: "issuer: who made the token",
  sub: "subject: whom it is about",
  aud: "audience: whom it is for",
  jti: "the token’s own id",
  scope: "what it opens",
  alg: "the algorithm of the signature",
  typ: "what kind of token it is",
  kid: "which key signed it",
  crit: "what must be understood",
};

const TIMES = {
  exp: ["expires", "expired"],
  nbf: ["good", "good since"],
  iat: ["will be issued", "issued"],
  auth_time: ["will have logged in", "logged in"],
};

/** The second line of a claim, null when there is nothing to add. `now` is in seconds. */
export function meaning(name, value, now) {
  const [ahead, behind] = TIMES[name] ?? [];
  if (!ahead) return MEANINGS[name] ?? null;
  const date = typeof value === "number" ? moment(value) : null;
  if (!date) return "not a time";
  const left = value - now;
  return left > 0 ? `${date}: ${ahead} in ${span(left)}` : `${date}: ${behind} ${span(left)} ${name === "nbf" ? "" : "ago"}`.trim();
}

/** A heading for an error's code; its message says the rest. */
export const problem = (code) => PROBLEMS[code] ?? "This does not work.";

const PROBLEMS = {
  ERR_TOKEN_FORMAT: "This is not a token.",
  ERR_TOKEN_ALGORITHM: "The algorithm does not go with this key.",
  ERR_TOKEN_CRITICAL: "The token asks for something that is not understood.",
  ERR_TOKEN_SIGNATURE: "The signature does not match: another key, or somebody changed the token.",
  ERR_TOKEN_PAYLOAD: "The signature is good, and what was signed are no claims.",
  ERR_TOKEN_CLAIM: "The signature is good, and a claim is not.",
  ERR_TOKEN_EXPIRED: "The signature is good, and the token has expired.",
  ERR_TOKEN_NOT_YET: "The signature is good, and the token’s time has not come.",
  ERR_KEY: "The key cannot be used.",
  ERR_OPTION: "An option is not right.",
};
