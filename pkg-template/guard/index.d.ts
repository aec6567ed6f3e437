/**
 * For a server that takes tokens: one call that gives the claims of a request's access token, or throws an error that has the
 * right response.
 *
 * In Node, Deno and Bun a `Key` or `KeySet` for it is one of `keyward` (in browsers and Workers those of `keyward/token` are the
 * same).
 *
 * @packageDocumentation
 */
import type { Algorithm, Certificates, Claims, Duration, JwkSet, KeyInput, KeySet } from "../index.js";
import type { RemoteKeySet } from "../jwks/index.js";

export { KeywardError } from "../index.js";
export type { Algorithm, Certificates, Claims, Duration, JwkSet, KeyInput, KeySet } from "../index.js";
export type { RemoteKeySet } from "../jwks/index.js";

declare module "../index.js" {
  interface KeywardError {
    /**
     * On the errors of a guard: what to answer the request with. 401 and 403 have `WWW-Authenticate` (RFC 6750 section 3); 503,
     * where tokens cannot be checked at the moment, has `Retry-After`. The body is `{"detail"}`, with `"error"` where a token was
     * looked at and is not good. It says nothing of what the message says. Each time it is read it is a new one.
     */
    readonly response?: Response;
  }
}

/** What a guard takes for a request: that of the Fetch standard, or what Node's http, Express, Fastify, Koa … have. */
export type GuardedRequest =
  | { readonly headers: { get(name: string): string | null } }
  | { readonly headers: { readonly authorization?: string | undefined } };

/** How a token is checked. Give `keys` or `jwks`, not both, or neither and a single `issuer`. */
export interface GuardOptions {
  /** What tokens are verified with, where it is at hand: a secret, a public key, a JWK Set, certificates by `kid`. */
  keys?: KeyInput | KeySet | JwkSet | Certificates | RemoteKeySet;
  /** Where the keys are: the address of a JWK Set, or what `remoteKeySet` of `keyward/jwks` gives. */
  jwks?: string | URL | RemoteKeySet;
  /**
   * `iss` must be this, or one of these. A single one without `keys` and `jwks` is an address, where its metadata says where the
   * keys are (as `remoteKeySet({ issuer })`).
   */
  issuer?: string | readonly string[];
  /** `aud` must name this, or one of these. Without it, a token that has `aud` is refused. */
  audience?: string | readonly string[];
  /** Scopes that every token must have: a list, or a text with spaces between. A token has them as `scope`, or else as `scp`. */
  scopes?: string | readonly string[];
  /** The algorithms that are allowed. Default: those of the keys; HS256 for a secret. */
  algorithms?: Algorithm | readonly Algorithm[];
  /** The header's `typ` must be this. Default: absent, `JWT` or `at+jwt`. */
  type?: string;
  /** Seconds by which clocks may differ. Default 0. */
  leeway?: number;
  /** So long after `iat`, which must then be there, a token is expired. */
  maxAge?: Duration;
  /** Claims that must be there. Default `["exp"]`. */
  requiredClaims?: string | readonly string[];
  /** Asks the server that issued the tokens whether they are still good. */
  introspect?: IntrospectOptions;
  /** `realm` of the `WWW-Authenticate` (RFC 9110 section 11.5). Default: none. */
  realm?: string;
  /** `resource_metadata` of the `WWW-Authenticate`: the address of this server's metadata (RFC 9728). Default: none. */
  resourceMetadata?: string | URL;
}

/**
 * How the server is asked (RFC 7662). It is asked only about tokens that are good otherwise, and where it does not answer nobody
 * passes. A scope that it no longer names is missing.
 */
export interface IntrospectOptions {
  /** The address of the endpoint: `https:`, or `http:` on this machine. */
  url: string | URL;
  /** What this server is called there; sent with HTTP Basic. */
  clientId: string;
  clientSecret: string;
  /** How long an answer counts. So long at most a token that was taken back still passes. Default `"30s"`, at most an hour. */
  cacheFor?: Duration;
  /** How many answers are kept; then the oldest goes. Default 1000. */
  cacheSize?: number;
  /** What one request may take. Default `"5s"`, at most a minute, and not 0. */
  timeout?: Duration;
  /** More header fields of each request. */
  headers?: Record<string, string> | Headers;
  /** What fetches. Default: the global `fetch`. */
  fetch?: (address: string, init: RequestInit) => Promise<Response>;
  /** Ends the requests that are on their way, and all later ones. */
  signal?: AbortSignal;
}

/** What one request needs besides. */
export interface GuardRequestOptions {
  /** More scopes: a list, or a text with spaces between. */
  scopes?: string | readonly string[];
}

/** What a guard gives for a request that may pass. */
export interface Guarded<C = Claims> {
  claims: C;
  /** The token, to be passed on. */
  token: string;
}

/**
 * Gives the claims of a request's token.
 *
 * @throws {KeywardError} with a `response`: what `decode` throws; `ERR_TOKEN_MISSING` where the request has no `Authorization:
 *   Bearer …`; `ERR_TOKEN_SCOPE`; `ERR_TOKEN_REVOKED`; `ERR_FETCH` where the keys, or the answer about the token, cannot be had
 */
export type Guard<C = Claims> = (request: GuardedRequest, options?: GuardRequestOptions) => Promise<Guarded<C>>;

/**
 * A guard. Make one when the program starts, and use it for every request.
 *
 * A token is taken from the header `Authorization` only, never from the address or a form (RFC 9700 section 4.3.2).
 *
 * @typeParam C what the claims are taken for; nothing but the registered claims is checked
 * @throws {KeywardError} `ERR_OPTION`, `ERR_KEY`, `ERR_TOKEN_ALGORITHM` for options that can never work
 * @example
 * const guard = createGuard({ issuer: "https://auth.example", audience: "api" });
 *
 * export async function GET(request) {
 *   try {
 *     const { claims } = await guard(request, { scopes: "items" });
 *     return Response.json({ owner: claims.sub });
 *   } catch (error) {
 *     if (error.response) return error.response;
 *     throw error;
 *   }
 * }
 */
export function createGuard<C extends object = Claims>(options: GuardOptions): Guard<C>;
