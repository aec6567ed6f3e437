// ---- Passwords ------------------------------------------------------------------------------------------------------

/**
 * A password or a secret: text stands for its UTF-8 bytes. No normalization: two spellings of one accented letter are
 * two passwords. A string with a lone surrogate has no UTF-8 and is a `TypeError`. At most 4096 bytes.
 */
export type Password = string | Uint8Array;

/**
 * How a new hash is made. The default is OWASP's recommendation for Argon2id: 19 MiB, 2 passes, 1 lane. A hash that costs
 * more than the {@link Limits} of `verify` has to be verified with higher ones.
 */
export interface HashOptions {
  /** Argon2's `m`: memory in KiB, at least 8 for each lane. Default 19456. */
  memory?: number;
  /** Argon2's `t`: passes over the memory, at least 1. Default 2. */
  iterations?: number;
  /** Argon2's `p`: lanes. They are computed one after the other. Default 1. */
  parallelism?: number;
  /** Length of the tag in bytes, 4 to 128. Default 32. */
  tagLength?: number;
  /** 8 to 64 bytes. For tests only: without it, 16 random bytes. */
  salt?: Uint8Array;
  /**
   * Argon2's secret value (RFC 9106 section 3.1), often called pepper: random, 16 bytes or more (`openssl rand -hex 32`).
   * A shorter one, and so an empty one, is `ERR_OPTION`. The hash names it in its `keyid` by a fingerprint of 6 bytes.
   */
  secret?: Password;
}

/** What a stored hash may cost. A hash over a limit is `ERR_HASH_LIMIT` before anything is computed. */
export interface Limits {
  /** Memory of Argon2, scrypt and yescrypt in KiB. Default 102400 (100 MiB, Django's Argon2). 128 MiB are 131072. */
  memory?: number;
  /** Passes of Argon2. Default 16. */
  iterations?: number;
  /** Lanes of Argon2. Default 255. */
  parallelism?: number;
  /** The cost of bcrypt, a power of two. Default 15. */
  cost?: number;
  /** Rounds of PBKDF2 and of the crypt family. Default 2000000. */
  rounds?: number;
  /** The parallelization `p` of scrypt, or its work in runs of N = 16384 and r = 8 where that is less. Default 16. */
  scryptParallelization?: number;
}

/** How a stored hash is verified. */
export interface VerifyOptions {
  /**
   * What the hash may cost. The defaults let the defaults of frameworks pass, but for Kratos's Argon2 and RustCrypto's and
   * OWASP's scrypt (`memory: 131072`) and Keycloak's deprecated `pbkdf2` (`rounds: 5200000`).
   */
  limits?: Limits;
  /** Verify kinds of hashes that are known to be broken. Default false. */
  allowLegacy?: boolean;
  /**
   * Argon2's secret value, where the hash was made with one: 16 bytes or more, like that of `hash`. Hashes that other
   * software made with a shorter one cannot be verified.
   */
  secret?: Password;
  /** Secrets from before, 16 bytes or more: they verify the hashes that name them. `verifyAndUpdate` replaces those. */
  previousSecrets?: readonly Password[];
  /**
   * Verify hashes that name no secret and were made without one too, while a secret is being introduced. A wrong
   * password then costs twice as long for such a hash. Default false.
   */
  acceptWithoutSecret?: boolean;
}

/** What `verifyAndUpdate` found. */
export interface Verification {
  /** Whether the password is the right one. */
  valid: boolean;
  /**
   * The hash to store from now on; `null` when the password is wrong, the stored hash is as good as a new one, or the
   * password may not be exactly the user's own (see `verifyAndUpdate`).
   */
  updated: string | null;
}

/** What a stored hash says about itself. */
export interface Identity {
  /** The format, such as `argon2id` or `bcrypt`. */
  scheme: string;
  /** Its parameters under their usual names: `memory` in KiB, `iterations`, `parallelism`, `rounds`, `cost`, … Never the salt or the tag. */
  parameters: Record<string, unknown>;
}

/**
 * Hashes a password with Argon2id (RFC 9106) and a salt of its own.
 *
 * @returns a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>`
 * @throws {KeywardError} `ERR_PASSWORD_LENGTH`, `ERR_OPTION`, `ERR_HASH_LIMIT`, `ERR_RANDOM`
 * @example
 * const stored = hash("correct horse battery staple");
 */
export function hash(password: Password, options?: HashOptions): string;

/**
 * Whether `password` is the one that `encoded` was made from. Where that function reads 72 bytes alone (bcrypt), those.
 *
 * @param encoded the stored hash, in any format that keyward knows, with what a column or a file has after it: white space,
 *   zeros. Of `null`, `""`, `x`, `!…` and `*…`, which stand for an account without a password, none is right
 * @throws {KeywardError} `ERR_HASH_FORMAT`, `ERR_HASH_LIMIT`, `ERR_HASH_LEGACY`, `ERR_HASH_SECRET`, `ERR_PASSWORD_LENGTH`, `ERR_OPTION`,
 *   in `keyward/password` also `ERR_HASH_UNSUPPORTED`; never for a wrong password
 * @example
 * if (!verify(password, user.hash)) return unauthorized();
 */
export function verify(password: Password, encoded: string | null, options?: VerifyOptions): boolean;

/**
 * `verify`, and after a right password a new hash where `needsRehash` asks for one.
 *
 * Only the user's own password goes into a new hash, never another one that the old hash takes for it: `updated` is `null`
 * for a right password with a zero byte in it; for one that is longer than what is read (72 bytes by bcrypt; 64 by PBKDF2
 * and scrypt, 128 by PBKDF2 with SHA-384 or SHA-512), or is the bare digest of such a one; for one with white space around it over
 * a hash of WordPress or phpass, or with a backslash in it over one of WordPress, or a `&` over one of phpBB; and for one beyond
 * ASCII over bcrypt's `$2x$` and over a hash whose maker normalizes (better-auth, Lucia, oslo, Convex). `needsRehash` keeps asking.
 *
 * @throws {KeywardError} as `verify` and `hash` do
 * @example
 * const { valid, updated } = verifyAndUpdate(password, user.hash);
 * if (updated) await store(user.id, updated);
 */
export function verifyAndUpdate(
  password: Password,
  encoded: string | null,
  options?: VerifyOptions & HashOptions,
): Verification;

/**
 * Whether a stored hash should be replaced at the next login: everything but Argon2id, version 19, with at least the
 * memory, iterations, parallelism and tag length of `options` (default: those of `hash`), and made with their `secret`, if
 * they have one, and with none otherwise.
 *
 * @throws {KeywardError} `ERR_HASH_FORMAT`, `ERR_HASH_LEGACY` for a password in clear, `ERR_HASH_LIMIT` over 2048 bytes, `ERR_OPTION`,
 *   in `keyward/password` also `ERR_HASH_UNSUPPORTED`
 */
export function needsRehash(encoded: string | null, options?: HashOptions): boolean;

/**
 * The format and parameters of a stored hash, `null` when it cannot be read (`explain` of `keyward` says why). Nothing is computed.
 *
 * @throws {KeywardError} in `keyward/password` `ERR_HASH_UNSUPPORTED` for a format that `keyward` alone reads
 */
export function identify(encoded: string | null): Identity | null;
