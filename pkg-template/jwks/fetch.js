// A JSON document of another server's, within limits: of time, of bytes, of whom it may come from.
import { KeywardError } from "../internal/error.js";
import { refused } from "../internal/options.js";

/**
 * @typedef {(address: string, init: RequestInit) => Promise<Response>} Fetch
 * @typedef {{ fetch: Fetch, timeout: number, signal?: AbortSignal }} Means
 * @typedef {{ value: unknown, headers: Headers }} Document
 */

/** Bytes. The sets of large providers, with their certificates, have some ten thousand. */
const MAX_BYTES = 256 * 1024;
/** As many as nobody needs. */
const MAX_REDIRECTS = 3;
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Where something may be fetched from: HTTPS, and on this machine HTTP too.
 *
 * @param {string | URL} address
 * @returns {URL | undefined}
 */
export function secureUrl(address) {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || url.username || url.password) return undefined;
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname)) ? url : undefined;
}

/**
 * RFC 6761 section 6.3, RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3; a URL has written the address in one way.
 *
 * @param {string} host
 */
const isLoopback = (host) =>
  host === "localhost" || host.endsWith(".localhost") || /^127(\.\d+){3}$/.test(host) || host === "[::1]";

export const SECURE = "an https:// address (http:// only on this machine), without a user name or password in it";

/**
 * A check of an option, or of an argument, that is such an address.
 *
 * @type {import("../internal/options.js").Check}
 */
export function address(value, name) {
  const url = typeof value === "string" || value instanceof URL ? secureUrl(value) : undefined;
  if (!url) throw refused(`option \`${name}\`: expected ${SECURE}`);
  return url;
}

/**
 * What went wrong with an answer. `isRefusal` where the server was there and has no such document.
 *
 * @param {URL} url
 * @param {string} problem
 * @param {{ cause?: unknown, isRefusal?: boolean }} [details]
 */
export function failure(url, problem, { cause, isRefusal = false } = {}) {
  // Without the query, where some put a secret.
  const error = new KeywardError("ERR_FETCH", `${url.origin}${url.pathname}: ${problem}`);
  if (cause !== undefined) error.cause = cause;
  return Object.assign(error, { isRefusal });
}

/**
 * Fetches JSON. Redirects are followed within one origin, and never with a body.
 *
 * @param {URL} url
 * @param {Means} means
 * @param {{ headers?: Record<string, string>, body?: string }} [request] a body is a form that is posted
 * @returns {Promise<Document>}
 */
export async function fetchJson(url, { fetch, timeout, signal }, { headers = {}, body } = {}) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`no answer within ${timeout / 1000} s`)), timeout);
  const ended = signal ? AbortSignal.any([late.signal, signal]) : late.signal;
  /** @type {RequestInit} */
  const init = { headers: { accept: "application/json", ...headers }, redirect: "manual", signal: ended };
  if (body !== undefined) {
    init.method = "POST";
    init.body = body;
    init.headers = { ...init.headers, "content-type": "application/x-www-form-urlencoded" };
  }
  try {
    ended.throwIfAborted();
    return await orAborted(ended, async () => {
      const response = await follow(url, init, fetch);
      return { value: await json(url, response), headers: response.headers };
    });
  } catch (error) {
    if (error instanceof KeywardError) throw error;
    const reason = late.signal.aborted ? late.signal.reason.message : "it could not be fetched";
    throw failure(url, reason, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What `work` resolves to, but for a `fetch` that does not look at its signal no longer than that.
 *
 * @template T
 * @param {AbortSignal} signal
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
function orAborted(signal, work) {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    work()
      .finally(() => signal.removeEventListener("abort", abort))
      .then(resolve, reject);
  });
}

/**
 * What a promise resolves to, `undefined` where that takes longer. What others have begun is waited for in this way: in
 * Cloudflare Workers it ends together with the request for which it was begun, and then says nothing any more.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {number} milliseconds
 */
export async function atMost(promise, milliseconds) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Promise<undefined>} */
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {URL} url
 * @param {RequestInit} init
 * @param {Fetch} fetch
 */
async function follow(url, init, fetch) {
  let at = url;
  for (let redirects = 0; ; redirects += 1) {
    const response = await fetch(at.href, init);
    // A browser shows that there is a redirect, and not where to.
    if (response.type === "opaqueredirect") throw failure(url, "it redirects; use the address that it leads to");
    if (!REDIRECTS.includes(response.status)) return response;
    await discard(response);
    const location = response.headers.get("location");
    if (init.body !== undefined || !location || !URL.canParse(location, at))
      throw failure(url, `status ${response.status}, expected an answer`);
    const next = new URL(location, at);
    if (next.origin !== url.origin)
      throw failure(url, `it redirects to another origin, ${next.origin}; if that is right, use that address`);
    if (redirects === MAX_REDIRECTS) throw failure(url, `it redirects more than ${MAX_REDIRECTS} times`);
    at = next;
  }
}

/**
 * @param {URL} url
 * @param {Response} response
 */
async function json(url, response) {
  if (response.status !== 200) {
    await discard(response);
    const isRefusal = response.status >= 400 && response.status < 500 && response.status !== 429;
    throw failure(url, `status ${response.status}, expected 200`, { isRefusal });
  }
  const text = await limited(url, response);
  try {
    return /** @type {unknown} */ (JSON.parse(text));
  } catch {
    throw failure(url, "what came is not JSON", { isRefusal: true });
  }
}

/**
 * The text of a body that is not too long, whatever its length is said to be.
 *
 * @param {URL} url
 * @param {Response} response
 */
async function limited(url, response) {
  const decoder = new TextDecoder();
  let [text, length] = ["", 0];
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > MAX_BYTES) {
      await reader.cancel().catch(() => {});
      throw failure(url, `what came is longer than ${MAX_BYTES / 1024} KiB`);
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * A body that nobody reads would keep its connection.
 *
 * @param {Response} response
 */
const discard = (response) => response.body?.cancel().catch(() => {});
