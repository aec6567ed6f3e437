// What the tests of accounts share: requests in JSON, each from a network of its own, and what was mailed.
import { PATIENCE } from "../../support/patience.mjs";
import { answer, person } from "../support.mjs";
import { kv } from "../sessions/support.mjs";

export const GOOD = "correct horse battery staple";

let next = 0;

/** A network that nothing has come from, so that no limit is met by chance. */
export function network() {
  next += 1;
  return [["CF-Connecting-IP", `10.${(next >> 16) & 255}.${(next >> 8) & 255}.${next & 255}`]];
}

/** An address that nobody has. */
export function address(name = "somebody") {
  next += 1;
  return `${name}-${next}@example.com`;
}

/**
 * A request with JSON; `token` is an access token.
 *
 * @param {any} worker
 * @param {string} request such as `POST /auth/register`
 * @param {any} [body]
 * @param {{ token?: string, headers?: string[][] }} [options]
 */
export function call(worker, request, body, { token, headers = network() } = {}) {
  const [method, target] = request.split(" ");
  const bearer = token === undefined ? [] : [["Authorization", `Bearer ${token}`]];
  const typed = body === undefined ? [] : [["Content-Type", "application/json"]];
  const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body), "utf8");
  return answer(worker, { method, target, headers: [...typed, ...bearer, ...headers], body: content });
}

/** Status and body, which is what most tests look at. */
export const said = ({ status, body }) => [status, body];

/** POST /auth/register; resolves to the user. */
export async function register(worker, email = address(), more = {}) {
  const { status, body } = await call(worker, "POST /auth/register", { email, password: GOOD, ...more });
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

/** Logs in; resolves to the pair of tokens. */
export async function enter(worker, username, password = GOOD, more = {}, headers = network()) {
  const { status, body } = await logIn(worker, username, password, more, headers);
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return { access: body.access_token, refresh: body.refresh_token };
}

/** POST /token, or another target. */
export function logIn(worker, username, password = GOOD, more = {}, headers = network(), target = "/token") {
  return answer(worker, {
    method: "POST",
    target,
    headers: [["Content-Type", "application/x-www-form-urlencoded"], ...headers],
    body: new URLSearchParams({ username, password, ...more }).toString(),
  });
}

/** What was mailed to an address, the newest first. */
export async function mails(worker, to) {
  const { body } = await call(worker, "GET /auth/outbox");
  return body.filter((mail) => mail.to === to);
}

/** The newest token of that kind for an address, when there are so many. They are kept while the answer is on its way. */
export async function mailed(worker, type, to, count = 1) {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const found = (await mails(worker, to)).filter((mail) => mail.type === type);
    if (found.length >= count) return found[0].token;
    if (Date.now() > deadline) throw new Error(`there are ${found.length} mails, not ${count}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A user with all that KV has of one, whose password is "secret". Resolves to the record. */
export async function put(worker, more = {}) {
  const email = address();
  const record = { ...person("quick"), username: email, email, id: crypto.randomUUID(), scopes: [], ...more };
  await kv(worker, { key: `user:${record.username}`, value: JSON.stringify(record) });
  await kv(worker, { key: `email:${record.email}`, value: record.username });
  await kv(worker, { key: `id:${record.id}`, value: record.username });
  return record;
}

/** The access token of an admin. */
export async function admin(worker) {
  const { username } = await put(worker, { scopes: ["admin"] });
  return (await enter(worker, username, "secret", { scope: "admin" })).access;
}
