// The pool, the same wherever there are threads: who computes what, and when.
import { thrown } from "./reply.js";
import { bytesIn, callOf, wipe } from "./input.js";
import { poolOptions } from "./options.js";

/**
 * Makes the class `Pool` for a runtime. `start(answered, failed)` starts a thread and returns
 * `{ post(message, transfer), hold(busy), end() }`; `cores()` is the number of processors.
 */
export function poolClass(start, cores) {
  return class Pool {
    #size;
    #idleTimeout;
    #threads = new Set();
    #waiting = [];
    #closing;
    #closed;

    constructor(options) {
      const { size, idleTimeout } = poolOptions(options, cores);
      this.#size = size;
      this.#idleTimeout = idleTimeout;
    }

    get size() {
      return this.#size;
    }

    async hash(password, options) {
      return this.#answer("hash", callOf(password, [], options));
    }

    async verify(password, encoded, options) {
      return this.#answer("verify", callOf(password, [encoded], options));
    }

    async verifyAndUpdate(password, encoded, options) {
      return this.#answer("verifyAndUpdate", callOf(password, [encoded], options));
    }

    async close() {
      this.#closing ??= new Promise((resolve) => (this.#closed = resolve));
      this.#next();
      return this.#closing;
    }

    async [Symbol.asyncDispose ?? Symbol("asyncDispose")]() {
      return this.close();
    }

    /** An error is thrown here, and not where the answer arrives, so that it has the caller's stack. */
    async #answer(operation, { args, signal }) {
      if (this.#closing) throw new Error("the pool is closed");
      signal?.throwIfAborted();
      const { value, error } = await this.#queue({ operation, args }, signal);
      if (error) throw thrown(error);
      return value;
    }

    #queue(message, signal) {
      return new Promise((resolve, reject) => {
        const abort = () => this.#abort(task, signal.reason);
        const forget = () => signal?.removeEventListener("abort", abort);
        const task = { message, resolve, reject, forget };
        signal?.addEventListener("abort", abort);
        this.#waiting.push(task);
        this.#next();
      });
    }

    /** Gives waiting tasks to threads, as long as there are both. */
    #next() {
      while (this.#waiting.length > 0) {
        const thread = this.#freeThread();
        if (!thread) return;
        this.#give(thread, this.#waiting.shift());
      }
      if (this.#closing && [...this.#threads].every(({ task }) => !task)) this.#finish();
    }

    /** One that rests, or a new one, or `undefined` when there are as many as there may be. */
    #freeThread() {
      const resting = [...this.#threads].find(({ task }) => !task);
      if (resting || this.#threads.size >= this.#size) return resting;
      const thread = {};
      this.#threads.add(thread);
      return thread;
    }

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

    #settle(thread, reply) {
      const { task } = thread;
      thread.task = undefined;
      task.forget();
      task.resolve(reply);
      // After an exception that is none of ours nobody knows what state the thread is in.
      if (reply.error?.unexpected) this.#end(thread);
      else this.#rest(thread);
      this.#next();
    }

    /** A thread that rests keeps its memory for a while; in Node it does not keep the process alive. */
    #rest(thread) {
      thread.runner.hold(false);
      thread.timer = setTimeout(() => this.#end(thread), this.#idleTimeout);
      thread.timer.unref?.();
    }

    /** The thread could not start, or is gone. */
    #drop(thread, error) {
      const { task } = thread;
      thread.task = undefined;
      this.#end(thread);
      if (task) this.#giveUp(task, error);
      this.#next();
    }

    #abort(task, reason) {
      this.#giveUp(task, reason);
      this.#waiting = this.#waiting.filter((other) => other !== task);
      // A computation cannot be interrupted: its thread ends, and another one starts when it is needed.
      for (const thread of this.#threads) if (thread.task === task) this.#end(thread);
      this.#next();
    }

    #giveUp(task, reason) {
      task.forget();
      wipe(task.message.args);
      task.reject(reason);
    }

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
