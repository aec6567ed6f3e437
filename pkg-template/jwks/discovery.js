// Where an issuer has its keys: OpenID Connect Discovery 1.0 section 4, RFC 8414 section 3.
import { failure, fetchJson, secureUrl } from "./fetch.js";

/**
 * The two places of the document. The first appends to the issuer's path, the second goes before it.
 *
 * @param {string} issuer
 */
function places(issuer) {
  const url = new URL(issuer);
  const path = url.pathname.replace(/\/$/, "");
  return [
    new URL(`${path}/.well-known/openid-configuration`, url),
    new URL(`/.well-known/oauth-authorization-server${path}`, url),
  ];
}

/**
 * The address of the issuer's JWK Set.
 *
 * @param {string} issuer
 * @param {import("./fetch.js").Means} means
 * @param {Record<string, string>} headers
 */
export async function discover(issuer, means, headers) {
  const [first, second] = places(issuer);
  let document;
  let place = first;
  try {
    document = await fetchJson(first, means, { headers });
  } catch (error) {
    // Who cannot be reached is not asked twice.
    if (!(/** @type {{ isRefusal?: boolean }} */ (error).isRefusal)) throw error;
    place = second;
    document = await fetchJson(second, means, { headers }).catch((cause) => {
      throw failure(second, `there is no document about the issuer, nor is there one at ${first.pathname}`, { cause });
    });
  }
  return keysOf(document.value, issuer, place);
}

/**
 * Both documents must say that they are the issuer's, to the letter: else one server could speak for another.
 *
 * @param {any} metadata
 * @param {string} issuer
 * @param {URL} place
 */
function keysOf(metadata, issuer, place) {
  const found = metadata?.issuer;
  if (found !== issuer) {
    const said = typeof found === "string" && /^[!-~]{1,200}$/.test(found) ? `"${found}"` : "another one, or none";
    throw failure(place, `the document's \`issuer\` is ${said}, expected "${issuer}", to the letter`);
  }
  const url = typeof metadata.jwks_uri === "string" ? secureUrl(metadata.jwks_uri) : undefined;
  if (!url) throw failure(place, "the document's `jwks_uri` is no https:// address");
  return url;
}
