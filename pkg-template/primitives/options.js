// The options of the functions, with what they are where nobody says anything.
import { HASH_DEFAULTS, LIMITS, SALT_LENGTH } from "../internal/constants.js";
import { KeywardError } from "../internal/error.js";

/**
 * Options as internal/options.js has checked them: each name that is there has the type that the declarations say, with
 * bytes in place of texts.
 *
 * @typedef {{ [name: string]: any, salt?: Uint8Array, limits?: object }} Given
 * @typedef {{ secret: Uint8Array, previousSecrets: Uint8Array[], acceptWithoutSecret: boolean }} Secrets
 */

const NO_SECRET = new Uint8Array();

/**
 * How a new hash is made.
 *
 * @param {Given} given
 * @returns {typeof HASH_DEFAULTS & { secret: Uint8Array }}
 */
export const hashOptions = (given) => ({ ...HASH_DEFAULTS, secret: NO_SECRET, ...given });

/**
 * How a stored hash is verified.
 *
 * @param {Given} given
 * @returns {{ limits: typeof LIMITS, allowLegacy: boolean } & Secrets}
 */
export const verifyOptions = (given) => ({
  allowLegacy: false,
  secret: NO_SECRET,
  previousSecrets: [],
  acceptWithoutSecret: false,
  ...given,
  limits: { ...LIMITS, ...given.limits },
});

/**
 * The salt that is given, or a random one.
 *
 * @param {Given} given
 */
export function saltOf({ salt }) {
  if (salt) return salt;
  try {
    return crypto.getRandomValues(new Uint8Array(SALT_LENGTH));
  } catch {
    throw new KeywardError("ERR_RANDOM", "the system gave no random bytes");
  }
}
