// What the tests of sessions share: the Worker whose objects can be looked into, and the requests.
import { createHash, randomBytes } from "node:crypto";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { patientFetch } from "../../support/patience.mjs";
import { startWorker } from "../harness.mjs";
import { answer, login, person } from "../support.mjs";

export const DAY = 24 * 3600;

/** What wrangler.toml has of the objects. */
export const OBJECTS = {
  compatibility_flags: ["no_nodejs_compat", "enable_request_signal"],
  durable_objects: {
    bindings: [
      { name: "ACCOUNTS", class_name: "Account" },
      { name: "THROTTLE", class_name: "Throttle" },
    ],
  },
  migrations: [{ tag: "v1", new_sqlite_classes: ["Account", "Throttle"] }],
};

/** A client that may introspect. */
export const API = { id: "api", secret: randomBytes(32).toString("base64url") };

export const CLIENTS = JSON.stringify([
  {
    client_id: API.id,
    hashed_secret: createHash("sha256").update(API.secret).digest("base64url"),
    may: ["introspect"],
  },
]);

/**
 * What a Worker that is sessions/worker.js is started with.
 *
 * @param {{ secret: string, persist?: string, vars?: Record<string, string> }} options
 */
export const withSessions = ({ vars, ...options }) => ({
  ...options,
  vars: { CLIENTS, ...vars },
  config: { ...OBJECTS, main: inRoot("tests/worker/sessions/worker.js") },
});

/** Starts it. @param {Parameters<typeof withSessions>[0]} options */
export const startSessions = (options) => startWorker(withSessions(options));

/** Asks what sessions/worker.js has besides; rejects where that failed. */
async function ask(worker, path, body) {
  const response = await patientFetch(worker.origin + path, { method: "POST", body: JSON.stringify(body) });
  const { value, error } = await response.json();
  if (error !== undefined) throw new Error(error);
  return value;
}

/** Something of a user's object, which answers to what is called `_<what>` there. */
export const object = (worker, username, what, ...args) => ask(worker, "/object", [username, what, ...args]);

/** SQL in its database; resolves to the rows. */
export const sql = (worker, username, statement, ...values) => object(worker, username, "sql", statement, ...values);

/** @param {any} worker @param {{ key?: string, value?: string, remove?: boolean, fail?: number }} what */
export const kv = (worker, what) => ask(worker, "/kv", what);

/** What KV says to have ended of a user's. */
export const published = async (worker, username) => JSON.parse(await kv(worker, { key: `ended:${username}` }));

let next = 0;

/** A user of the test's own, with the password "secret" and a hash that takes no time. Resolves to the name. */
export async function user(worker, more = {}) {
  next += 1;
  const username = `somebody-${next}`;
  await kv(worker, { key: `user:${username}`, value: JSON.stringify({ ...person("quick"), username, ...more }) });
  return username;
}

/** Logs in; resolves to the access token and the refresh token. */
export async function enter(worker, username, more = {}, options = undefined) {
  const { status, body } = await login(worker, username, "secret", more, options);
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return { access: body.access_token, refresh: body.refresh_token };
}

/** A form in a POST. */
export const form = (target, fields, headers = []) => ({
  method: "POST",
  target,
  headers: [["Content-Type", "application/x-www-form-urlencoded"], ...headers],
  body: new URLSearchParams(fields).toString(),
});

export const refreshing = (token, more = {}, headers = []) =>
  form("/token", { grant_type: "refresh_token", refresh_token: token, ...more }, headers);

export const refresh = (worker, token, more = {}, headers = []) => answer(worker, refreshing(token, more, headers));

/** The pair that a refresh gave. */
export async function refreshed(worker, token, more = {}, headers = []) {
  const { status, body } = await refresh(worker, token, more, headers);
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return { access: body.access_token, refresh: body.refresh_token };
}

export const revoke = (worker, token) => answer(worker, form("/revoke", { token }));

/** What the client `api` hears of a token. */
export async function introspect(worker, token, headers = []) {
  const credentials = Buffer.from(`${API.id}:${API.secret}`).toString("base64");
  const { status, body } = await answer(
    worker,
    form("/introspect", { token }, [["Authorization", `Basic ${credentials}`], ...headers]),
  );
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

/** A request with an access token. */
export const bearer = (worker, method, target, token, headers = []) =>
  answer(worker, { method, target, headers: [["Authorization", `Bearer ${token}`], ...headers] });

/** The status of /users/me. */
export const me = async (worker, { access }) => (await bearer(worker, "GET", "/users/me", access)).status;

/** Which one of its session's a refresh token is. */
export const generation = (token) => Buffer.from(token.slice("kwr_".length), "base64url").readUInt32BE(21);
