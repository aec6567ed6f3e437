/** What every function of keyward throws when its input cannot be used. */
export class KeywardError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {string} [claim]
   */
  constructor(code, message, claim) {
    super(message);
    /** @readonly */
    this.code = code;
    if (claim !== undefined) {
      /** @type {string | undefined} */
      this.claim = claim;
    }
  }
}

// On the prototype, as with the built-in errors: it is no property of its own.
Object.defineProperty(KeywardError.prototype, "name", { value: "KeywardError" });

export const keywardErrorClass = () => KeywardError;
