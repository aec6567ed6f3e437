// The package in a thread of its own, so that the page stays alive while a hash is computed.
// Every call is a promise of `{ value, ms }`; what the package throws arrives with its `code`.

import { script } from "./scripts.js";

/** @type {Map<number, { resolve: (answer: any) => void, reject: (error: Error) => void }>} */
const waiting = new Map();
/** @type {Worker | null} */
let worker = null;
let last = 0;

function start() {
  const started = new Worker(script("engine"), { type: "module" });
  started.addEventListener("message", ({ data: { id, value, ms, error } }) => {
    const asked = waiting.get(id);
    // It was given up meanwhile.
    if (!asked) return;
    waiting.delete(id);
    if (error) asked.reject(Object.assign(new Error(error.message), error));
    else asked.resolve({ value, ms });
  });
  // It could not start, or broke: what was asked is never answered. The next call starts another one.
  started.addEventListener("error", (event) => {
    started.terminate();
    if (started !== worker) return;
    worker = null;
    const error = new Error(
      event.message ||
        "the package could not be loaded: try again, and run `npm run build:www` where it was never built",
    );
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return started;
}

/**
 * Calls an operation of engine-worker.js.
 *
 * @param {string} operation
 * @param {...unknown} args
 * @returns {Promise<{ value: any, ms: number }>}
 */
export function call(operation, ...args) {
  const id = ++last;
  return new Promise((resolve, reject) => {
    worker ??= start();
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, operation, args });
  });
}
