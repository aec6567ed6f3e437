import * as keyward from "keyward";
import * as pool from "keyward/pool";
import { runAll } from "../../suite.mjs";

export default defineEventHandler(() => runAll(keyward, pool));
