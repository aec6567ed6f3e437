// One instance of a wasm, and what becomes of it after a trap. A stack that overflows inside the wasm (because the caller was
// near its end), or an allocation that fails where nothing can be said any more, leaves the wasm in a state that nobody
// knows: the next call gets a fresh instance.

/** @typedef {ReturnType<typeof createInstance>} Instance */

/**
 * Takes functions of the wasm's glue: what starts it, what forgets it, and, where it hashes passwords, what chooses the
 * slower kernel.
 *
 * @param {Glue["initSync"]} initSync
 * @param {Glue["__wbg_reset_state"]} reset
 * @param {() => void} [useScalarKernel]
 */
export function createInstance(initSync, reset, useScalarKernel) {
  /** Calls into the wasm that have not returned: a claim's `toJSON` may call again. */
  let depth = 0;
  /**
   * The last exceptions, of an outermost call and of one within another, until the next outermost call looks at them.
   *
   * @type {unknown}
   */
  let thrown;
  /** @type {unknown} */
  let thrownWithin;

  const instance = {
    /** How often the wasm has been restarted. What lived in it before is lost. */
    restarts: 0,

    /**
     * Starts the wasm, given as bytes or as a compiled module. Nothing else works before. A second call does nothing.
     *
     * @param {BufferSource | WebAssembly.Module} module
     */
    init(module) {
      if (typeof WebAssembly === "undefined") throw new Error(NO_WEBASSEMBLY);
      initSync({ module: isModule(module) ? ours(module) : module });
      chooseKernel();
    },

    /**
     * The function, in a fresh instance where the last one has trapped.
     *
     * @template {unknown[]} A
     * @template R
     * @template T
     * @param {(this: T, ...args: A) => R} call
     * @returns {(this: T, ...args: A) => R}
     */
    guarded: (call) =>
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
      },
  };
  return instance;

  function recover() {
    if (isTrap(thrown) || isTrap(thrownWithin)) {
      reset();
      chooseKernel();
      instance.restarts += 1;
    }
    thrown = thrownWithin = undefined;
  }

  // JavaScriptCore (Safari, Bun) is slower with the vectors of the Argon2 kernel. It is told by what its errors have:
  // the name a runtime gives itself says less.
  function chooseKernel() {
    if (useScalarKernel && "sourceURL" in new Error()) useScalarKernel();
  }
}

const NO_WEBASSEMBLY = "keyward is WebAssembly, which this runtime has not got (Hermes, --jitless): use a server";

/**
 * Whether it is a compiled module, of whatever realm: what a bundler or a test runner loads is often made in another one.
 *
 * @param {unknown} value
 * @returns {value is WebAssembly.Module}
 */
const isModule = (value) => Object.prototype.toString.call(value) === "[object WebAssembly.Module]";

/**
 * The module as one of this realm: wasm-bindgen asks with `instanceof` whether it has to compile.
 *
 * @param {WebAssembly.Module} module
 */
const ours = (module) =>
  module instanceof WebAssembly.Module ? module : Object.setPrototypeOf(module, WebAssembly.Module.prototype);

/**
 * A stack that overflows: V8 and JavaScriptCore have a RangeError that begins so, SpiderMonkey an error of its own.
 *
 * @param {unknown} error
 */
const isTrap = (error) =>
  error instanceof WebAssembly.RuntimeError ||
  (error instanceof RangeError && error.message.startsWith("Maximum call stack size exceeded")) ||
  (error instanceof Error && error.name === "InternalError" && error.message === "too much recursion");
