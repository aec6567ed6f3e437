// Why there is no answer.
import { KeywardError } from "../node.js";

/** A sentence for the person at the keyboard. */
export class Failure extends Error {}

/**
 * What to say about an error; one that nobody expected keeps its stack.
 *
 * @param {unknown} error
 */
export function explain(error) {
  if (error instanceof Failure) return error.message;
  if (error instanceof KeywardError) return `${error.message} (${error.code})`;
  return error instanceof TypeError ? error.message : /** @type {Error} */ (error).stack;
}
