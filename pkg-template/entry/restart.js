// After a trap. A stack that overflows inside the wasm (because the caller was near its end), or an allocation that fails
// where nothing can be said any more, leaves the wasm in a state that nobody knows: the next call gets a fresh instance.
// Keys lived in the old one; using one of them says so.
import { chooseKernel } from "./engine.js";
import { __wbg_reset_state as reset } from "./glue.js";

/** Calls into the wasm that have not returned: a claim's `toJSON` may call again. */
let depth = 0;
/** The last exceptions, of an outermost call and of one within another, until the next outermost call looks at them. */
let thrown;
let thrownWithin;

/** The function, in a fresh instance where the last one has trapped. */
export const guarded = (call) =>
  function (...args) {
    // Not before the outermost call is over, whose frames belong to the old instance.
    if (depth === 0 && (thrown || thrownWithin)) recover();
    depth += 1;
    try {
      return call.apply(this, args);
    } catch (error) {
      // Nothing is called here: the stack may be full to the last byte.
      if (depth > 1) thrownWithin = error;
      else thrown = error;
      throw error;
    } finally {
      depth -= 1;
    }
  };

function recover() {
  if (isTrap(thrown) || isTrap(thrownWithin)) restart();
  thrown = thrownWithin = undefined;
}

/** A stack that overflows: V8 and JavaScriptCore have a RangeError that begins so, SpiderMonkey an error of its own. */
const isTrap = (error) =>
  error instanceof WebAssembly.RuntimeError ||
  (error instanceof RangeError && error.message.startsWith("Maximum call stack size exceeded")) ||
  (error instanceof Error && error.name === "InternalError" && error.message === "too much recursion");

/** The instance that an object of wasm-bindgen's lives in, and the one there is. */
const HOME = Symbol("instance");
let home = {};

export const isLost = (object) => object[HOME] !== home;

function restart() {
  reset();
  chooseKernel();
  home = {};
}

/** The method of an object that is still there: wasm-bindgen says of another only that its address is null. */
const ofLiving = (call) =>
  function (...args) {
    if (!this.__wbg_ptr) throw new TypeError("expected a key that has not been freed");
    if (isLost(this))
      throw new TypeError("expected a key of this instance, got one from before the wasm was restarted");
    return call.apply(this, args);
  };

/** A class of wasm-bindgen's, all of whose functions are guarded, and which `using` frees. */
export function guardedClass(Class) {
  const { __wrap: wrap } = Class;
  Class.__wrap = (address) => {
    const object = wrap(address);
    object[HOME] = home;
    return object;
  };
  for (const owner of [Class, Class.prototype]) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
      if (name === "constructor" || name === "prototype") continue;
      const field = ["value", "get"].find((field) => typeof descriptor[field] === "function");
      if (!field) continue;
      const call = guarded(descriptor[field]);
      // wasm-bindgen's own begin with underscores, and know what they do.
      const needsLife = owner !== Class && !name.startsWith("__");
      Object.defineProperty(owner, name, { ...descriptor, [field]: needsLife ? ofLiving(call) : call });
    }
  }
  const { free } = Class.prototype;
  // What lived in an instance that is gone has gone with it; in the new one something else is at its place.
  Class.prototype.free = function () {
    if (!this.__wbg_ptr) return;
    if (isLost(this)) this.__destroy_into_raw();
    else free.call(this);
  };
  // wasm-bindgen has this too, but in a way that keeps the class in every bundle.
  if (Symbol.dispose) Class.prototype[Symbol.dispose] = Class.prototype.free;
  return Class;
}
