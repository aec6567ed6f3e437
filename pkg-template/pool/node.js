// The pool in Node, Deno and Bun.
import { nodePool } from "./node-pool.js";

export const { Pool, hash, verify, verifyAndUpdate } = nodePool(new URL("./worker.js", import.meta.url));
export { KeywardError } from "../error.js";
