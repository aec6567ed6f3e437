// The pool in browsers.
import base64 from "../inlined.js";
import { poolClass } from "./core.js";
import { functionsOf } from "./functions.js";
import { withModule } from "./module.js";

function start(answered, failed) {
  if (!globalThis.Worker) throw new Error("there are no Web Workers here");
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

const bytes = () => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

export const Pool = poolClass(withModule(bytes, start), () => globalThis.navigator?.hardwareConcurrency || 2);
export const { hash, verify, verifyAndUpdate } = functionsOf(Pool);
export { KeywardError } from "../error.js";
