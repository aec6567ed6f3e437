// What each request asks of the objects and of KV, counted in workerd.
import { randomBytes } from "node:crypto";
import { Failure } from "../../scripts/lib/run.mjs";
import { KEYWARD, loginAt } from "../http/contenders.mjs";
import { CHEAP } from "../http/cpu.mjs";
import { CLIENTS, TOKENS } from "../http/sessions.mjs";
import { startWorkerd } from "../http/workerd.mjs";

/** So many sessions the largest object has, by default. */
const MOST = 50;

/** @typedef {{ requests: number, rows: number, alarms: number, bytes: number }} Object */
/** @typedef {{ kv: { read: number, written: number }, Account: Object, Throttle: Object }} Counts */

/**
 * Resolves to what was counted by request, and to the bytes of an object with one session, with two and with the most.
 *
 * @returns {Promise<{ rows: [string, Counts][], bytes: { one: number, two: number, most: number } }>}
 */
export async function measureOperations() {
  const settings = { SECRET_KEY: randomBytes(32).toString("hex"), CLIENTS, LOGIN_FAILURE_MS: "0" };
  const kv = await counted(settings);
  const strict = await counted({ ...settings, SESSION_CHECK: "strict" });
  try {
    return await measure(kv, strict);
  } finally {
    await kv.stop();
    await strict.stop();
  }
}

async function measure(kv, strict) {
  const rows = /** @type {[string, Counts][]} */ ([]);
  /** Asks one thing, and notes what that took. */
  const note = async (title, request, { of = kv, status = 200 } = {}) => {
    await of.counts();
    const session = await of.ask(request, status);
    rows.push([title, await of.counts()]);
    return session;
  };
  const first = await note("the first login", LOGIN);
  const second = await note("a login", LOGIN);
  const next = await note("a refresh", refresh(first));
  await note("the same again (a lost answer, a second tab)", refresh(first));
  await note("`GET /users/me`", TOKENS.me(next));
  const there = await strict.ask(LOGIN);
  await note("`GET /users/me`, `SESSION_CHECK=strict`", TOKENS.me(there), { of: strict });
  await note("`POST /introspect`", TOKENS.introspect?.(next));
  await note("`GET /users/me/sessions`", authorized("GET", "/users/me/sessions", next));
  await note("a logout", authorized("POST", "/auth/jwt/logout", second), { status: 204 });
  await kv.ask(refresh(next));
  await note("a refresh token that comes again too late", refresh(first), { status: 400 });
  const last = await kv.ask(LOGIN);
  await note("a logout everywhere", authorized("DELETE", "/users/me/sessions", last), { status: 204 });
  for (let session = 0; session < MOST; session += 1) await kv.ask(LOGIN);
  const [one, two] = rows.map(([, { Account }]) => Account.bytes);
  return { rows, bytes: { one, two, most: (await kv.counts()).Account.bytes } };
}

const LOGIN = loginAt(KEYWARD, { username: "user-0", password: CHEAP.password, address: "10.0.0.1" });
const refresh = (session) => TOKENS.refresh(session, "10.0.0.1");
const authorized = (method, path, { access }) => ({ method, path, headers: { authorization: `Bearer ${access}` } });

/** The Worker with one user, and what is asked of it. */
async function counted(settings) {
  const server = await startWorkerd("counting", settings);
  const fetched = async ({ path, ...options }, status) => {
    const response = await fetch(server.origin + path, options);
    const text = await response.text();
    if (response.status !== status) throw new Failure(`${path}: ${response.status} ${text.slice(0, 300)}`);
    return { response, text };
  };
  await server.fill(1, CHEAP.hash);
  return {
    stop: server.stop,
    counts: async () => JSON.parse((await fetched({ path: "/counts" }, 200)).text),
    /** Resolves to the session, where the answer has one. */
    ask: async (request, status = 200) => {
      const { response, text } = await fetched(request, status);
      return text.includes("access_token") ? TOKENS.opened(response, text) : undefined;
    },
  };
}
