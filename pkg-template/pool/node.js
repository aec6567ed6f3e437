// The pool in Node, Deno and Bun.
import { deflated } from "../generated/schemes/inlined.js";
import { wasm } from "../internal/wasm-node.js";
import { nodePool } from "./node-pool.js";

export const { Pool, hash, verify, verifyAndUpdate } = nodePool(() => wasm(deflated));
export { KeywardError } from "../internal/error.js";
