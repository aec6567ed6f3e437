// The pool in Node, Deno and Bun.
import { Buffer } from "node:buffer";
import base64 from "../inlined.js";
import { nodePool } from "./node-pool.js";

export const { Pool, hash, verify, verifyAndUpdate } = nodePool(() => Buffer.from(base64, "base64"));
export { KeywardError } from "../error.js";
