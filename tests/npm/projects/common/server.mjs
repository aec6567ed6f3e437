import * as keyward from "keyward";
import * as pool from "keyward/pool";
import { runAll } from "./suite.mjs";

console.log(JSON.stringify(await runAll(keyward, pool)));
