// The keys of another server: fetched when they are needed, kept, and fetched again when they are old or a token names one
// that is not among them.
import { refused } from "../internal/options.js";
import { LIVES } from "../token/keys.js";
import { discover } from "./discovery.js";
import { SECURE, atMost, failure, fetchJson, secureUrl } from "./fetch.js";
import { lifetime } from "./freshness.js";
import { remoteOptions } from "./options.js";

/**
 * @typedef {import("./options.js").Options} Options
 * @typedef {import("../index.js").Jwk} Jwk
 * @typedef {object & { [LIVES]?(): boolean }} KeySet
 * @typedef {{ fromJwkSet(set: { keys: Jwk[] }): KeySet }} KeySetClass
 * @typedef {(token: string) => { header: { kid?: string } }} Peek
 * @typedef {{ keys: Jwk[], set: KeySet, names: Set<unknown>, heads: Set<string>, fetchedAt: number, freshUntil: number }} Fetched
 */

/** How many keys a set may have. */
const MAX_KEYS = 256;
/** How long keys are used that could not be fetched again, in milliseconds. */
const STALE_FOR = 24 * 60 * 60_000;
/** After a failure it is tried again a second later, then two, four …, and no later than after the cooldown. */
const FIRST_RETRY = 1000;
/** How many headers of tokens are remembered. All tokens of one key have the same one, but strangers send any. */
const MAX_HEADS = 100;

/** What a token needs that is not here: any keys at all, fresh ones, or the one it names. */
const NOTHING = 0;
const KEYS = 1;
const FRESH = 2;
const NAMED = 3;

/**
 * What `keyward/jwks` exports, on the classes of an entry point.
 *
 * @param {{ KeySet: KeySetClass, peek: Peek }} entry
 */
export const jwks = ({ KeySet, peek }) => ({
  /**
   * @param {unknown} where
   * @param {unknown} [options]
   */
  remoteKeySet: (where, options) => new RemoteKeySet(locator(where), remoteOptions(options), KeySet, peek),
});

/**
 * Finds the address of the set: known, or said by the issuer's metadata.
 *
 * @param {any} where
 * @returns {(options: Options) => Promise<URL> | URL}
 */
