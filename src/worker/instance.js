// The instance of the wasm that serves, and a new one after a trap.
import { __wbg_reset_state as renew } from "./glue.js";

let number = 0;
let broken = false;

/** Which instance the next call is served by: every renewal makes another. */
export function instance() {
  if (broken) {
    renew();
    number += 1;
    broken = false;
  }
  return number;
}

/**
 * Calls a function of the wasm. What is thrown out of it, a trap or an exception of JavaScript's, went through frames of
 * Rust that had no chance to tidy up: nothing in that instance can be relied on any more, and the next call gets another.
 */
export function enter(run, ...args) {
  instance();
  try {
    return run(...args);
  } catch (error) {
    broken = true;
    throw error;
  }
}
