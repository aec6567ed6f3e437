// The bytes of a wasm in Node, Deno and Bun. They are inside a module and not in a file beside it, so that a bundled
// server still has them.
import { Buffer } from "node:buffer";
import { inflateRawSync } from "node:zlib";

/** @param {string} deflated */
export const wasm = (deflated) => inflateRawSync(Buffer.from(deflated, "base64"));