function locator(where) {
  if (typeof where === "string" || where instanceof URL) {
    const url = secureUrl(where);
    if (!url) throw refused(`the address of the JWK Set: expected ${SECURE}`);
    return () => url;
  }
  const issuer = where?.issuer;
  // RFC 8414 section 2: no query and no fragment.
  if (typeof issuer !== "string" || !secureUrl(issuer) || /[?#]/.test(issuer))
    throw refused(`expected the address of a JWK Set, or { issuer } with ${SECURE}, and without a query`);
  return (options) => discover(issuer, options, options.headers);
}

class RemoteKeySet {
  #locate;
  #options;
  #KeySet;
  #peek;
  /** @type {Fetched | undefined} */
  #current;
  /**
   * What the last attempt failed with, and how many have since one did not.
   *
   * @type {Error | undefined}
   */
  #failure;
  #failures = 0;
  #askedAt = Number.NEGATIVE_INFINITY;
  /**
   * The request that is on its way, and when it must have ended.
   *
   * @type {{ done: Promise<true>, until: number } | undefined}
   */
  #pending;

  /**
   * @param {ReturnType<typeof locator>} locate
   * @param {Options} options
   * @param {KeySetClass} KeySet
   * @param {Peek} peek
   */
  constructor(locate, options, KeySet, peek) {
    this.#locate = locate;
    this.#options = options;
    this.#KeySet = KeySet;
    this.#peek = peek;
  }

  /**
   * The keys to decode this token with, or without a token those that there are.
   *
   * @param {string} [token]
   */
  async for(token) {
    let need = this.#need(token);
    // Whoever needs fresh ones while somebody fetches them, goes on with those that there are.
    while (need === KEYS || need === NAMED) {
      const pending = this.#pending;
      const left = pending ? pending.until - Date.now() : 0;
      if (!pending || left <= 0) break;
      if (await atMost(pending.done, left)) return this.#answer(this.#need(token));
    }
    if (need !== NOTHING && this.#mayAsk(need)) {
      await this.#ask();
      need = this.#need(token);
    }
    return this.#answer(need);
  }

  /** @param {string | undefined} token */
  #need(token) {
    if (!this.#current || !this.#isUsable()) return KEYS;
    if (!this.#knows(token, this.#current)) return NAMED;
    return Date.now() < this.#current.freshUntil && Date.now() >= this.#current.fetchedAt ? NOTHING : FRESH;
  }

  /**
   * Whether the key that the token names is there. One that names none, or cannot be read, is for `decode`.
   *
   * @param {string | undefined} token
   * @param {Fetched} current
   */
  #knows(token, { names, heads }) {
    if (typeof token !== "string") return true;
    const head = token.slice(0, token.indexOf("."));
    if (heads.has(head)) return true;
    let name;
    try {
      name = this.#peek(token).header.kid;
    } catch {
      return true;
    }
    // `null` is as if it were not there, as in `decode`.
    if (name != null && !names.has(name)) return false;
    if (heads.size < MAX_HEADS) heads.add(head);
    return true;
  }

  #isUsable() {
    return this.#current !== undefined && Date.now() < this.#current.freshUntil + STALE_FOR;
  }

  /** @param {number} need */
  #mayAsk(need) {
    if (this.#pending && Date.now() < this.#pending.until) return false;
    const { cooldown } = this.#options;
    const since = Date.now() - this.#askedAt;
    // The clock was set back.
    if (since < 0) return true;
    if (this.#failures > 0) return since >= Math.min(cooldown, FIRST_RETRY * 2 ** (this.#failures - 1));
    return need !== NAMED || since >= cooldown;
  }

  /** Fetches the set. It never rejects; what went wrong is kept. */
  #ask() {
    this.#askedAt = Date.now();
    // Discovery takes up to two requests more.
    const until = this.#askedAt + 3 * this.#options.timeout;
    const done = this.#fetch();
    this.#pending = { done, until };
    return done;
  }

  async #fetch() {
    try {
      const url = await this.#locate(this.#options);
      const { value, headers } = await fetchJson(url, this.#options, { headers: this.#options.headers });
      const keys = usable(value, url);
      const fetchedAt = Date.now();
      const { cacheFor, cooldown } = this.#options;
      const freshFor = Math.max(Math.min(lifetime(headers) ?? cacheFor, cacheFor), cooldown);
      this.#current = {
        keys,
        set: this.#KeySet.fromJwkSet({ keys }),
        names: new Set(keys.map(({ kid }) => kid)),
        heads: new Set(),
        fetchedAt,
        freshUntil: fetchedAt + freshFor,
      };
      this.#failures = 0;
      this.#failure = undefined;
    } catch (error) {
      this.#failures += 1;
      this.#failure = /** @type {Error} */ (error);
    }
    this.#pending = undefined;
    return /** @type {const} */ (true);
  }

  /** @param {number} need */
  #answer(need) {
    // Whether an unknown key is the issuer's newest, nobody can say who could not ask.
    if (!this.#current || need === KEYS || (need === NAMED && this.#failure)) throw this.#failure;
    const { set, keys } = this.#current;
    if (set[LIVES]?.() === false) this.#current.set = this.#KeySet.fromJwkSet({ keys });
    return this.#current.set;
  }
}

/**
 * The keys of a set that a stranger may see. With a secret, or a private key, that everybody has, everybody signs.
 *
 * @param {any} set
 * @param {URL} url
 * @returns {Jwk[]}
 */
function usable(set, url) {
  if (!Array.isArray(set?.keys)) throw failure(url, "what came is no JWK Set: it has no list `keys`");
  if (set.keys.length > MAX_KEYS) throw failure(url, `the set has more than ${MAX_KEYS} keys`);
  const keys = set.keys.filter(
    // `d: null` is no `d`: so .NET writes what is not there.
    (/** @type {any} */ key) => typeof key === "object" && key !== null && key.kty !== "oct" && key.d == null,
  );
  if (keys.length === 0) throw failure(url, "the set has no public key");
  return keys;
}
