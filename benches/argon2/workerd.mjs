// workerd as an engine to measure: timed from outside, less the time of a request that does nothing.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { startWorkerd, workerdLabel } from "../workerd.mjs";
import { here, plainFile } from "./prepare.mjs";

/** The wasm modules of the Worker. */
const MODULES = {
  "keyward.wasm": inRoot("pkg/schemes/keyward.wasm"),
  "phi.wasm": join(here, "node_modules/@phi-ag/argon2/dist/argon2.wasm"),
  "edge-argon2.wasm": join(here, "node_modules/argon2-wasm-edge/wasm/argon2.wasm"),
  "edge-blake2b.wasm": join(here, "node_modules/argon2-wasm-edge/wasm/blake2b.wasm"),
  "openpgp.wasm": join(here, "node_modules/argon2id/dist/simd.wasm"),
  "plain-scalar.wasm": plainFile("scalar"),
  "plain-simd.wasm": plainFile("simd"),
};

export async function workerd() {
  const worker = await startWorkerd({ fill, modules: Object.keys(MODULES) });
  const ask = async (name, [m, t, p]) => {
    const began = performance.now();
    const tag = await worker.ask(`${encodeURIComponent(name)}?m=${m}&t=${t}&p=${p}`);
    return { milliseconds: performance.now() - began, tag };
  };
  return {
    label: workerdLabel(),
    names: JSON.parse(await worker.ask("names")),
    time: async (name, set) => {
      const nothing = await ask("nothing", set);
      const found = await ask(name, set);
      return { ...found, milliseconds: found.milliseconds - nothing.milliseconds };
    },
    stop: worker.stop,
  };
}

function fill(folder) {
  cpSync(inRoot("pkg"), folder, { recursive: true });
  // Under another name it is another instance.
  cpSync(inRoot("pkg/generated/schemes/glue.js"), join(folder, "generated/schemes/glue-scalar.js"));
  cpSync(join(here, "node_modules/@phi-ag/argon2/dist/index.js"), join(folder, "phi.js"));
  for (const name of ["@noble", "argon2id", "argon2-wasm-edge"])
    cpSync(join(here, "node_modules", name), join(folder, "node_modules", name), { recursive: true });
  for (const file of ["worker.js", "implementations.js"]) cpSync(join(here, file), join(folder, file));
  for (const [name, from] of Object.entries(MODULES)) cpSync(from, join(folder, name));
}
