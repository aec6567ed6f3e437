// ---- Formats of stored hashes beyond Argon2 and bcrypt ---------------------------------------------------------------

/** The password hash parameters of a Firebase project, as its console shows them. */
export interface FirebaseParameters {
  /** `base64_signer_key`: the text as it is shown, or its bytes. */
  signerKey: string | Uint8Array;
  /** `base64_salt_separator`: the text as it is shown, or its bytes. */
  saltSeparator: string | Uint8Array;
  /** `rounds`. */
  rounds: number;
  /** `mem_cost`. */
  memoryCost: number;
}

/** What only some formats need. */
export interface VerifyOptions {
  /** For hashes exported from Firebase, which do not carry these. */
  firebase?: FirebaseParameters;
}

/**
 * Why a text is no stored hash, in words, as the error of `verify` says it: what it is instead (quotes around, `b'…'` of
 * Python, the JSON of a Buffer, a `$` that a shell has taken for a variable, a name before it, …) and what to do, or which
 * field of which format is off. `null` where it can be read. It repeats nothing of the text.
 *
 * @example
 * explain("b'$2b$12$…'"); // "this is how Python shows bytes, b'…': store `hashed.decode(\"ascii\")`, …"
 */
export function explain(encoded: string | null): string | null;
