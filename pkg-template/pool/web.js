// The pool in browsers.
import { packed, sizes } from "../generated/schemes/packed.js";
import script from "../generated/pool-worker.js";
import { wasm } from "../internal/wasm-web.js";
import { poolClass } from "./core.js";
import { functionsOf } from "./functions.js";
import { withModule } from "./module.js";

/**
 * The address of the text that the threads run.
 *
 * @type {string | undefined}
 */
let text;

const ways = [
  // The file, written just so because that is what bundlers look for.
  () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" }),
  // Its text, where a bundler has left the file behind, or where it is of another origin.
  () => {
    text ??= URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    return new Worker(text);
  },
];
/** The first one that is known to have not failed. */
let first = 0;

/** @type {import("./core.js").Start} */
function start(answered, failed) {
  if (!globalThis.Worker) throw new Error("there are no Web Workers here");
  /** @type {Worker | undefined} */
  let worker;
  /** @param {number} way */
  const open = (way) => {
    let alive = false;
    /** @param {string} message */
    const fail = (message) => {
      if (alive || way + 1 === ways.length)
        return failed(
          new Error(
            `the thread could not run: ${message || "its script was not found, or the Content Security Policy forbids it"}`,
          ),
        );
      first = Math.max(first, way + 1);
      open(way + 1);
    };
    try {
      worker = ways[way]();
    } catch (error) {
      return fail(/** @type {Error} */ (error).message);
    }
    worker.addEventListener("message", ({ data }) => {
      alive = true;
      answered(data);
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      fail(event.message);
    });
  };
  open(first);
  return {
    post: (message, transfer = []) => worker?.postMessage(message, transfer),
    hold: () => {},
    end: () => worker?.terminate(),
  };
}

export const Pool = poolClass(
  withModule(() => wasm(packed, sizes), start),
  () => globalThis.navigator?.hardwareConcurrency || 2,
);
export const { hash, verify, verifyAndUpdate } = functionsOf(Pool);
export { KeywardError } from "../internal/error.js";
