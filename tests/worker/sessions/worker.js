// The built Worker, whose accounts' objects do more when they are asked at POST /object: they run SQL, say what they hold,
// put their clock forward for an alarm, and have faults. The KV has faults, too.
import keyward, { Account as Built, Throttle } from "../../../build/index.js";

/** KV writes fail so many times. */
let failures = 0;

function fail() {
  if (failures === 0) return;
  failures -= 1;
  throw new Error("KV PUT failed: 429 Too Many Requests");
}

const failing = (namespace) => ({
  get: (...args) => namespace.get(...args),
  list: (...args) => namespace.list(...args),
  async put(...args) {
    fail();
    return namespace.put(...args);
  },
  async delete(...args) {
    fail();
    return namespace.delete(...args);
  },
});

export { Throttle };

export class Account extends Built {
  #held = null;

  constructor(ctx, env) {
    super(ctx, { ...env, AUTH: failing(env.AUTH) });
  }

  /** The answer of a call that was carried out waits until it may go. */
  async call(...args) {
    const answer = await super.call(...args);
    await this.#held?.promise;
    return answer;
  }

  async probe(what, ...args) {
    return this[`_${what}`](...args);
  }

  _hold() {
    this.#held = Promise.withResolvers();
  }

  _release() {
    this.#held?.resolve();
    this.#held = null;
  }

  _sql(statement, ...values) {
    return this.ctx.storage.sql.exec(statement, ...values).toArray();
  }

  /** All rows of all tables; bytes in hexadecimal digits. */
  _dump() {
    const tables = this._sql(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
    );
    const readable = ([name, value]) => [name, value instanceof ArrayBuffer ? hex(value) : value];
    const rows = (name) =>
      this._sql(`SELECT * FROM ${name}`).map((row) => Object.fromEntries(Object.entries(row).map(readable)));
    return Object.fromEntries(tables.map(({ name }) => [name, rows(name)]));
  }

  /** The next transaction throws when all its statements have run. */
  _fail() {
    const { storage } = this.ctx;
    const { transactionSync } = Object.getPrototypeOf(storage);
    storage.transactionSync = (run) => {
      delete storage.transactionSync;
      return transactionSync.call(storage, () => {
        run();
        throw new Error("a fault after the write");
      });
    };
  }

  /** What the alarm does so many seconds from now; when the next one is, in seconds since the epoch. */
  async _alarm(seconds) {
    const { now } = Date;
    Date.now = () => now() + 1000 * seconds;
    try {
      await this.ctx.storage.deleteAlarm();
      await this.alarm();
    } finally {
      Date.now = now;
    }
    return this._next();
  }

  async _next() {
    const time = await this.ctx.storage.getAlarm();
    return time === null ? null : time / 1000;
  }
}

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The name of a user's object. */
async function place(username) {
  return hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(username)));
}

export default {
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    if (pathname === "/object") {
      const [username, what, ...args] = await request.json();
      try {
        return Response.json({ value: await env.ACCOUNTS.getByName(await place(username)).probe(what, ...args) });
      } catch (error) {
        return Response.json({ error: String(error) });
      }
    }
    if (pathname === "/kv") {
      const { key, value, remove, fail } = await request.json();
      if (fail !== undefined) failures = fail;
      if (value !== undefined) await env.AUTH.put(key, value);
      if (remove) await env.AUTH.delete(key);
      return Response.json({ value: key === undefined ? null : await env.AUTH.get(key) });
    }
    return keyward.fetch(request, env, ctx);
  },
};
