// The pool on the threads of Node, Deno and Bun.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { poolClass } from "./core.js";
import { functionsOf } from "./functions.js";

/** Neither the flags nor the environment of the process: hooks that they load would run in every thread. */
const CLEAN = { execArgv: [], env: {} };

/** What `keyward/pool` exports, with threads that run the file at `url`. */
export function nodePool(url) {
  const Pool = poolClass((answered, failed) => thread(url, answered, failed), availableParallelism);
  return { Pool, ...functionsOf(Pool) };
}

function thread(url, answered, failed) {
  const worker = new Worker(url, CLEAN);
  worker.on("message", answered);
  worker.on("error", failed);
  worker.on("exit", (code) => failed(new Error(`the thread ended with code ${code}`)));
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    hold: (busy) => (busy ? worker.ref() : worker.unref()),
    end: () => worker.terminate(),
  };
}
