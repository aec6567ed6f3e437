// Every candidate once a round, the order turned by one each round, and all of them must compute the same.
import { inTurn } from "../turns.mjs";
import { SLOW } from "./implementations.js";

const SLOW_ROUNDS = 3;

/**
 * `time` is a list of pairs: a name, and a function from a set to `{ milliseconds, tag }` or a promise of that. `warmUps`
 * rounds come first that do not count: an engine compiles for speed only what has run for a while.
 */
export async function measure(time, { rounds, sets, names }, warmUps) {
  const all = time.filter(([name]) => names.length === 0 || names.some((wanted) => name.includes(wanted)));
  const results = [];
  for (const set of sets) {
    const times = Object.fromEntries(all.map(([name]) => [name, []]));
    let tag;
    for (let round = -warmUps; round < rounds; round += 1) {
      for (const [name, once] of inTurn(all, round + warmUps)) {
        if (SLOW.includes(name) && (round < -1 || round >= SLOW_ROUNDS)) continue;
        const found = await once(set);
        tag ??= found.tag;
        if (found.tag !== tag) throw new Error(`${name} computes another tag for ${set}`);
        if (round >= 0) times[name].push(found.milliseconds);
      }
    }
    results.push({ set, times });
  }
  return results;
}

/** A function of (m, t, p) that runs here, with the time it takes. */
export const timed = (name, hash) => [
  name,
  async (set) => {
    const began = performance.now();
    const tag = await hash(...set);
    return { milliseconds: performance.now() - began, tag: Buffer.from(tag).toString("hex") };
  },
];
