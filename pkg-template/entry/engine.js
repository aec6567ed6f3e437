// What depends on the engine, once the wasm is there.
import { useScalarKernel } from "./glue.js";

// JavaScriptCore (Safari, Bun) is slower with the vectors of the Argon2 kernel. It is told by what its errors have:
// the name a runtime gives itself says less.
export function chooseKernel() {
  if ("sourceURL" in new Error()) useScalarKernel();
}
