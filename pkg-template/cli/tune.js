// `keyward tune`
import { hash } from "../node.js";
import { memory, milliseconds, whole } from "./arguments.js";
import { Failure } from "./failure.js";
import { print, remark, table } from "./output.js";

export const help = `usage: keyward tune [options]

Measures how long Argon2id takes on this machine and proposes parameters: as much
memory as is allowed, then as many iterations as the time allows. Nothing weaker
than OWASP's recommendations is proposed.

  --target TIME        how long one hash may take (default 250ms)
  --memory-limit SIZE  how much memory one hash may take (default 64MiB)
  --parallelism N      lanes; they are computed one after the other (default 1)
  --json               {"memory": …, "iterations": …, "parallelism": …,
                       "milliseconds": …, "withinTarget": …, "measured": […]}

The figures hold for this machine and this JavaScript engine, while nothing else
runs: measure where the passwords will be hashed.
`;
export const instead = "nothing but options is expected.";
export const options = {
  target: { type: "string", default: "250ms" },
  "memory-limit": { type: "string", default: "64MiB" },
  parallelism: { type: "string", default: "1" },
  json: { type: "boolean" },
};

/**
 * The Password Storage Cheat Sheet of OWASP: sets of equal strength, memory in KiB and the iterations it then takes.
 * With more memory than the first, one iteration will do.
 */
const OWASP = [
  [47104, 1],
  [19456, 2],
  [12288, 3],
  [9216, 4],
  [7168, 5],
];
/** Sizes that are measured, as far as the limit lets them. */
const SIZES = [1048576, 524288, 262144, 131072, 65536, 32768, ...OWASP.map(([size]) => size)];
const LEAST = Math.min(...OWASP.map(([size]) => size));
/** Each is measured so often, and the median counts. */
const ROUNDS = 3;

/** @param {import("./arguments.js").Values} values */
export async function run(values) {
  const target = milliseconds(values, "target");
  const limit = Number(memory(values, "memory-limit"));
  const parallelism = Number(whole(values, "parallelism"));
  if (target < 1 || target > 60_000) throw new Failure("--target is between 1ms and 60s.");
  if (limit < LEAST) throw new Failure(`--memory-limit is at least ${LEAST} KiB, the least that OWASP recommends.`);
  if (parallelism < 1 || parallelism > 255) throw new Failure("--parallelism is between 1 and 255.");
  const sizes = [...new Set([limit, ...SIZES.filter((size) => size < limit)])].sort((a, b) => b - a);
  const rows = sizes.map((size) => best(size, parallelism, target));
  const chosen = rows.find(({ withinTarget }) => withinTarget) ?? fastest(rows);
  print(values, { ...chosen, measured: rows }, describe(rows, chosen));
  if (!chosen.withinTarget)
    remark(
      values,
      `Nothing that OWASP recommends takes ${target} ms or less here: these are the parameters that take least.`,
    );
  return 0;
}

/** @typedef {Required<Pick<import("../index.js").HashOptions, "memory" | "iterations" | "parallelism">>} Settings */
/** @typedef {Settings & { milliseconds: number, withinTarget: boolean }} Row What was measured. */

/**
 * With so much memory, the most iterations that the time allows, and at least those that OWASP asks for.
 *
 * @param {number} size
 * @param {number} parallelism
 * @param {number} target
 * @returns {Row}
 */
function best(size, parallelism, target) {
  const [, least] = OWASP.find(([recommended]) => recommended <= size) ?? [size, 1];
  const settings = { memory: size, parallelism };
  hash("warm", { ...settings, iterations: 1 });
  const once = time({ ...settings, iterations: 1 });
  // What is far over the target is not worth the wait for a better figure.
  const pass = once > 2 * target ? once : Math.max(time({ ...settings, iterations: 2 }) - once, once / 2);
  let iterations = Math.max(least, Math.floor((target - once) / pass) + 1);
  let took = iterations === 1 ? once : time({ ...settings, iterations });
  // The estimate may be one too high; a figure is given only for what was measured.
  while (took > target && iterations > least) {
    iterations -= 1;
    took = time({ ...settings, iterations });
  }
  return {
    memory: size,
    iterations,
    parallelism,
    milliseconds: Math.round(took * 10) / 10,
    withinTarget: took <= target,
  };
}

/** @param {Settings} settings */
function time(settings) {
  const times = Array.from({ length: ROUNDS }, () => {
    const began = performance.now();
    hash("correct horse battery staple", settings);
    return performance.now() - began;
  });
  return times.sort((a, b) => a - b)[(ROUNDS - 1) / 2];
}

/** @param {Row[]} rows */
const fastest = (rows) => rows.reduce((least, row) => (row.milliseconds < least.milliseconds ? row : least));

/**
 * @param {Row[]} rows
 * @param {Row} chosen
 */
function describe(rows, chosen) {
  const cells = rows.map((row) => [
    `${row.memory}`,
    `${row.iterations}`,
    `${row.parallelism}`,
    row.milliseconds.toFixed(1),
    row === chosen ? "<- proposed" : row.withinTarget ? "" : "over the target",
  ]);
  const { memory, iterations, parallelism } = chosen;
  return `${table([["memory (KiB)", "iterations", "parallelism", "ms", ""], ...cells])}\n\nhash(password, { memory: ${memory}, iterations: ${iterations}, parallelism: ${parallelism} })`;
}
