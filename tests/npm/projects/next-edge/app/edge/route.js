import * as keyward from "keyward";
import * as pool from "keyward/pool";
import { runAll } from "../../suite.mjs";

export const runtime = "edge";
export const dynamic = "force-dynamic";

export async function GET() {
  return Response.json({ runtime: globalThis.EdgeRuntime, ...(await runAll(keyward, pool, { threads: false })) });
}
