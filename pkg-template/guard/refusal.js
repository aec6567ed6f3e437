// What a request is answered that may not pass: RFC 6750 section 3, RFC 9728 section 5.1.
import { KeywardError } from "../internal/error.js";

/**
 * @typedef {{ realm?: string, resourceMetadata?: string }} Names
 * @typedef {{ status: number, detail: string, error?: string, description?: string, retryAfter?: number }} Answer
 */

/** @type {Answer} */
const INVALID = { status: 401, detail: "Could not validate credentials", error: "invalid_token" };

/**
 * By the error's code. What is not here is a token that is not good, and why is not for the client to know: only that it
 * has expired, which a client can do something about.
 *
 * @type {Record<string, Answer>}
 */
const ANSWERS = {
  // Section 3.1: who sent nothing is told of no error.
  ERR_TOKEN_MISSING: { status: 401, detail: "Not authenticated" },
  ERR_TOKEN_EXPIRED: { ...INVALID, description: "The access token expired" },
  ERR_TOKEN_SCOPE: { status: 403, detail: "Not enough permissions", error: "insufficient_scope" },
  ERR_FETCH: { status: 503, detail: "Tokens cannot be checked at the moment", retryAfter: 5 },
};

/**
 * The error, with the response that a client gets for it.
 *
 * @template {Error & { code: string }} E
 * @param {E} error
 * @param {readonly string[]} scopes those that the request needs
 * @param {Names} names
 * @returns {E & { readonly response: Response }}
 */
export function refusal(error, scopes, names) {
  const answer = ANSWERS[error.code] ?? INVALID;
  return Object.defineProperty(/** @type {any} */ (error), "response", {
    // A body can be read once, and an error be answered more than once.
    get: () => response(answer, scopes, names),
    configurable: true,
  });
}

/** @param {string} message */
export const missing = (message) => new KeywardError("ERR_TOKEN_MISSING", message);

/**
 * @param {Answer} answer
 * @param {readonly string[]} scopes
 * @param {Names} names
 */
function response({ status, detail, error, description, retryAfter }, scopes, { realm, resourceMetadata }) {
  const headers = new Headers({ "content-type": "application/json" });
  if (retryAfter) {
    headers.set("retry-after", String(retryAfter));
  } else {
    const parameters = Object.entries({
      realm,
      error,
      error_description: description,
      scope: scopes.join(" ") || undefined,
      resource_metadata: resourceMetadata,
    });
    const given = parameters.filter(([, value]) => value !== undefined).map(([name, value]) => `${name}="${value}"`);
    headers.set("www-authenticate", ["Bearer", given.join(", ")].join(" ").trim());
  }
  return new Response(JSON.stringify({ detail, error }), { status, headers });
}
