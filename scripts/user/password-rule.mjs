// Which passwords are taken: NIST SP 800-63B-4, section 3.1.1.2. Long enough, none that everybody tries first, and not the
// user's own name or address; nothing about digits and capitals.
import { Failure } from "../lib/run.mjs";
import { setting } from "./settings.mjs";

const DEFAULT_LENGTH = 15;
const LEAST_LENGTH = 8;

/** As long as any that is hashed, in bytes. */
const LONGEST = 4096;

/**
 * Why this is no password for the user, in words; `null` where it is one.
 *
 * @param {string} password
 * @param {{ username: string, email?: string | null }} user
 * @param {number} [minimum] in characters
 */
export function refusal(password, { username, email }, minimum = DEFAULT_LENGTH) {
  const length = [...password].length;
  if (length < minimum)
    return `it has ${length} characters, and ${minimum} are the least: four words are a good password`;
  if (Buffer.byteLength(password) > LONGEST) return `it has more than ${LONGEST} bytes`;
  const said = plain(password);
  const own = [username, email, email?.split("@")[0]].filter(Boolean).map((name) => plain(String(name)));
  if (own.some((name) => said === name || said === name.repeat(said.length / name.length)))
    return "it is the user's own name or address";
  if (isCommon(password)) return "it is one of those that are tried first";
  return null;
}

/** @param {string} text */
const plain = (text) => text.normalize("NFC").toLowerCase();

/** Whether everybody tries it first: one character over and over, or a row of the keyboard. @param {string} password */
export const isCommon = (password) => new Set(password).size < 4;

/** PASSWORD_MIN_LENGTH. @param {boolean} remote */
export function minimumLength(remote) {
  const said = setting("PASSWORD_MIN_LENGTH", remote);
  if (said === undefined) return DEFAULT_LENGTH;
  const length = /^\d{1,3}$/.test(said) ? Number(said) : 0;
  if (length < LEAST_LENGTH) throw new Failure(`PASSWORD_MIN_LENGTH is not a whole number of ${LEAST_LENGTH} or more`);
  return length;
}
