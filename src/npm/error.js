/** What every function of keyward throws when its input cannot be used. */
export class KeywardError extends Error {
  constructor(code, message, claim) {
    super(message);
    this.code = code;
    if (claim !== undefined) this.claim = claim;
  }
}

// On the prototype, as with the built-in errors: it is no property of its own.
Object.defineProperty(KeywardError.prototype, "name", { value: "KeywardError" });

export const keywardErrorClass = () => KeywardError;
