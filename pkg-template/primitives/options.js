// The options of the functions, with what they are where nobody says anything.
import { HASH_DEFAULTS, LIMITS, SALT_LENGTH } from "../internal/constants.js";
import { KeywardError } from "../internal/error.js";

const NO_SECRET = new Uint8Array();

/** How a new hash is made. */
export const hashOptions = (given) => ({ ...HASH_DEFAULTS, secret: NO_SECRET, ...given });

/** How a stored hash is verified. */
export const verifyOptions = (given) => ({
  allowLegacy: false,
  secret: NO_SECRET,
  previousSecrets: [],
  acceptWithoutSecret: false,
  ...given,
  limits: { ...LIMITS, ...given.limits },
});

/** The salt that is given, or a random one. */
export function saltOf({ salt }) {
  if (salt) return salt;
  try {
    return crypto.getRandomValues(new Uint8Array(SALT_LENGTH));
  } catch {
    throw new KeywardError("ERR_RANDOM", "the system gave no random bytes");
  }
}
