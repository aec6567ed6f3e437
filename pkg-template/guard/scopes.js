// The scopes of a token.
import { KeywardError } from "../internal/error.js";

/**
 * `scope` is a list with spaces between (RFC 9068 section 2.2.3, RFC 8693 section 4.2). Microsoft's and Okta's tokens have
 * `scp`, a text or a list; what some others have as `scope` is a list too.
 *
 * @param {Record<string, unknown>} claims
 * @returns {string[]}
 */
export function scopesOf({ scope, scp }) {
  const named = scope ?? scp;
  if (typeof named === "string") return named.split(" ").filter(Boolean);
  return Array.isArray(named) ? named.filter((each) => typeof each === "string") : [];
}

/**
 * Throws where a scope is missing.
 *
 * @param {readonly string[]} needed
 * @param {readonly string[]} held
 */
export function requireScopes(needed, held) {
  const lacking = needed.filter((scope) => !held.includes(scope));
  if (lacking.length > 0)
    throw new KeywardError(
      "ERR_TOKEN_SCOPE",
      `the token has not the scope ${lacking.map((scope) => `"${scope}"`).join(", ")}`,
      "scope",
    );
}
