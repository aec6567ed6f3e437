// Node, Deno and Bun. The wasm is inside a module and not a file beside it, so that a bundled server still has it.
import { Buffer } from "node:buffer";
import { chooseKernel } from "./engine.js";
import { initSync } from "./glue.js";
import base64 from "./inlined.js";

initSync({ module: Buffer.from(base64, "base64") });
chooseKernel();

export * from "./api.js";
