// The package in a thread of its own, so that the page stays alive while a hash is computed.
// Every call is a promise of `{ value, ms }`; what the package throws arrives with its `code`.

import { $ } from "./dom.js";
import { script } from "./scripts.js";

const PACKAGE = new URL("../pkg/web.js", import.meta.url);
/** How often is looked for a package that is still being built, in milliseconds. */
const LOOK = 2000;

/** @type {Map<number, { resolve: (answer: any) => void, reject: (error: Error) => void, operation: string, args: unknown[] }>} */
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
  started.addEventListener("error", async (event) => {
    started.terminate();
    const missing = (await statusOfPackage()) === 404;
    if (started !== worker) return;
    if (missing) {
      await startWhenBuilt();
      return;
    }
    worker = null;
    const error = new Error(event.message || "the package could not be loaded: try again");
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return started;
}

/** 0 when there is no answer at all. */
const statusOfPackage = () =>
  fetch(PACKAGE, { method: "HEAD", cache: "no-store" }).then(
    ({ status }) => status,
    () => 0,
  );

/** The first `npm start` serves the page before its package is built: the page says so, and who has asked waits. */
async function startWhenBuilt() {
  $("package-missing").hidden = false;
  while ((await statusOfPackage()) !== 200) await new Promise((resolve) => setTimeout(resolve, LOOK));
  $("package-missing").hidden = true;
  worker = start();
  for (const [id, { operation, args }] of waiting) worker.postMessage({ id, operation, args });
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
    waiting.set(id, { resolve, reject, operation, args });
    worker.postMessage({ id, operation, args });
  });
}
