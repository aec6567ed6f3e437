// ---- Errors ---------------------------------------------------------------------------------------------------------

/** What programs compare; a code never changes its meaning. */
export type ErrorCode =
  /** A stored hash that cannot be read. */
  | "ERR_HASH_FORMAT"
  /** A stored hash, or parameters, over a limit on memory, work or length. The message says what it needs and what the limit is. */
  | "ERR_HASH_LIMIT"
  /** A hash of a kind known to be broken (MD5, SHA-1, …), and `allowLegacy` is not set. */
  | "ERR_HASH_LEGACY"
  /** The hash names a secret (`keyid`) that is neither `secret` nor one of `previousSecrets`. */
  | "ERR_HASH_SECRET"
  /** A hash of a format that `keyward/password` leaves out: `keyward` verifies it. */
  | "ERR_HASH_UNSUPPORTED"
  /** A password over 4096 bytes, or too long for the rounds of a hash of SHA-crypt or phpass. */
  | "ERR_PASSWORD_LENGTH"
  /** An option that does not exist, or whose value has the wrong type or range. */
  | "ERR_OPTION"
  /** The system gave no random bytes. */
  | "ERR_RANDOM"
  /** Not three strict base64url parts, or a header that is not a JSON object. */
  | "ERR_TOKEN_FORMAT"
  /** An `alg` that is unknown, not allowed here, or not for this key. */
  | "ERR_TOKEN_ALGORITHM"
  /** A `crit` header that is malformed or names an extension that is not understood (RFC 7515 section 4.1.11). */
  | "ERR_TOKEN_CRITICAL"
  /** A key that cannot be read, is too weak, or is not for this use. */
  | "ERR_KEY"
  /** The signature does not match. */
  | "ERR_TOKEN_SIGNATURE"
  /** The signature is good, and the payload is not a JSON object that can be taken as claims. From `issue`: the same about its claims. */
  | "ERR_TOKEN_PAYLOAD"
  /** A claim is missing, has the wrong type or is not what was asked for; `claim` names it, the message shows both. */
  | "ERR_TOKEN_CLAIM"
  /** `exp` has passed (RFC 7519 section 4.1.4), or the token is older than `maxAge`; the message says how long ago. */
  | "ERR_TOKEN_EXPIRED"
  /** `nbf`, or `iat` with `maxAge`, lies in the future (RFC 7519 sections 4.1.5 and 4.1.6); the message says how far. */
  | "ERR_TOKEN_NOT_YET"
  /** From `keyward/guard`: a request without an access token. */
  | "ERR_TOKEN_MISSING"
  /** From `keyward/guard`: the token has not a scope that is needed; the message says which. */
  | "ERR_TOKEN_SCOPE"
  /** From `keyward/guard`: the server that issued the token says that it is no longer good. */
  | "ERR_TOKEN_REVOKED"
  /** From `keyward/jwks` and `keyward/guard`: another server's keys, or its answer, could not be had; the message says why. */
  | "ERR_FETCH";

/**
 * Thrown when input cannot be used. A wrong password is no error: `verify` returns `false`.
 *
 * @example
 * try {
 *   decode(token, key);
 * } catch (error) {
 *   if (error instanceof KeywardError && error.code === "ERR_TOKEN_EXPIRED") return logInAgain();
 *   throw error;
 * }
 */
export class KeywardError extends Error {
  private constructor();
  readonly name: "KeywardError";
  readonly code: ErrorCode;
  /**
   * What was expected and what came, for people who develop and run the program. Of a password, a key, a hash or a token
   * there is nothing in it; of claims there is, cut short and on one line, so do not send it to whoever sent the token.
   */
  readonly message: string;
  /**
   * The name of the claim that the error is about: with `ERR_TOKEN_CLAIM`, `ERR_TOKEN_EXPIRED` (`exp`, or `iat` with
   * `maxAge`), `ERR_TOKEN_NOT_YET` (`nbf`, or `iat` with `maxAge`) and `ERR_TOKEN_SCOPE` (`scope`). `typ` is the header's.
   */
  readonly claim?: string;
}
