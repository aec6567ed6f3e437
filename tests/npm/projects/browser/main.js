import * as keyward from "./node_modules/keyward/web.js";
import * as pool from "./node_modules/keyward/pool/web.js";
import { runAll } from "./suite.mjs";

globalThis.results = runAll(keyward, pool);
