import * as keyward from "keyward";
import * as pool from "keyward/pool";
import { runAll } from "./suite.mjs";

export default {
  async fetch() {
    return Response.json(await runAll(keyward, pool, { threads: false }));
  },
};
