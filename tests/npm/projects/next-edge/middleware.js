// Next's middleware, which runs on the Edge runtime (proxy.js, its newer name, runs on Node).
import * as keyward from "keyward";
import * as pool from "keyward/pool";
// The program of docs/protect-an-api.md.
import { proxy } from "./protected.js";
import { runAll } from "./suite.mjs";

export async function middleware(request) {
  if (request.nextUrl.pathname !== "/suite") return await proxy(request);
  return Response.json({ runtime: globalThis.EdgeRuntime, ...(await runAll(keyward, pool, { threads: false })) });
}

export const config = { matcher: ["/suite", "/all/:path*"] };
