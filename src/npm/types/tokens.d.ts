// ---- Tokens ---------------------------------------------------------------------------------------------------------

/**
 * The `alg` values that are known (RFC 7518 section 3.1, RFC 8037, RFC 9864). `none` is not among them. `EdDSA` is always
 * on Ed25519, and the same as `Ed25519`.
 *
 * Signing with RSA (`RS…`, `PS…`) is blinded with fresh random numbers (`ERR_RANDOM` where the system has none), runs in
 * constant time, and the result is checked before it is returned: the Marvin attack (RUSTSEC-2023-0071) was on a library
 * that did none of this. It takes milliseconds, where HMAC and EdDSA take microseconds.
 */
export type Algorithm =
  | "HS256"
  | "HS384"
  | "HS512"
  | "ES256"
  | "ES384"
  | "ES512"
  | "EdDSA"
  | "Ed25519"
  | "RS256"
  | "RS384"
  | "RS512"
  | "PS256"
  | "PS384"
  | "PS512";

/**
 * A span of time: whole seconds, or a whole number with a unit: `"90s"`, `"30m"`, `"12h"`, `"7d"`, `"2w"` (no `"1.5h"`). The
 * times of `keyward/jwks` and of a guard's `introspect` may be fractions of a second, as a number.
 */
export type Duration = number | `${number}${"s" | "m" | "h" | "d" | "w"}`;

/** The registered claims (RFC 7519 section 4.1). Times are seconds since the epoch. */
export interface RegisteredClaims {
  iss?: string;
  sub?: string;
  aud?: string | readonly string[];
  exp?: number;
  nbf?: number;
  iat?: number;
  jti?: string;
}

/** The claims of a token about which nothing more is known. */
export interface Claims extends RegisteredClaims {
  [name: string]: unknown;
}

/** A token's header (RFC 7515 section 4.1). */
export interface Header {
  alg: string;
  typ?: string;
  kid?: string;
  [name: string]: unknown;
}

/** An object that is no list, Map, Promise or other thing whose content JSON would leave out. */
export interface Plain {
  [Symbol.iterator]?: never;
  then?: never;
}

/**
 * A JSON Web Key (RFC 7517): `oct`, `EC` (P-256, P-384, P-521), `OKP` (Ed25519) or `RSA`, whose private keys have all of
 * `d`, `p`, `q`, `dp`, `dq` and `qi`. Its `use`, `key_ops`, `alg` and `kid` are enforced. 64 KiB of JSON at most.
 */
export interface Jwk {
  kty: string;
  use?: string;
  key_ops?: readonly string[];
  alg?: string;
  kid?: string;
  crv?: string;
  x?: string;
  y?: string;
  d?: string;
  n?: string;
  e?: string;
  k?: string;
  [name: string]: unknown;
}

/** A `KeyObject` of `node:crypto`, of any version of Node's types. */
export interface KeyObjectLike {
  readonly type: "secret" | "private" | "public";
  export(options?: object): unknown;
}

/** PEM certificates, each under its `kid`, as Google and Firebase publish them. */
export interface Certificates {
  readonly [kid: string]: string;
}

/** A JWK Set (RFC 7517 section 5), as a `jwks_uri` gives it. */
export interface JwkSet {
  keys: readonly Jwk[];
  [name: string]: unknown;
}

/**
 * What tokens are signed or verified with.
 *
 * - a {@link Key}, read once: the fast way where there is more than one token
 * - a string or bytes that are a key in any form: PEM (with its line breaks, with `\n` in two characters, in quotes), a
 *   certificate, the bytes of DER, the text of a JWK; base64, base64url or hexadecimal digits of a PEM, a certificate or a JWK.
 *   For the algorithms of its kind. (DER in such digits is refused: PEM has them between two lines, and the error says which)
 * - any other string, or bytes: a secret for HMAC, and for HS256 only unless the options say otherwise. At least as many
 *   bytes as the hash has: 32 for HS256, 48 for HS384, 64 for HS512 (RFC 7518 section 3.2). A string stands for its UTF-8,
 *   base64 is not decoded
 * - an object: a JWK, for its `alg`, or else for the algorithms of its kind; or a `KeyObject` of `node:crypto`
 *
 * A key in any form is never a secret, nor is other JSON, a page of HTML or the address of a key, and a public key never verifies
 * an HMAC token.
 */
export type KeyInput = Key | string | Uint8Array | Jwk | KeyObjectLike;

/** What is said about a key beside its material. */
export interface KeyOptions {
  /**
   * The only algorithm that the key is for. Default: a JWK's `alg`; without one HS256 for a secret that is given as such, and
   * every algorithm of its kind for another key (of a JWK with `kty: "oct"`, those for which it is long enough).
   */
  algorithm?: Algorithm;
  /** The key's name, which `issue` writes to the header's `kid`. Default: a JWK's `kid`, or none. */
  keyId?: string;
}

