import * as keyward from "keyward";
import * as pool from "keyward/pool";
import { hono, items, shared } from "./guarded.js";
import { runAll } from "./suite.mjs";

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/items") return items.fetch(request);
    if (pathname === "/shared/items") return shared.fetch(request);
    if (pathname === "/hono/items") return hono.fetch(new Request(request.url.replace("/hono", ""), request));
    if (pathname === "/suite") return Response.json(await runAll(keyward, pool, { threads: false }));
    return new Response("Not found", { status: 404 });
  },
};
