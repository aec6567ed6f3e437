// The pool in Node, Deno and Bun.
import { wasm } from "../passwords/wasm-node.js";
import { nodePool } from "./node-pool.js";

export const { Pool, hash, verify, verifyAndUpdate } = nodePool(wasm);
export { KeywardError } from "../error.js";
