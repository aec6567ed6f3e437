// What runs in a thread of the pool. The build makes one file of this and of all it imports, as a script that is good
// as a module too, so that it can be copied anywhere.
import { hash, verify, verifyAndUpdate } from "../web.js";
import { described } from "./reply.js";
import { wipe } from "./input.js";

const operations = { hash, verify, verifyAndUpdate };

// Node's threads have no `self` that messages come to, and an import of its module would puzzle bundlers for browsers.
const port = globalThis.process?.getBuiltinModule?.("node:worker_threads").parentPort ?? globalThis;

port.addEventListener("message", ({ data: { operation, args } }) => {
  let reply;
  try {
    reply = { value: operations[operation](...args) };
  } catch (error) {
    reply = { error: described(error) };
  }
  wipe(args);
  port.postMessage(reply);
});
