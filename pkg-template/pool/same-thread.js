// The pool where there are no threads, as in Cloudflare Workers: the same functions and errors, computed right here.
import { functionsOf } from "./functions.js";
import { split } from "./input.js";
import { poolOptions } from "./options.js";

/** @typedef {import("../index.js").Password} Password */

/** @param {{ [name in import("./core.js").Operation]: (...args: any[]) => any }} keyward the functions of the runtime */
export function sameThread(keyward) {
  class Pool {
    #closed = false;

    /** @param {unknown} [options] */
    constructor(options) {
      poolOptions(options, () => 1);
    }

    get size() {
      return 1;
    }

    /**
     * @param {Password} password
     * @param {unknown} [options]
     */
    async hash(password, options) {
      return keyward.hash(password, this.#before(options));
    }

    /**
     * @param {Password} password
     * @param {string} encoded
     * @param {unknown} [options]
     */
    async verify(password, encoded, options) {
      return keyward.verify(password, encoded, this.#before(options));
    }

    /**
     * @param {Password} password
     * @param {string} encoded
     * @param {unknown} [options]
     */
    async verifyAndUpdate(password, encoded, options) {
      return keyward.verifyAndUpdate(password, encoded, this.#before(options));
    }

    async close() {
      this.#closed = true;
    }

    async [Symbol.asyncDispose ?? Symbol("asyncDispose")]() {
      return this.close();
    }

    /**
     * The options without the signal: once a computation has begun, nothing can come between.
     *
     * @param {unknown} options
     */
    #before(options) {
      if (this.#closed) throw new Error("the pool is closed");
      const { signal, others } = split(options);
      signal?.throwIfAborted();
      return others;
    }
  }

  return { Pool, ...functionsOf(Pool) };
}
