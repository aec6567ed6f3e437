// Browsers and bundlers.
import { chooseKernel } from "./engine.js";
import { initSync } from "./glue.js";
import { wasm } from "./wasm-web.js";

initSync({ module: wasm() });
chooseKernel();

export * from "./api.js";
