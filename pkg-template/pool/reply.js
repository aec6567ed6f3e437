// Errors on their way from a thread to the caller: classes do not survive the journey, what they say does.
import { KeywardError } from "../internal/error.js";

/**
 * What an error says: `code` (and `claim`) of a KeywardError, `type` of a TypeError, `unexpected` of any other.
 *
 * @typedef {{ message: string, code?: string, claim?: string | undefined, type?: boolean, unexpected?: boolean }} Description
 * @typedef {{ value?: unknown, error?: Description, alive?: boolean }} Reply What a thread answers.
 */

/**
 * What a thread answers instead of a value.
 *
 * @param {unknown} error
 * @returns {Description}
 */
export function described(error) {
  if (error instanceof KeywardError) return { code: error.code, message: error.message, claim: error.claim };
  if (error instanceof TypeError) return { type: true, message: error.message };
  return { unexpected: true, message: String(error) };
}

/**
 * The same error, made again on the caller's side.
 *
 * @param {Description} description
 */
export function thrown({ code, message, claim, type }) {
  if (code) return new KeywardError(code, message, claim);
  return type ? new TypeError(message) : new Error(`the thread failed: ${message}`);
}
