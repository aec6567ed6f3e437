// What runs in a thread of the pool. The build makes one file of this and of all it imports: a script that is good as a
// module too, so that it can be copied anywhere. The wasm is not in it; it comes with the first message.
import { wipe } from "../internal/value.js";
import { hash, verify, verifyAndUpdate } from "../schemes/functions.js";
import { instance } from "../schemes/instance.js";
import { described } from "./reply.js";

const operations = { hash, verify, verifyAndUpdate };

// Node's threads have no global that messages come to, and an import of its module would puzzle bundlers for browsers.
// (Before 20.16 it has no getBuiltinModule, and a thread that runs a text has `require`.)
const builtin = globalThis.process?.getBuiltinModule ?? globalThis.require;
const port = builtin?.("node:worker_threads").parentPort ?? globalThis;

/**
 * @typedef {object} Asked The wasm, in the first message, or what to compute.
 * @property {WebAssembly.Module} [module]
 * @property {import("./core.js").Operation} operation
 * @property {any} args
 */

/** @param {{ data: Asked }} message */
const answer = ({ data: { module, operation, args } }) => {
  if (module) return instance.init(module);
  let reply;
  try {
    reply = { value: operations[operation](...args) };
  } catch (error) {
    reply = { error: described(error) };
  }
  wipe(args);
  port.postMessage(reply);
};

port.addEventListener("message", (event) => answer(/** @type {MessageEvent<Asked>} */ (event)));

port.postMessage({ alive: true });