/**
 * A key, read once and kept ready: the fast way to sign or verify more than one token.
 *
 * It cannot be cloned to another thread. Its memory is wiped and released when it is garbage collected, or at once by
 * `free()` or `using`.
 *
 * @example
 * const key = Key.secret(process.env.SECRET_KEY);
 * const token = issue({ sub: "johndoe" }, key, { expiresIn: "30m" });
 * decode(token, key);
 */
export class Key {
  private constructor();

  /**
   * A secret for HMAC.
   *
   * @param secret at least 32 bytes, not all the same, and no key in any form; a string stands for its UTF-8. For a secret that
   *   is kept as base64 and used as bytes: `Key.secret(Buffer.from(text, "base64"))`
   * @throws {KeywardError} `ERR_KEY`, `ERR_TOKEN_ALGORITHM`, `ERR_OPTION`
   */
  static secret(secret: string | Uint8Array, options?: KeyOptions): Key;

  /**
   * A key from PEM: PKCS #8 or SPKI (RSA, EC, Ed25519), PKCS #1 (RSA) or SEC 1 (EC), not encrypted, or an X.509 certificate, of
   * which nothing but the key is looked at. The first key counts, else the first certificate; what comes before and after is
   * passed over. As a string or as the bytes of a file, in every encoding of {@link KeyInput}. 64 KiB at most.
   *
   * @throws {KeywardError} `ERR_KEY`, `ERR_TOKEN_ALGORITHM`, `ERR_OPTION`
   */
  static fromPem(pem: string | Uint8Array, options?: KeyOptions): Key;

  /**
   * A key from a JWK.
   *
   * @throws {KeywardError} `ERR_KEY`, `ERR_TOKEN_ALGORITHM`, `ERR_OPTION`
   */
  static fromJwk(jwk: Jwk, options?: KeyOptions): Key;

  /**
   * A new random key. RSA keys have to be made elsewhere (`openssl genpkey -algorithm RSA`) and read with `fromPem`.
   *
   * @throws {KeywardError} `ERR_TOKEN_ALGORITHM` for a name that is not known, `ERR_RANDOM`
   * @example
   * const key = Key.generate("EdDSA");
   */
  static generate(algorithm: Exclude<Algorithm, `${"RS" | "PS"}${string}`>): Key;

  /** The key as a JWK, **with its secret or private members**. */
  toJwk(): Jwk;

  /**
   * The public half as a JWK, fit to be published: `{ keys: [key.toPublicJwk()] }` is a JWK Set.
   *
   * @throws {KeywardError} `ERR_KEY` for a secret
   */
  toPublicJwk(): Jwk;

  /**
   * The public half, with the same algorithm and name.
   *
   * @throws {KeywardError} `ERR_KEY` for a secret
   */
  publicKey(): Key;

  /**
   * The SHA-256 thumbprint (RFC 7638), base64url: a name that follows from the key. Both halves of a pair have the same
   * one. That of a secret is to be kept as secret as a fast hash of it.
   */
  thumbprint(): string;

  /** The algorithm that `issue` uses where nothing else is asked for. */
  readonly algorithm: Algorithm;
  /** The key's name. */
  readonly keyId: string | undefined;
  /** A public key cannot sign; a JWK's `key_ops` may leave less. */
  readonly kind: "secret" | "private" | "public";

  /** Wipes the key and releases its memory. Using it afterwards throws a `TypeError`; freeing it again does nothing. */
  free(): void;
  [Symbol.dispose](): void;
}

/**
 * The keys of a JWK Set, read once. A token is verified with those that its `kid` and `alg` leave, 64 at most: where there
 * are more, it is `ERR_KEY` before any is tried; give each key a `kid` of its own. A key of the set that cannot be used does
 * not spoil the others.
 *
 * @example
 * const keys = KeySet.fromJwkSet(await (await fetch("https://example.com/.well-known/jwks.json")).json());
 * decode(token, keys, { issuer: "https://example.com", audience: "api" });
 */
export class KeySet {
  private constructor();

  /** @throws {KeywardError} `ERR_KEY` */
  static fromJwkSet(set: JwkSet | Certificates): KeySet;

  /** Wipes the keys and releases their memory. Using the set afterwards throws a `TypeError`; freeing it again does nothing. */
  free(): void;
  [Symbol.dispose](): void;
}

