/**
 * The keys of another server, for `decode`: fetched when they are needed, kept, and fetched again when they are old or a token
 * names one that is not among them.
 *
 * In Node, Deno and Bun the sets are for the `decode` of `keyward` (in browsers and Workers that of `keyward/token` is the same).
 *
 * @packageDocumentation
 */
import type { Duration, KeySet } from "../index.js";

export { KeywardError } from "../index.js";
export type { Duration, KeySet } from "../index.js";

/** How keys are fetched and kept. */
export interface RemoteKeySetOptions {
  /**
   * How long a set counts as fresh, at most; a `Cache-Control: max-age` of the answer (less its `Age`) may say that it is
   * shorter, `no-store` or `no-cache` that it is not at all. It is never less than `cooldown`. Default `"10m"`, at most a week.
   */
  cacheFor?: Duration;
  /**
   * A token that names a key (`kid`) which is not in the set makes it be fetched again, once in this time. So a stranger's
   * tokens cannot keep the other server busy, and a new key of its is known after this time at the latest. Default `"30s"`, at most an hour.
   */
  cooldown?: Duration;
  /** What one request may take, with its body. Default `"5s"`, at most a minute, and not 0. */
  timeout?: Duration;
  /** More header fields of each request. */
  headers?: Record<string, string> | Headers;
  /**
   * What fetches: `(address, init) => Promise<Response>`. Default: the global `fetch`.
   *
   * @example
   * remoteKeySet(address, { fetch: (address, init) => env.LOGIN.fetch(address, init) }); // a Worker's service binding
   */
  fetch?: (address: string, init: RequestInit) => Promise<Response>;
  /** Ends the requests that are on their way, and all later ones. */
  signal?: AbortSignal;
}

/** Keys that are fetched. */
export interface RemoteKeySet {
  /**
   * The keys to decode this token with. It looks at the token's `kid`, and verifies nothing: that is for `decode`. Without a
   * token, the keys that there are.
   *
   * One request is on its way at most, however many wait for it. Keys that could not be fetched again are used for another day.
   *
   * @throws {KeywardError} `ERR_FETCH` where there are no keys, or where the one that the token names is unknown and nobody
   *   could be asked. After that it is tried again a second later, then two, four …, up to `cooldown`
   */
  for(token?: string): Promise<KeySet>;
}

/**
 * The keys of a JWK Set (RFC 7517 section 5) at an address. Nothing is fetched before the first `for`.
 *
 * An address is `https:`, or `http:` on this machine. Redirects are followed within the same origin (in a browser not at all). An
 * answer has 256 KiB and 256 keys at most. Secrets and private keys in it are passed over, since everybody has them.
 *
 * @param where the set's address, or `{ issuer }`: then the address is what the issuer's metadata has as `jwks_uri`, found at
 *   `/.well-known/openid-configuration` (OpenID Connect Discovery) or `/.well-known/oauth-authorization-server` (RFC 8414).
 *   The metadata's `issuer` must be the same, to the letter
 * @throws {KeywardError} `ERR_OPTION`
 * @example
 * const keys = remoteKeySet("https://auth.example/.well-known/jwks.json");
 * const claims = decode(token, await keys.for(token), { issuer: "https://auth.example", audience: "api" });
 */
export function remoteKeySet(where: string | URL | { issuer: string }, options?: RemoteKeySetOptions): RemoteKeySet;
