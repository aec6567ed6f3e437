// What is asked, of whom, and by how many at once.
import { createHmac } from "node:crypto";
import {
  BARE,
  BETTER_AUTH,
  FASTAPI,
  FURNISHED,
  HONO,
  KEYWARD,
  KNOWN,
  PROLONGED,
  SECRET_KEY,
  SESSIONLESS,
  STRICT,
} from "./contenders.mjs";

/** How many users there are, where their number is not what is measured. */
const USERS = 10;
/** How many of the users ask for themselves, spread over all of them. */
const CLIENTS = 10;

/** Each user has an address. */
export const login = (index) => {
  const user = index % USERS;
  return { username: `user-${user}`, password: "secret", address: `10.0.0.${user + 1}` };
};
/** A block is not what is measured: every one comes from another address, and has another name. */
const stranger = (index) => `10.1.${(index >> 8) & 255}.${index & 255}`;
const wrong = (index) => ({ username: `user-${index % KNOWN}`, password: "wrong", address: stranger(index) });
const unknown = (index) => ({ username: `nobody-${index}`, password: "wrong", address: stranger(index) });

/**
 * Either `requests`, which the connections send round and round for a while, or logins: `login` is the one with a number,
 * `status` the answer to all of them, and `rate` how many there are for each second that a measurement should take. Or each
 * connection logs in, and what is measured is asked with its session, `asks`. `users` are in the store.
 *
 * @typedef {{
 *   title: string, connections: number, users: number, of: string[],
 *   requests?: (users: number) => object[],
 *   login?: (index: number) => import("./contenders.mjs").Login, status?: number, rate?: number,
 *   asks?: "refresh" | "me" | "introspect",
 * }} Scenario
 */

/** @type {Scenario[]} */
export const SCENARIOS = [
  ...[1, 8, 64].map((connections) => ({
    title: "`GET /users/me`",
    connections,
    users: USERS,
    of: [KEYWARD, HONO, FURNISHED, FASTAPI],
    requests: me,
  })),
  ...[1, 8].map((connections) => ({
    title: "`POST /token`, a login with a session",
    connections,
    users: USERS,
    of: [KEYWARD, SESSIONLESS, BARE, HONO, FASTAPI, BETTER_AUTH],
    login,
    status: 200,
    rate: connections === 1 ? 12 : 20,
  })),
  ...Object.entries({ "wrong password": wrong, "unknown name": unknown }).map(([title, login]) => ({
    title: `\`POST /token\`, ${title}`,
    connections: 1,
    users: KNOWN,
    of: [KEYWARD, HONO, FASTAPI],
    login,
    status: 401,
    rate: 12,
  })),
  ...[1, 8].map((connections) => ({
    title: "`POST /token`, a refresh",
    connections,
    users: USERS,
    of: [KEYWARD, HONO, PROLONGED],
    asks: /** @type {const} */ ("refresh"),
    rate: 300,
  })),
  ...[1, 8].map((connections) => ({
    title: "`GET /users/me`, `SESSION_CHECK=strict`",
    connections,
    users: USERS,
    of: [STRICT, KEYWARD, HONO, BETTER_AUTH],
    asks: /** @type {const} */ ("me"),
  })),
  ...[1, 8].map((connections) => ({
    title: "`POST /introspect`",
    connections,
    users: USERS,
    of: [KEYWARD, HONO],
    asks: /** @type {const} */ ("introspect"),
  })),
  ...[10_000, 100_000].map((users) => ({
    title: `\`GET /users/me\`, ${users.toLocaleString("en")} users in KV`,
    connections: 8,
    users,
    of: [KEYWARD, HONO, FURNISHED],
    requests: me,
  })),
];

/** `GET /users/me` with the tokens of users spread over all of them; made here, so that all servers get the same ones. */
function me(users) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const exp = Math.floor(Date.now() / 1000) + 7200;
  return Array.from({ length: CLIENTS }, (_, index) => {
    const sub = `user-${Math.floor((index * users) / CLIENTS)}`;
    const input = `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ sub, exp })}`;
    const token = `${input}.${createHmac("sha256", SECRET_KEY).update(input).digest("base64url")}`;
    return { method: "GET", path: "/users/me/", headers: { authorization: `Bearer ${token}` } };
  });
}
