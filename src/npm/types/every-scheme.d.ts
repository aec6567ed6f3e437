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
