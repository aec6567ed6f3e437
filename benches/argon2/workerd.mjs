// workerd as an engine to measure: timed from outside, less the time of a request that does nothing.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { startWorkerd, workerdLabel } from "../workerd.mjs";
import { here } from "./prepare.mjs";

export async function workerd() {
  const worker = await startWorkerd({ fill, modules: ["keyward.wasm", "phi.wasm"] });
  const ask = async (name, [m, t, p]) => {
    const began = performance.now();
    const tag = await worker.ask(`${encodeURIComponent(name)}?m=${m}&t=${t}&p=${p}`);
    return { milliseconds: performance.now() - began, tag };
  };
  return {
    label: workerdLabel(),
    names: ["keyward", "@phi-ag/argon2"],
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
  cpSync(join(here, "worker.js"), join(folder, "worker.js"));
  for (const [from, to] of [["index.js", "phi.js"], ["argon2.wasm", "phi.wasm"]]) cpSync(join(here, "node_modules/@phi-ag/argon2/dist", from), join(folder, to));
}
