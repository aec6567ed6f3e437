// The pool on the threads of Node, Deno and Bun.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import script from "../generated/pool-worker.js";
import { poolClass } from "./core.js";
import { functionsOf } from "./functions.js";
import { withModule } from "./module.js";

/**
 * The script is a text and no file, so that a bundled server still has it. Neither the flags nor the environment of the
 * process are passed on: hooks that they load would run in every thread.
 */
const OPTIONS = { eval: true, execArgv: [], env: {} };

/**
 * What `keyward/pool` exports.
 *
 * @param {() => BufferSource} bytes those of the wasm
 */
export function nodePool(bytes) {
  const Pool = poolClass(withModule(bytes, start), availableParallelism);
  return { Pool, ...functionsOf(Pool) };
}

/** @type {import("./core.js").Start} */
function start(answered, failed) {
  const worker = new Worker(script, OPTIONS);
  worker.on("message", answered);
  worker.on("error", failed);
  worker.on("exit", (code) => failed(new Error(`the thread ended with code ${code}`)));
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    hold: (busy) => (busy ? worker.ref() : worker.unref()),
    end: () => worker.terminate(),
  };
}
