// An engine that is not this Node, between rounds of native code in this process.
import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { NATIVE, nativeFile } from "./prepare.mjs";

const require = createRequire(import.meta.url);
const password = Buffer.from("correct horse battery staple");
const salt = Buffer.from("sixteen bytes 01");
// An engine compiles for speed only what has run for a while.
const WARM_UPS = 5;

function native(name) {
  const argon2id = require(nativeFile(name));
  return (set) => {
    const began = performance.now();
    const tag = argon2id(...set, password, salt);
    return { milliseconds: performance.now() - began, tag: tag.toString("hex") };
  };
}

export async function measureEngine(engine, { rounds, sets, names }) {
  const all = [
    ...Object.keys(NATIVE).filter((name) => existsSync(nativeFile(name))).map((name) => [`native C, ${name.toUpperCase()}`, native(name)]),
    ...engine.names.map((name) => [name, (set) => engine.time(name, set)]),
  ].filter(([name]) => names.length === 0 || names.some((wanted) => name.includes(wanted)));
  const results = [];
  for (const set of sets) {
    const times = Object.fromEntries(all.map(([name]) => [name, []]));
    let tag;
    for (let round = -WARM_UPS; round < rounds; round += 1) {
      const turn = (round + WARM_UPS) % all.length;
      for (const [name, time] of [...all.slice(turn), ...all.slice(0, turn)]) {
        const found = await time(set);
        tag ??= found.tag;
        if (found.tag !== tag) throw new Error(`${name} computes another tag for ${set}`);
        if (round >= 0) times[name].push(found.milliseconds);
      }
    }
    results.push({ set, times });
  }
  return { label: engine.label, results };
}
