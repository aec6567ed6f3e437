// Cloudflare's API, as far as wrangler asks it for a KV namespace: in memory, on the loopback.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";

const [ACCOUNT, TOKEN] = ["account", "token"];

/** As many keys as a page of the list has. */
const PAGE = 3;

/**
 * Starts it. `failures` are the statuses with which the next requests are refused.
 *
 * @param {string} id the namespace's
 */
export async function startApi(id) {
  /** @type {Map<string, { value: string, metadata?: unknown, expiration?: number }>} */
  const keys = new Map();
  /** @type {number[]} */
  const failures = [];

  const routes = {
    "GET keys"(_body, { searchParams }) {
      const prefix = searchParams.get("prefix") ?? "";
      const names = [...keys.keys()].filter((name) => name.startsWith(prefix)).sort();
      const from = Number(searchParams.get("cursor") || 0);
      const page = names.slice(from, from + PAGE);
      const cursor = from + PAGE < names.length ? String(from + PAGE) : "";
      const described = page.map((name) => {
        const { metadata, expiration } = keys.get(name) ?? {};
        return { name, ...(metadata && { metadata }), ...(expiration && { expiration }) };
      });
      return { result: described, result_info: { count: page.length, cursor } };
    },
    "POST bulk/get"({ keys: names }) {
      assert.ok(names.length <= 100, "Cloudflare gives 100 values at most at once");
      return { result: { values: Object.fromEntries(names.map((name) => [name, keys.get(name)?.value ?? null])) } };
    },
    "PUT bulk"(entries) {
      for (const { key, value, metadata, expiration } of entries) keys.set(key, { value, metadata, expiration });
      return { result: { successful_key_count: entries.length, unsuccessful_keys: [] } };
    },
    "DELETE bulk"(names) {
      for (const name of names) keys.delete(name);
      return { result: { successful_key_count: names.length, unsuccessful_keys: [] } };
    },
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "", "http://api");
    const answer = (status, content) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ success: status === 200, errors: [], messages: [], result: null, ...content }));
    };
    // What wrangler looks up to explain why it was refused.
    if (url.pathname === "/user/tokens/verify") return answer(200, { result: { id: "1", status: "active" } });
    if (url.pathname === "/user") return answer(200, { result: { email: "admin@example.com" } });
    if (["/accounts", "/memberships"].includes(url.pathname)) return answer(200, { result: [] });
    const error = (status, code, message) => answer(status, { errors: [{ code, message }] });
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return error(401, 10000, "Authentication error");
    const failure = failures.shift();
    if (failure) return error(failure, 10013, "An unknown error has occurred.");
    const prefix = `/accounts/${ACCOUNT}/storage/kv/namespaces/${id}/`;
    const route = routes[`${request.method} ${url.pathname.slice(prefix.length)}`];
    if (!url.pathname.startsWith(prefix) || !route)
      return error(404, 7003, `no route for ${request.method} ${url.pathname}`);
    const body = request.method === "GET" ? undefined : await json(request);
    answer(200, route(body, url));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    keys,
    failures,
    /** What wrangler finds it by. */
    environment: {
      CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${port}`,
      CLOUDFLARE_API_TOKEN: TOKEN,
      CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
    },
    stop: () => void server.close(),
  };
}
