// keyward's Worker, and what it asks of its Durable Objects and of KV: GET /counts gives the sums since the last time.
import worker, * as keyward from "./built.js";

const zero = () => ({ kv: { read: 0, written: 0 }, Account: object(), Throttle: object() });
const object = () => ({ requests: 0, rows: 0, alarms: 0, bytes: 0 });
let counts = zero();

/** `target`, of which `replaced` has other members. */
const over = (target, replaced) =>
  new Proxy(target, {
    get(_, name) {
      if (Object.hasOwn(replaced, name)) return replaced[name];
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });

function countedEnv(env) {
  const AUTH = over(env.AUTH, {
    get(...all) {
      counts.kv.read += 1;
      return env.AUTH.get(...all);
    },
    put(...all) {
      counts.kv.written += 1;
      return env.AUTH.put(...all);
    },
  });
  return { ...env, AUTH };
}

function countedContext(ctx, name) {
  const { storage } = ctx;
  const sql = over(storage.sql, {
    exec(...all) {
      const cursor = storage.sql.exec(...all);
      // A statement that writes has run to its end by now.
      counts[name].rows += cursor.rowsWritten;
      counts[name].bytes = storage.sql.databaseSize;
      return cursor;
    },
  });
  const setAlarm = (...all) => {
    counts[name].alarms += 1;
    return storage.setAlarm(...all);
  };
  return over(ctx, { storage: over(storage, { sql, setAlarm }) });
}

const counted = (Class, name) =>
  class extends Class {
    constructor(ctx, env) {
      super(ctx, countedEnv(env));
      this.ctx = countedContext(ctx, name);
    }

    call(...all) {
      counts[name].requests += 1;
      return super.call(...all);
    }

    fetch(...all) {
      counts[name].requests += 1;
      return super.fetch(...all);
    }
  };

export const Account = counted(keyward.Account, "Account");
export const Throttle = counted(keyward.Throttle, "Throttle");

export default {
  fetch(request, env, ctx) {
    if (new URL(request.url).pathname !== "/counts") return worker.fetch(request, countedEnv(env), ctx);
    const answer = Response.json(counts);
    counts = zero();
    return answer;
  },
};
