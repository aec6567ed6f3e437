// Bring your own wasm: for a runtime where none of the other entry points fits, or where the wasm comes from elsewhere.
import { chooseKernel } from "./engine.js";
import { initSync } from "./glue.js";

/** Takes `keyward.wasm`, as bytes or as a `WebAssembly.Module`. Nothing else works before. A second call does nothing. */
export function init(module) {
  initSync({ module });
  chooseKernel();
}

export * from "./api.js";