/** What `issue` adds to the claims and to the header. Nothing by default. */
export interface IssueOptions {
  /** Default: the key's own algorithm. */
  algorithm?: Algorithm;
  /** Adds `exp`, so long from now. */
  expiresIn?: Duration;
  /** Adds `nbf`, so long from now. */
  notBefore?: Duration;
  /** Adds `iss`. */
  issuer?: string;
  /** Adds `aud`. */
  audience?: string | readonly string[];
  /** Adds `sub`. */
  subject?: string;
  /** Adds `jti`. */
  jwtId?: string;
  /** The header's `kid`. Default: the key's `keyId`. */
  keyId?: string;
  /** The header's `typ`. Default: `JWT`. */
  type?: string;
  /** More header parameters. `alg`, `crit` and `b64` cannot be among them. */
  header?: Record<string, unknown> & { alg?: never; crit?: never; b64?: never };
  /**
   * Adds `iat`: `true` for now, or seconds since the epoch, from which `expiresIn` and `notBefore` then count (from the
   * whole second before it: what they add has no fraction).
   */
  issuedAt?: boolean | number;
}

/** What `decode` asks of a token beyond a good signature. `exp` and `nbf` are always checked where they are there. */
export interface DecodeOptions {
  /** The algorithms that are allowed. Default: those of the key. */
  algorithms?: Algorithm | readonly Algorithm[];
  /** `iss` must be there and be this, or one of these. */
  issuer?: string | readonly string[];
  /** `aud` must be there and name this, or one of these. Without it, a token that has `aud` is refused (RFC 7519 section 4.1.3). */
  audience?: string | readonly string[];
  /** `sub` must be there and be this. */
  subject?: string;
  /** The header's `typ` must be there and be this media type (RFC 7515 section 4.1.9). */
  type?: string;
  /** Seconds by which clocks may differ. Default 0. */
  leeway?: number;
  /** Claims that must be there, whatever they say. An empty list asks for nothing. */
  requiredClaims?: string | readonly string[];
  /** So long after `iat`, which must then be there and not lie in the future, a token is expired. */
  maxAge?: Duration;
  /** The time to check against, in seconds since the epoch. Default: the system's clock. */
  now?: number;
  /**
   * `"lenient"` takes `iss`, `sub` and `jti` that are numbers; what is expected of them is compared with their digits. Default:
   * `"strict"`, the types of RFC 7519 section 4.1.
   */
  claimTypes?: "strict" | "lenient";
  /** Takes the padding with which AWS's load balancers end each part of a token. Default: `false`, as RFC 7515 section 2 says. */
  allowPadding?: boolean;
}

/** A token's header and claims. */
export interface Decoded<C = Claims> {
  header: Header;
  claims: C;
}

/**
 * Signs claims into a token (RFC 7519, compact JWS). Claims go through `JSON.stringify`; none is added that was not
 * asked for.
 *
 * A whole number beyond `Number.MAX_SAFE_INTEGER` is rounded by JavaScript before it gets here, and a BigInt is a
 * `TypeError`. Such an id is best a string, which every reader keeps (RFC 8259 section 6); as a number it can be signed
 * with `JSON.rawJSON`, where the runtime has that.
 *
 * @throws {KeywardError} `ERR_KEY`, `ERR_TOKEN_ALGORITHM`, `ERR_TOKEN_CLAIM`, `ERR_TOKEN_PAYLOAD`, `ERR_OPTION`;
 *   `ERR_TOKEN_FORMAT` where the token would be longer than 1 MiB; `ERR_RANDOM` where there is none for a signature of RSA
 * @example
 * issue({ sub: "johndoe", admin: true }, secret, { expiresIn: "30m", issuer: "https://example.com" });
 */
export function issue<C extends object>(
  claims: C & RegisteredClaims & Plain,
  key: KeyInput,
  options?: IssueOptions,
): string;

/**
 * Verifies a token and returns its claims. The signature is checked before the payload is looked at.
 *
 * Claims come out of `JSON.parse`: a number that is signed with more digits than a double has is rounded there. One that
 * is too large for a double (`1e400`) is `ERR_TOKEN_PAYLOAD`.
 *
 * A token is expired from the second of `exp` on, and good from the second of `nbf` on.
 *
 * @typeParam C what the claims are taken for; nothing but the registered claims is checked
 * @throws {KeywardError} every `ERR_TOKEN_…` code but those of `keyward/guard` (`_MISSING`, `_SCOPE`, `_REVOKED`), `ERR_KEY`,
 *   `ERR_OPTION`
 * @example
 * const { sub } = decode(token, secret, { issuer: "https://example.com", requiredClaims: ["sub", "exp"] });
 */
export function decode<C extends object = Claims>(
  token: string,
  key: KeyInput | KeySet | JwkSet | Certificates,
  options?: DecodeOptions,
): C;

/** `decode`, with the header as well. */
export function decodeComplete<C extends object = Claims>(
  token: string,
  key: KeyInput | KeySet | JwkSet | Certificates,
  options?: DecodeOptions,
): Decoded<C>;

/**
 * What a token says, **not verified**: not the signature, not the time, not who it is for. Anybody can write such a
 * token; never let it decide anything but which key to verify with.
 *
 * @throws {KeywardError} `ERR_TOKEN_FORMAT`, `ERR_TOKEN_PAYLOAD`
 */
export function peek<C extends object = Claims>(token: string): Decoded<C>;
