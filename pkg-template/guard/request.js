// The access token of a request: RFC 6750 section 2.1, the only way of the three that RFC 9700 section 4.3.2 leaves.

/**
 * The token, `undefined` where the request has none. Whether it is one, `decode` says.
 *
 * @param {any} request a Fetch Request, or what Node, Express, Fastify … call one
 * @returns {string | undefined}
 */
export function bearerToken(request) {
  const value = authorization(request);
  // RFC 9110 section 11.1: the scheme in any case, then at least one space.
  const [, token] = /^bearer(?: +(.*))?$/i.exec(value?.trim() ?? "") ?? [];
  return token || undefined;
}

/**
 * @param {any} request
 * @returns {string | undefined}
 */
function authorization(request) {
  const headers = request?.headers;
  if (typeof headers?.get === "function") return headers.get("authorization") ?? undefined;
  if (typeof headers !== "object" || headers === null)
    throw new TypeError("request: expected a Request, or a request of Node's http with its `headers`");
  // Node keeps the first of two. Two are no token: another server on the way may have looked at the other one.
  const every = request.headersDistinct?.authorization ?? headers.authorization;
  return Array.isArray(every) ? every.join(", ") : every;
}
