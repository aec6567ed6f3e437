// How the tables beside this file write a request down. They are run in order, since one leads to the next; what one has
// found out stands in the `side` that it was sent to: tokens, ids, and what was mailed.

const JSON_TYPE = "application/json";

/**
 * An exchange. In the path `{vera}` stands for the id of that user. The body is JSON, or with `raw` what is sent; as a
 * function it gets the side, with what was mailed until then.
 *
 * @param {string} name
 * @param {string} request such as `POST /auth/register`
 * @param {any} [body]
 * @param {{ as?: string, type?: string | null, raw?: any, headers?: string[][], keep?: (side: any, body: any) => void }} [options]
 *   `as`: whose token it has; `keep`: what is done with the answer
 */
export function exchange(name, request, body, { as, type = JSON_TYPE, raw, headers = [], keep } = {}) {
  const [method, path] = request.split(" ");
  const build = (side) => {
    const content = raw ?? text(typeof body === "function" ? body(side) : body);
    const typed = content === undefined || type === null ? [] : [["Content-Type", type]];
    const bearer = as === undefined ? [] : [["Authorization", `Bearer ${side.tokens[as] ?? as}`]];
    const target = path.replace(/\{(\w+)\}/g, (_, who) => side.ids[who]);
    return { name, method, target, headers: [...typed, ...bearer, ...headers], body: content };
  };
  return { name, build, keep, mailed: typeof body === "function" };
}

/** JSON on the wire. */
const text = (body) => (body === undefined ? undefined : Buffer.from(JSON.stringify(body), "utf8"));

/**
 * POST /auth/jwt/login; the token is kept as that of `who`.
 *
 * @param {string} name
 * @param {string} username
 * @param {string} password
 * @param {{ who?: string, scope?: string }} [options]
 */
export function login(name, username, password, { who, scope } = {}) {
  const fields = { username, password, ...(scope && { scope }) };
  return form(name, fields, { keep: who && ((side, { access_token: token }) => (side.tokens[who] = token)) });
}

/** POST /auth/jwt/login with these fields. */
export const form = (name, fields, options = {}) =>
  exchange(name, "POST /auth/jwt/login", undefined, {
    type: "application/x-www-form-urlencoded",
    raw: new URLSearchParams(fields).toString(),
    ...options,
  });

/** The newest token that was mailed to an address. */
export const mailed = (side, type, to) => side.mails.find((mail) => mail.type === type && mail.to === to)?.token;

export const GOOD = "correct horse battery staple";
