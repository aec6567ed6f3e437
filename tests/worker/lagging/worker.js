// The built Worker over a KV that does what Cloudflare documents and the local one does not: every location goes on reading
// what it has read, "no such key" too, for 60 seconds, and sees its own writes at once. The Worker and the objects are at two
// locations. POST /admin/put, /admin/read and /admin/later are a third one, and the clock of the caches.
import keyward, { Account, Throttle as Built } from "../../../build/index.js";

const LAG = 60_000;
let passed = 0;
const now = () => Date.now() + passed;

const caches = new Map();

/** The namespace as a location sees it. */
function at(location, namespace) {
  if (!caches.has(location)) caches.set(location, new Map());
  const cache = caches.get(location);
  return {
    async get(key, type) {
      const known = cache.get(key);
      if (known && now() - known.since < LAG) return known.value?.slice(0) ?? null;
      const value = await namespace.get(key, type);
      cache.set(key, { value: value?.slice(0) ?? null, since: now() });
      return value;
    },
    async put(key, value) {
      await namespace.put(key, value);
      cache.set(key, { value: new TextEncoder().encode(value).buffer, since: now() });
    },
  };
}

const lagging = (location, env) => ({ ...env, AUTH: at(location, env.AUTH) });

export { Account };

export class Throttle extends Built {
  constructor(ctx, env) {
    super(ctx, lagging("object", env));
  }
}

export default {
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith("/admin/")) return keyward.fetch(request, lagging("edge", env), ctx);
    const { key, value, options, seconds } = await request.json();
    if (pathname === "/admin/later") passed += seconds * 1000;
    if (pathname === "/admin/put") await env.AUTH.put(key, value, options);
    if (pathname === "/admin/list") return Response.json((await env.AUTH.list({ prefix: key })).keys);
    return Response.json({ value: key ? await env.AUTH.get(key) : null });
  },
};
