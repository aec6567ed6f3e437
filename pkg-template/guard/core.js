// A guard: it takes a request, and gives the claims of its token or throws an error that has the response.
import { refused } from "../internal/options.js";
import { KeywardError } from "../internal/error.js";
import { jwks as remote } from "../jwks/core.js";
import { LIVES } from "../token/keys.js";
import { introspection } from "./introspection.js";
import { isRemote, ownKeys } from "./keys.js";
import { decodeOptions, guardOptions, requestOptions } from "./options.js";
import { missing, refusal } from "./refusal.js";
import { bearerToken } from "./request.js";
import { requireScopes, scopesOf } from "./scopes.js";

/**
 * The functions and classes of an entry point.
 *
 * @typedef {{
 *   Key: any,
 *   KeySet: any,
 *   decodeComplete(token: string, keys: any, options?: object): { header: { typ?: string }, claims: any },
 *   peek(token: string): { header: { kid?: string } },
 * }} Entry
 */

/**
 * What `keyward/guard` exports, on those of an entry point.
 *
 * @param {Entry} entry
 */
export const guards = (entry) => ({
  /** @param {unknown} given */
  createGuard(given) {
    const options = guardOptions(given);
    const decode = decoder(options, entry);
    const introspected = options.introspect && introspection(options.introspect);
    /** @type {readonly string[]} */
    const always = options.scopes ?? [];

    /**
     * @param {unknown} request
     * @param {unknown} [more]
     */
    return async (request, more) => {
      const scopes = more === undefined ? always : [...new Set([...always, ...(requestOptions(more).scopes ?? [])])];
      const token = bearerToken(request);
      try {
        if (token === undefined) throw missing("the request has no `Authorization: Bearer …`");
        const claims = await decode(token);
        let held = scopesOf(claims);
        if (introspected) {
          const answer = await introspected(token);
          // It may hold less by now, and never holds more than what was signed.
          const still = answer.scope === undefined ? held : scopesOf(answer);
          held = held.filter((scope) => still.includes(scope));
        }
        requireScopes(scopes, held);
        return { claims, token };
      } catch (error) {
        throw error instanceof KeywardError ? refusal(error, scopes, options) : error;
      }
    };
  },
});

/**
 * Media types of an access token (RFC 9068 section 2.1; `JWT` is what most servers write). A token of another type under the
 * same key was made for something else (RFC 8725 section 3.11).
 */
const TYPES = [undefined, "jwt", "at+jwt", "application/at+jwt", "application/jwt"];

/**
 * A function that resolves to the claims of a good token. What can never work is said at once, and not with the first request.
 *
 * @param {any} options
 * @param {Entry} entry
 * @returns {(token: string) => Promise<Record<string, unknown>>}
 */
function decoder(options, entry) {
  const checks = decodeOptions(options);
  const { keys, jwks, issuer } = options;
  const given = [keys, jwks].filter((each) => each !== undefined).length;
  if (given > 1) throw refused("options `keys` and `jwks`: expected one of them, got both");
  if (given === 0 && typeof issuer !== "string")
    throw refused("expected one of the options `keys`, `jwks` and `issuer`, to know what tokens are signed with");

  /** @type {(token: string, keys: unknown) => Record<string, unknown>} */
  const decode = (token, keys) => {
    const { header, claims } = entry.decodeComplete(token, keys, checks);
    const { typ } = header;
    if (checks.type === undefined && !TYPES.includes(typ?.toLowerCase()))
      throw new KeywardError(
        "ERR_TOKEN_CLAIM",
        'header `typ`: expected none, "JWT" or "at+jwt", or what the option `type` says',
        "typ",
      );
    return claims;
  };

  const source = given === 0 ? { issuer } : (jwks ?? keys);
  if (jwks === undefined && given > 0 && !isRemote(source)) {
    let own = ownKeys(source, options.algorithms, entry);
    tryOut(decode, own);
    return async (token) => {
      // After a trap the wasm has no keys any more; those that were made here are made again.
      if (own !== source && own[LIVES]?.() === false) own = ownKeys(source, options.algorithms, entry);
      return decode(token, own);
    };
  }
  const set = isRemote(source) ? source : remote(entry).remoteKeySet(source);
  tryOut(decode, entry.KeySet.fromJwkSet({ keys: [] }));
  return async (token) => decode(token, await set.for(token));
}

/**
 * Decodes what is no token, to hear about the keys and the options.
 *
 * @param {(token: string, keys: unknown) => unknown} decode
 * @param {unknown} keys
 */
function tryOut(decode, keys) {
  try {
    decode("", keys);
  } catch (error) {
    if (!(error instanceof KeywardError && error.code === "ERR_TOKEN_FORMAT")) throw error;
  }
}
