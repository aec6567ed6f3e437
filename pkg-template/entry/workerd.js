// Cloudflare Workers: code may not be compiled at run time, so the wasm is imported as a compiled module.
import module from "./keyward.wasm";
import { initSync } from "./glue.js";

initSync({ module });

export * from "./api.js";
