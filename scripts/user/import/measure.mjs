// What a check of these hashes takes here: each kind once, in the package's WebAssembly, which is the Worker's.
import { buildWww } from "../../build/www.mjs";
import { inRoot } from "../../lib/paths.mjs";

/** So many kinds are measured, the most frequent first, and none that takes longer. */
const MOST = 16;
const LONGEST_MS = 3000;

/** What takes less is measured again. */
const QUICK_MS = 100;

/** All of them together. */
const BUDGET_MS = 8000;

/** As far as the Worker can be set to go. */
const LIMITS = {
  cost: 20,
  rounds: 10_000_000,
  memory: 102_400,
  iterations: 64,
  parallelism: 255,
  scryptParallelization: 64,
};

/**
 * Milliseconds for each kind, `null` where nothing was measured.
 *
 * @param {import("../checker.mjs").Kind[]} kinds
 * @returns {Promise<(number | null)[]>}
 */
export async function measure(kinds) {
  if (!kinds.some(isMeasurable)) return kinds.map(() => null);
  await buildWww();
  const { hash, verify } = await import(inRoot("www/pkg/web.js"));
  // The first call is slower, until the engine has compiled it.
  hash("a password that is nobody's");
  let spent = 0;
  let measured = 0;
  return kinds.map((kind) => {
    if (!isMeasurable(kind) || measured >= MOST || spent + Number(kind.milliseconds) > BUDGET_MS) return null;
    measured++;
    const times = [];
    // What is over at once was mostly something else, the first time.
    for (let began = cpuTime(), total = 0; times.length < 3 && total < QUICK_MS; ) {
      try {
        verify("a password that is nobody's", kind.sample, { allowLegacy: true, limits: LIMITS });
      } catch {
        return null;
      }
      times.push(cpuTime() - began - total);
      total = cpuTime() - began;
      spent += times.at(-1);
    }
    return Math.min(...times);
  });
}

/** In milliseconds: what else the machine does is no cost of a login. */
function cpuTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** @param {import("../checker.mjs").Kind} kind */
const isMeasurable = ({ milliseconds }) => milliseconds !== null && milliseconds > 0 && milliseconds <= LONGEST_MS;
