// What is asked with an open session, in the way of tokens or in that of a cookie.
import { createHash } from "node:crypto";

/** The client that asks about tokens; it is no secret here. */
export const CLIENT = { id: "bench", secret: "0123456789abcdef0123456789abcdef0123456789a" };

/** It as keyward's setting. */
export const CLIENTS = JSON.stringify([
  {
    client_id: CLIENT.id,
    hashed_secret: createHash("sha256").update(CLIENT.secret).digest("base64url"),
    may: ["introspect"],
  },
]);

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const form = (fields) => new URLSearchParams(fields).toString();

/**
 * `opened` reads a session from the answer to a login or a refresh, of which `before` is the session; the others make requests
 * of one. `address` is the client's.
 *
 * @typedef {{ access?: string, refresh?: string, cookie?: string }} Session
 * @typedef {{
 *   opened: (response: Response, text: string, before?: Session) => Session,
 *   refresh: (session: Session, address: string) => object,
 *   me: (session: Session) => object,
 *   introspect?: (session: Session) => object,
 * }} Way
 */

/** @type {Way} */
export const TOKENS = {
  opened(_response, text) {
    const { access_token: access, refresh_token: refresh } = JSON.parse(text);
    return { access, refresh };
  },
  refresh: ({ refresh }, address) => ({
    method: "POST",
    path: "/token",
    headers: { ...FORM, "cf-connecting-ip": address },
    body: form({ grant_type: "refresh_token", refresh_token: refresh }),
  }),
  me: ({ access }) => ({ method: "GET", path: "/users/me/", headers: { authorization: `Bearer ${access}` } }),
  introspect: ({ access }) => ({
    method: "POST",
    path: "/introspect",
    headers: {
      ...FORM,
      authorization: `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString("base64")}`,
    },
    body: form({ token: access }),
  }),
};

const mine = ({ cookie }) => ({ method: "GET", path: "/api/auth/get-session", headers: { cookie } });

/** better-auth's: a session is a row, and asking for it is what prolongs it. @type {Way} */
export const COOKIE = {
  opened(response, _text, before) {
    const pairs = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
    return pairs.length > 0 ? { cookie: pairs.join("; ") } : before;
  },
  refresh: mine,
  me: mine,
};
