// Whether a token that is good has been taken back: RFC 7662, asked of the server that issued it, and remembered for a while.
import { KeywardError } from "../internal/error.js";
import { atMost, failure, fetchJson } from "../jwks/fetch.js";

/**
 * @typedef {{ active: boolean, scope?: unknown }} Introspection
 * @typedef {{ answer: Promise<Introspection>, from: number, until: number }} Remembered
 * @typedef {import("../jwks/fetch.js").Means & {
 *   url: URL, clientId: string, clientSecret: string, cacheFor: number, cacheSize: number, headers: Record<string, string>,
 * }} Options
 */

/**
 * A function that resolves to what the server says of a token, or throws where it is no longer good. Where the server cannot
 * be asked, nothing passes.
 *
 * @param {Options} options
 */
export function introspection(options) {
  const { url, cacheFor, cacheSize, timeout } = options;
  const authorization = `Basic ${btoa([options.clientId, options.clientSecret].map(formEncoded).join(":"))}`;
  const headers = { ...options.headers, authorization };
  /**
   * The one that was asked about the longest ago comes first.
   *
   * @type {Map<string, Remembered>}
   */
  const known = new Map();

  /** @param {string} token */
  const ask = async (token) => {
    const body = `token=${formEncoded(token)}&token_type_hint=access_token`;
    const { value } = await fetchJson(url, options, { headers, body });
    const { active } = /** @type {any} */ (value) ?? {};
    if (typeof active !== "boolean") throw failure(url, "the answer does not say whether the token is `active`");
    return /** @type {Introspection} */ (value);
  };

  /**
   * What is known of the token, or will be.
   *
   * @param {string} token
   */
  const current = (token) => {
    const now = Date.now();
    const found = known.get(token);
    // Before that it was not asked: the clock was set back.
    if (found && now < found.until && now >= found.from) return found;
    const asked = { answer: ask(token), from: now, until: now + timeout };
    known.delete(token);
    if (known.size >= cacheSize) known.delete(/** @type {string} */ (known.keys().next().value));
    known.set(token, asked);
    asked.answer.then(
      () => {
        asked.from = Date.now();
        asked.until = asked.from + cacheFor;
      },
      () => known.get(token) === asked && known.delete(token),
    );
    return asked;
  };

  /** @param {string} token */
  return async (token) => {
    const entry = current(token);
    const answer = await atMost(entry.answer, timeout);
    if (!answer) throw failure(url, `no answer within ${timeout / 1000} s`);
    if (!answer.active)
      throw new KeywardError("ERR_TOKEN_REVOKED", "the server that issued the token says that it is not good");
    return answer;
  };
}

/**
 * RFC 6749 section 2.3.1 and appendix B.
 *
 * @param {string} text
 */
const formEncoded = (text) => new URLSearchParams([["", text]]).toString().slice(1);
