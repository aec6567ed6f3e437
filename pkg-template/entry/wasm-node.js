// The bytes of the wasm in Node, Deno and Bun. They are inside a module and not in a file beside it, so that a bundled
// server still has them.
import { Buffer } from "node:buffer";
import { inflateRawSync } from "node:zlib";
import { deflated } from "./inlined.js";

export const wasm = () => inflateRawSync(Buffer.from(deflated, "base64"));
