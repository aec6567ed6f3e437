import * as keyward from "keyward";
import * as pool from "keyward/pool";
import { runAll } from "../../../suite.mjs";

export async function GET() {
  return Response.json(await runAll(keyward, pool));
}
