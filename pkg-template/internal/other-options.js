// What other libraries call an option, and what it is here: jsonwebtoken 9, jose 6, fast-jwt 6, PyJWT 2.

/**
 * The options of ours by their other names, all in small letters and without underscores.
 *
 * @type {Record<string, string>}
 */
const SAME = {
  alg: "algorithm",
  aud: "audience",
  allowedaud: "audience",
  clocktimestamp: "now",
  clocktolerance: "leeway",
  currentdate: "now",
  exp: "expiresIn",
  expirationtime: "expiresIn",
  headers: "header",
  iat: "issuedAt",
  iss: "issuer",
  allowediss: "issuer",
  jti: "jwtId",
  kid: "keyId",
  maxtokenage: "maxAge",
  nbf: "notBefore",
  require: "requiredClaims",
  sub: "subject",
  allowedsub: "subject",
  typ: "type",
  checktyp: "type",
};

/** In which unit an option is that has another one elsewhere. */
const UNITS = { leeway: ", in seconds", now: ", in seconds since the epoch" };

const ALWAYS = "a token that is verified is always checked for it; `peek` shows one unverified, `now` sets the clock";
const YOURSELF = "it is not checked here: compare the claim of what `decode` returns";
const NEVER = "weak keys and keys of another kind are never taken";

/**
 * What is no option here, and what to do.
 *
 * @type {Record<string, string>}
 */
const INSTEAD = {
  allowedjti: YOURSELF,
  allowednonce: YOURSELF,
  allowinsecurekeysizes: NEVER,
  allowinvalidasymmetrickeytypes: NEVER,
  cache: "a `Key` that is kept is read once",
  complete: "`decodeComplete` returns the header as well",
  crit: "no extension is understood here but `b64` with its default",
  ignoreexpiration: ALWAYS,
  ignorenotbefore: ALWAYS,
  jwtid: YOURSELF,
  key: "the key is an argument of its own, the second one",
  mutatepayload: "the claims are never changed",
  nonce: YOURSELF,
  notimestamp: "`iat` is only there where `issuedAt` asks for it",
  options: "each option stands by itself, as in `{ leeway: 5 }`",
  secret: "the key is an argument of its own, the second one",
  verify: ALWAYS,
  verifyexp: ALWAYS,
  verifysignature: ALWAYS,
};

/**
 * What to say to an option that a function does not know.
 *
 * @param {string} name
 * @param {string[]} known the options that it has
 */
export function answerTo(name, known) {
  const plain = name.slice(0, 64).replaceAll("_", "").toLowerCase();
  const ours = Object.hasOwn(SAME, plain) ? SAME[plain] : plain;
  // `algorithm` of the one function is `algorithms` of the other.
  const found = known.find(
    (one) => one.toLowerCase() === ours.toLowerCase() || one === `${ours}s` || `${one}s` === ours,
  );
  if (found) return `it is \`${found}\` here${/** @type {Record<string, string>} */ (UNITS)[found] ?? ""}`;
  return Object.hasOwn(INSTEAD, plain) ? INSTEAD[plain] : undefined;
}
