// Who is compared, and how each is asked to log somebody in.
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CLIENT, CLIENTS, COOKIE, TOKENS } from "./sessions.mjs";
import { startWorkerd } from "./workerd.mjs";

export const KEYWARD = "keyward";
export const STRICT = "keyward, `SESSION_CHECK=strict`";
export const SESSIONLESS = "keyward without sessions";
export const BARE = "keyward without its objects";
export const HONO = "Hono + jose + @phi-ag/argon2";
export const FURNISHED = "the same with keyward's headers and log line";
export const FASTAPI = "the tutorial on FastAPI, uvicorn";
export const BETTER_AUTH = "better-auth, with its own scrypt";
export const PROLONGED = "better-auth, a session that is prolonged each time";

/** Of the page whose form better-auth gets. */
const ORIGIN = "https://auth.example.com";
export const SECRET_KEY = randomBytes(32).toString("hex");
/** The tutorial's: m=65536,t=3,p=4 and the password `secret`. */
export const HASH = "$argon2id$v=19$m=65536,t=3,p=4$wagCPXjifgvUFBzq4hqe3w$CYaIb8sB+wtD+Vu/P4uod1+Qof8h+1g7bbDlBID48Rc";
/** So many users the tutorial knows from its start; the Workers' KV is filled anew for each scenario. */
export const KNOWN = 1000;

/**
 * Nobody is turned away for coming at the same moment as others, and failures are answered when they are known: what they
 * cost is seen, not when they are answered.
 */
const SETTINGS = { SECRET_KEY, CLIENTS, LOGIN_QUEUE: "64", LOGIN_QUEUE_CLIENT: "64", LOGIN_FAILURE_MS: "0" };
const HONOS = { SECRET_KEY, CLIENT_ID: CLIENT.id, CLIENT_SECRET: CLIENT.secret };

/** @typedef {{ username: string, password: string, address: string }} Login `address` is the client's. */
/** @typedef {{ method: string, path: string, headers: Record<string, string>, body: string }} Asked */

/**
 * `start()` resolves to `{ origin, fill(users, hash), stop() }`, those in workerd also have `memory()` and `cpu()`; it takes
 * variables in place of those above. `login` makes a request of a login, a form on `/token` where there is none; `way` is
 * what sessions are asked with.
 *
 * @type {Record<string, {
 *   start: (vars?: Record<string, string>) => Promise<any>,
 *   login?: (login: Login) => Asked, way?: import("./sessions.mjs").Way,
 * }>}
 */
export const CONTENDERS = {
  [KEYWARD]: { start: (vars = SETTINGS) => startWorkerd("keyward", vars), way: TOKENS },
  [STRICT]: { start: () => startWorkerd("keyward", { ...SETTINGS, SESSION_CHECK: "strict" }), way: TOKENS },
  [SESSIONLESS]: { start: () => startWorkerd("keyward", SETTINGS, { objects: ["THROTTLE"] }) },
  [BARE]: { start: (vars = SETTINGS) => startWorkerd("keyward", vars, { objects: [] }) },
  [HONO]: { start: () => startWorkerd("hono", { ...HONOS, BARE: "true" }), way: TOKENS },
  [FURNISHED]: { start: () => startWorkerd("hono", HONOS), way: TOKENS },
  [FASTAPI]: { start: fastapi },
  [BETTER_AUTH]: { start: () => startWorkerd("better-auth", { SECRET_KEY, ORIGIN }), login: signIn, way: COOKIE },
  [PROLONGED]: {
    start: () => startWorkerd("better-auth", { SECRET_KEY, ORIGIN, UPDATE_AGE: "0" }),
    login: signIn,
    way: COOKIE,
  },
};

/** The request with which a contender is asked to log somebody in. */
export const loginAt = (name, login) => (CONTENDERS[name].login ?? token)(login);

function token({ username, password, address }) {
  return {
    method: "POST",
    path: "/token",
    headers: { "content-type": "application/x-www-form-urlencoded", "cf-connecting-ip": address },
    body: new URLSearchParams({ grant_type: "password", username, password }).toString(),
  };
}

function signIn({ username, password, address }) {
  return {
    method: "POST",
    path: "/api/auth/sign-in/email",
    headers: { "content-type": "application/json", origin: ORIGIN, "cf-connecting-ip": address },
    body: JSON.stringify({ email: `${username}@example.com`, password }),
  };
}

/** The reference of the conformance suite: one process, as the tutorial starts it. */
async function fastapi() {
  const { startReference } = await import("../../tests/conformance/reference.mjs");
  const folder = mkdtempSync(join(tmpdir(), "keyward-bench-fastapi-"));
  const file = join(folder, "users.json");
  const users = Array.from({ length: KNOWN }, (_, index) => {
    const username = `user-${index}`;
    const email = `${username}@example.com`;
    return [username, { username, email, full_name: "John Doe", disabled: false, hashed_password: HASH }];
  });
  writeFileSync(file, JSON.stringify(Object.fromEntries(users)));
  const server = await startReference({ SECRET_KEY, USERS_FILE: file });
  return {
    origin: server.origin,
    fill: async () => {},
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
