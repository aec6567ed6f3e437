// The pool, the same wherever there are threads: who computes what, and when.
import { hashOptions, verifyAndUpdateOptions, verifyOptions } from "../internal/password-options.js";
import { bytesIn, wipe } from "../internal/value.js";
import { callOf } from "./input.js";
import { poolOptions } from "./options.js";
import { thrown } from "./reply.js";

/**
 * @typedef {import("../index.js").Verification} Verification
 * @typedef {"hash" | "verify" | "verifyAndUpdate"} Operation
 * @typedef {{ operation: Operation, args: unknown[] }} Message What a thread is to compute.
 *
 * @typedef {object} Runner A thread, whatever the runtime calls it.
 * @property {(message: object, transfer?: ArrayBuffer[]) => void} post
 * @property {(busy: boolean) => void} hold whether the thread keeps the process alive
 * @property {() => unknown} end
 *
 * @typedef {(answered: (reply: Reply) => void, failed: (error: unknown) => void) => Runner} Start
 *
 * @typedef {object} Task A call that waits or is being computed.
 * @property {Message} message
 * @property {(reply: Reply) => void} resolve
 * @property {(reason: unknown) => void} reject
 * @property {() => void} forget takes the signal's listener away
 *
 * @typedef {{ runner?: Runner, task?: Task, timer?: ReturnType<typeof setTimeout> }} Thread
 * @typedef {import("./reply.js").Reply} Reply
 */

/**
 * Makes the class `Pool` for a runtime.
 *
 * @param {Start} start starts a thread
 * @param {() => number} cores the number of processors
 */
export function poolClass(start, cores) {
  return class Pool {
    #size;
    #idleTimeout;
    /** @type {Set<Thread>} */
    #threads = new Set();
    /** @type {Task[]} */
    #waiting = [];
    /** @type {Promise<void> | undefined} */
    #closing;
    /** @type {() => void} */
    #closed = () => {};

    /** @param {unknown} [options] */
    constructor(options) {
      const { size, idleTimeout } = poolOptions(options, cores);
      this.#size = size;
      this.#idleTimeout = idleTimeout;
    }

    get size() {
      return this.#size;
    }

    /**
     * @param {unknown} password
     * @param {unknown} [options]
     * @returns {Promise<string>}
     */
    async hash(password, options) {
      return this.#answer("hash", callOf(password, [], options, hashOptions));
    }

    /**
     * @param {unknown} password
     * @param {unknown} encoded
     * @param {unknown} [options]
     * @returns {Promise<boolean>}
     */
    async verify(password, encoded, options) {
      return this.#answer("verify", callOf(password, [encoded], options, verifyOptions));
    }

    /**
     * @param {unknown} password
     * @param {unknown} encoded
     * @param {unknown} [options]
     * @returns {Promise<Verification>}
     */
    async verifyAndUpdate(password, encoded, options) {
      return this.#answer("verifyAndUpdate", callOf(password, [encoded], options, verifyAndUpdateOptions));
    }

    async close() {
      this.#closing ??= new Promise((resolve) => (this.#closed = resolve));
      this.#next();
      return this.#closing;
    }

    async [Symbol.asyncDispose ?? Symbol("asyncDispose")]() {
      return this.close();
    }

    /**
     * An error is thrown here, and not where the answer arrives, so that it has the caller's stack.
     *
     * @param {Operation} operation
     * @param {import("./input.js").Call} call
     * @returns {Promise<any>}
     */
    async #answer(operation, { args, signal }) {
      if (this.#closing) throw new Error("the pool is closed");
      signal?.throwIfAborted();
      const { value, error } = await this.#queue({ operation, args }, signal);
      if (error) throw thrown(error);
      return value;
    }

    /**
     * @param {Message} message
     * @param {AbortSignal} [signal]
     * @returns {Promise<Reply>}
     */
    #queue(message, signal) {
      return new Promise((resolve, reject) => {
        const abort = () => this.#abort(task, signal?.reason);
        const forget = () => signal?.removeEventListener("abort", abort);
        /** @type {Task} */
        const task = { message, resolve, reject, forget };
        signal?.addEventListener("abort", abort);
        this.#waiting.push(task);
        this.#next();
      });
    }

    /** Gives waiting tasks to threads, as long as there are both. */
    #next() {
      for (let task = this.#waiting[0]; task; task = this.#waiting[0]) {
        const thread = this.#freeThread();
        if (!thread) return;
        this.#waiting.shift();
        this.#give(thread, task);
      }
      if (this.#closing && [...this.#threads].every(({ task }) => !task)) this.#finish();
    }

    /** One that rests, or a new one, or `undefined` when there are as many as there may be. */
    #freeThread() {
      const resting = [...this.#threads].find(({ task }) => !task);
      if (resting || this.#threads.size >= this.#size) return resting;
      /** @type {Thread} */
      const thread = {};
      this.#threads.add(thread);
      return thread;
    }

    /**
     * @param {Thread} thread
     * @param {Task} task
     */
    #give(thread, task) {
      clearTimeout(thread.timer);
      thread.task = task;
      try {
        thread.runner ??= start(
          (reply) => this.#settle(thread, reply),
          (error) => this.#drop(thread, error),
        );
        thread.runner.hold(true);
        thread.runner.post(
          task.message,
          bytesIn(task.message.args).map(({ buffer }) => buffer),
        );
      } catch (error) {
        this.#drop(thread, error);
      }
    }

    /**
     * @param {Thread} thread
     * @param {Reply} reply
     */
    #settle(thread, reply) {
      const { task } = thread;
      thread.task = undefined;
      task?.forget();
      task?.resolve(reply);
      // After an exception that is none of ours nobody knows what state the thread is in.
      if (reply.error?.unexpected) this.#end(thread);
      else this.#rest(thread);
      this.#next();
    }

    /**
     * A thread that rests keeps its memory for a while; in Node it does not keep the process alive.
     *
     * @param {Thread} thread
     */
    #rest(thread) {
      thread.runner?.hold(false);
      thread.timer = setTimeout(() => this.#end(thread), this.#idleTimeout);
      thread.timer.unref?.();
    }

    /**
     * The thread could not start, or is gone.
     *
     * @param {Thread} thread
     * @param {unknown} error
     */
    #drop(thread, error) {
      const { task } = thread;
      thread.task = undefined;
      this.#end(thread);
      if (task) this.#giveUp(task, error);
      this.#next();
    }

    /**
     * @param {Task} task
     * @param {unknown} reason
     */
    #abort(task, reason) {
      this.#giveUp(task, reason);
      this.#waiting = this.#waiting.filter((other) => other !== task);
      // A computation cannot be interrupted: its thread ends, and another one starts when it is needed.
      for (const thread of this.#threads) if (thread.task === task) this.#end(thread);
      this.#next();
    }

    /**
     * @param {Task} task
     * @param {unknown} reason
     */
    #giveUp(task, reason) {
      task.forget();
      wipe(task.message.args);
      task.reject(reason);
    }

    /** @param {Thread} thread */
    #end(thread) {
      clearTimeout(thread.timer);
      this.#threads.delete(thread);
      return thread.runner?.end();
    }

    async #finish() {
      await Promise.all([...this.#threads].map((thread) => this.#end(thread)));
      this.#closed();
    }
  };
}
