// The built Worker over a KV that does what Cloudflare documents and the local one does not: every location goes on reading
// what it has read, "no such key" too, for 60 seconds, and sees its own writes at once. The objects of either class are at a
// location of theirs, and the Worker is at that of the header `x-location`. POST /admin/… is one more, with the clock of the
// caches and SQL in an account's object.
import keyward, { Account as Sessions, Throttle as Shard } from "../../../build/index.js";

const LAG = 60_000;
let passed = 0;
const now = () => Date.now() + passed;

const caches = new Map();

/** The namespace as a location sees it. */
function at(location, namespace) {
  if (!caches.has(location)) caches.set(location, new Map());
  const cache = caches.get(location);
  const know = (key, value) => cache.set(key, { value, since: now() });
  return {
    async get(key, type = "text") {
      const known = cache.get(key);
      if (!known || now() - known.since >= LAG) know(key, await namespace.get(key, "arrayBuffer"));
      const { value } = cache.get(key);
      if (value === null) return null;
      return type === "text" ? new TextDecoder().decode(value) : value.slice(0);
    },
    async put(key, value, options) {
      await namespace.put(key, value, options);
      know(key, new TextEncoder().encode(value).buffer);
    },
    async delete(key) {
      await namespace.delete(key);
      know(key, null);
    },
    list: (options) => namespace.list(options),
  };
}

const lagging = (location, env) => ({ ...env, AUTH: at(location, env.AUTH) });

export class Account extends Sessions {
  constructor(ctx, env) {
    super(ctx, lagging("account", env));
  }

  sql(statement) {
    return this.ctx.storage.sql.exec(statement).toArray().length;
  }
}

export class Throttle extends Shard {
  constructor(ctx, env) {
    super(ctx, lagging("object", env));
  }
}

export default {
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    const location = request.headers.get("x-location") ?? "edge";
    if (!pathname.startsWith("/admin/")) return keyward.fetch(request, lagging(location, env), ctx);
    const { key, value, options, seconds, place, statement } = await request.json();
    if (pathname === "/admin/later") passed += seconds * 1000;
    if (pathname === "/admin/put") await env.AUTH.put(key, value, options);
    if (pathname === "/admin/delete") await env.AUTH.delete(key);
    if (pathname === "/admin/sql") await env.ACCOUNTS.getByName(place).sql(statement);
    if (pathname === "/admin/list") return Response.json((await env.AUTH.list({ prefix: key })).keys);
    return Response.json({ value: key ? await env.AUTH.get(key) : null });
  },
};
