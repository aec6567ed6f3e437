// In workerd: timed from outside, less the time of a request that does nothing.
import { cpSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { inTurn } from "../turns.mjs";
import { startWorkerd, workerdLabel } from "../workerd.mjs";
import { makeKeys } from "./keys.mjs";
import { elapsed, fill } from "./time.mjs";

const here = dirname(fileURLToPath(import.meta.url));
/** What one request should take: the few tenths of a millisecond that a request costs by itself are then small. */
const MILLISECONDS_A_REQUEST = 40;
/** For packages that `require` Node's own modules: workerd has them, and a function to require them with. */
const BANNER = '--banner:js=import { createRequire } from "node:module"; const require = createRequire("/");';

export async function measureWorkerd({ rounds, algorithms, names }) {
  const { ask, stop } = await startWorkerd({
    fill: copyFiles,
    modules: ["keyward.wasm"],
    flags: ["nodejs_compat", "require_returns_default_export"],
    options: ["--platform=node", "--conditions=workerd", BANNER],
    // The packages are looked up in this folder, wherever the files lie that import them.
    env: { NODE_PATH: join(here, "node_modules") },
  });
  try {
    const results = [];
    const now = Math.floor(Date.now() / 1000);
    for (const algorithm of algorithms) {
      const all = JSON.parse(
        await ask(`${algorithm}/prepare`, JSON.stringify({ keys: await makeKeys(algorithm), now })),
      );
      const wanted = all.filter((name) => names.length === 0 || names.some((part) => name.includes(part)));
      for (const operation of ["issue", "decode"])
        results.push({ algorithm, operation, times: await measure(ask, `${algorithm}/${operation}`, wanted, rounds) });
    }
    return { label: workerdLabel(), results };
  } finally {
    stop();
  }
}

async function measure(ask, path, names, rounds) {
  const time = (name, count) => elapsed(() => ask(`${path}/${encodeURIComponent(name)}?count=${count}`));
  const times = Object.fromEntries(names.map((name) => [name, []]));
  const counts = {};
  for (const name of names) counts[name] = await fill(MILLISECONDS_A_REQUEST, (count) => time(name, count));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of inTurn(names, round)) {
      const nothing = await time("nothing", 0);
      times[name].push((((await time(name, counts[name])) - nothing) / counts[name]) * 1e6);
    }
  }
  return times;
}

function copyFiles(folder) {
  cpSync(inRoot("pkg"), join(folder, "keyward"), { recursive: true });
  cpSync(inRoot("pkg/token/keyward.wasm"), join(folder, "keyward.wasm"));
  for (const name of readdirSync(here).filter((name) => /\.m?js$/.test(name)))
    cpSync(join(here, name), join(folder, name));
}
