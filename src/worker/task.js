// The JavaScript side of task.rs: promises that wake a task, and the promise of the answer that a task owes.
import { proceed, settle } from "./glue.js";
import { enter, instance } from "./instance.js";

class Answer {
  /** Given, or never wanted: a promise that comes late wakes nobody. */
  done = false;
  instance = instance();

  constructor(task) {
    this.task = task;
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}

/** What a task owes that could not be finished at once. */
export const owe = (task) => new Answer(task);

/** The promise for whoever waits for the answer. */
export const promised = (answer) => answer.promise;

/** Gives the answer. */
export function give(answer, value) {
  answer.done = true;
  answer.resolve(value);
}

/** Tells the wasm how a promise was settled, for a task that waits for it under `number`. */
export function when(promise, number, answer) {
  const settled = (value, kept) => {
    if (answer.done) return;
    try {
      if (answer.instance !== instance()) throw new Error("another request trapped, and this one was lost with it");
      const late = enter(settle, number, answer.task, value, kept);
      if (late !== undefined) give(answer, late);
    } catch (error) {
      answer.done = true;
      answer.reject(error);
    }
  };
  promise.then(
    (value) => settled(value, true),
    (error) => settled(error, false),
  );
}

/** Goes on with tasks that something else than a promise of theirs has woken. */
export const soon = () => queueMicrotask(() => enter(proceed));
