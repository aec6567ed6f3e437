// The nanoseconds of one operation, from the time of many.
import { DIFFERENT } from "./workload.mjs";

/** Runs `operation` so many times, over the inputs in turn. One that answers at once is not awaited: awaiting costs. */
export async function repeat(operation, inputs, count) {
  const first = operation(inputs[0]);
  if (typeof first?.then !== "function") {
    for (let index = 1; index < count; index += 1) operation(inputs[index % DIFFERENT]);
    return;
  }
  await first;
  for (let index = 1; index < count; index += 1) await operation(inputs[index % DIFFERENT]);
}

/** The same with `atOnce` promises under way at any time: what a busy server gets out of a thread pool. */
export async function repeatAtOnce(operation, inputs, count, atOnce) {
  for (let index = 0; index < count; index += atOnce) {
    await Promise.all(
      Array.from({ length: Math.min(atOnce, count - index) }, (_, offset) =>
        operation(inputs[(index + offset) % DIFFERENT]),
      ),
    );
  }
}

export async function elapsed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/**
 * How many operations take so many milliseconds, found by doing more and more; that warms them up, too. The quicker of
 * two tries counts: one may have been interrupted.
 */
export async function fill(milliseconds, time) {
  for (let count = 1; ; count *= 2) {
    const found = Math.min(await time(count), await time(count));
    if (found >= milliseconds) return Math.max(1, Math.round((count * milliseconds) / found));
  }
}
