// Errors on their way from a thread to the caller: classes do not survive the journey, what they say does.
import { KeywardError } from "../error.js";

/** What a thread answers instead of a value. */
export function described(error) {
  if (error instanceof KeywardError) return { code: error.code, message: error.message, claim: error.claim };
  if (error instanceof TypeError) return { type: true, message: error.message };
  return { unexpected: true, message: String(error) };
}

/** The same error, made again on the caller's side. */
export function thrown({ code, message, claim, type }) {
  if (code) return new KeywardError(code, message, claim);
  return type ? new TypeError(message) : new Error(`the thread failed: ${message}`);
}

export const wrongOption = (message) => new KeywardError("ERR_OPTION", message);
