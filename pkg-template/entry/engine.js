// What depends on the engine, once the wasm is there.
import { useCheckedKernel, useScalarKernel } from "./glue.js";

// JavaScriptCore (Safari, Bun) is slower with the vectors of the Argon2 kernel. It is told by what its errors have:
// the name a runtime gives itself says less. workerd is V8, and is told by the name that Cloudflare documents.
export function chooseKernel() {
  if ("sourceURL" in new Error()) useScalarKernel();
  else if (globalThis.navigator?.userAgent === "Cloudflare-Workers") useCheckedKernel();
}
