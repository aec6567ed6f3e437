// The package in a thread of its own, so that the page stays alive while a hash is computed.
// Every call is a promise of `{ value, ms }`; what the package throws arrives with its `code`.

import { script } from "./scripts.js";

const worker = new Worker(script("engine"), { type: "module" });
const waiting = new Map();
let last = 0;

worker.addEventListener("message", ({ data: { id, value, ms, error } }) => {
  const { resolve, reject } = waiting.get(id);
  waiting.delete(id);
  if (error) reject(Object.assign(new Error(error.message), error));
  else resolve({ value, ms });
});

// The worker itself could not start: no call will ever be answered.
worker.addEventListener("error", (event) => {
  const error = new Error(event.message || "the package could not be loaded: run `npm run build:www`, then reload");
  for (const { reject } of waiting.values()) reject(error);
  waiting.clear();
});

/** Calls an operation of engine-worker.js. */
export function call(operation, ...args) {
  const id = ++last;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, operation, args });
  });
}
