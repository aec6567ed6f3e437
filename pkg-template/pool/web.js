// The pool in browsers.
import { poolClass } from "./core.js";
import { functionsOf } from "./functions.js";

function start(answered, failed) {
  // Written just so, because that is what bundlers look for.
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }) => answered(data));
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    failed(new Error(`the thread could not run: ${event.message || "its script was not found, or the Content Security Policy forbids it"}`));
  });
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    hold: () => {},
    end: () => worker.terminate(),
  };
}

export const Pool = poolClass(start, () => navigator.hardwareConcurrency || 2);
export const { hash, verify, verifyAndUpdate } = functionsOf(Pool);
export { KeywardError } from "../error.js";
