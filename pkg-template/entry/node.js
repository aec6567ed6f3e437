// Node, Deno and Bun.
import { chooseKernel } from "./engine.js";
import { initSync } from "./glue.js";
import { wasm } from "./wasm-node.js";

initSync({ module: wasm() });
chooseKernel();

export * from "./api.js";
