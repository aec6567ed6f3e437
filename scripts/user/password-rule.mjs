// Which passwords are taken: the same rule as the Worker's (src/account/password_rule.rs), which cites NIST SP 800-63B-4.
import { isCommon } from "../build/common-passwords.mjs";
import { Failure } from "../lib/run.mjs";
import { setting } from "./settings.mjs";

const DEFAULT_LENGTH = 15;
const LEAST_LENGTH = 8;
const MOST_LENGTH = 128;

/** As long as any that is hashed, in bytes. */
const LONGEST = 4096;

/** The shortest part of a name or an address that counts, in characters. */
const SHORTEST_PART = 4;

/** @typedef {{ username: string, email?: string | null, full_name?: string | null }} KnownAs what no password may be */

/**
 * Why this is no password for the user, in words; `null` where it is one.
 *
 * @param {string} password
 * @param {KnownAs} user
 * @param {number} [shortest] in characters
 */
export function refusal(password, { username, email, full_name }, shortest = DEFAULT_LENGTH) {
  const length = characters(password).length;
  if (length < shortest) return `Password should be at least ${shortest} characters, this one has ${length}`;
  if (Buffer.byteLength(password) > LONGEST) return `Password should be at most ${LONGEST} bytes`;
  if (password.includes("\0")) return "Password should not contain a NUL character";
  const small = password.toLowerCase();
  if (isCommonOrNearly(small)) return "Password is one of the most common ones, or much like one";
  if (isRepetition(small) || isSequence(small)) return "Password should not be a repetition or a sequence";
  if ([username, email, full_name].some((own) => own && isMostly(small, own)))
    return "Password should not be made of your name or address";
  return null;
}

/** @param {string} text */
const characters = (text) => [...text];

/** As it is, or without the digits and marks at its end. @param {string} password */
function isCommonOrNearly(password) {
  const word = password.replace(/\P{Alphabetic}+$/u, "");
  return isCommon(password) || (characters(word).length >= LEAST_LENGTH && isCommon(word));
}

/** The same few characters again and again. @param {string} password */
function isRepetition(password) {
  const all = characters(password);
  const longest = Math.min(Math.floor(all.length / 2), 8);
  return Array.from({ length: longest }, (_, index) => index + 1).some((unit) =>
    all.every((character, index) => character === all[index % unit]),
  );
}

/** Each character is the next one, or the one before; from 9 it goes on with 0. @param {string} password */
function isSequence(password) {
  const codes = characters(password).map((character) => Number(character.codePointAt(0)));
  const steps = codes.slice(1).map((code, index) => code - codes[index]);
  return steps.length > 0 && [1, -1].some((way) => steps.every((step) => step === way || step === -9 * way));
}

/** Whether it is one of the texts that somebody is known by, with little beside. @param {string} password @param {string} text */
function isMostly(password, text) {
  const own = text.toLowerCase();
  const parts = [own, own.split("@")[0], own.replace(/[^\p{Alphabetic}\p{N}]+/gu, "")];
  return parts
    .map((part) => ({ part, size: characters(part).length }))
    .filter(({ size }) => size >= SHORTEST_PART)
    .some(({ part, size }) => 2 * (password.split(part).length - 1) * size > characters(password).length);
}

/** The rule with the PASSWORD_MIN_LENGTH that is set. @param {boolean} remote */
export function passwordRule(remote) {
  const said = setting("PASSWORD_MIN_LENGTH", remote) ?? String(DEFAULT_LENGTH);
  const shortest = /^\d{1,3}$/.test(said) ? Number(said) : 0;
  if (shortest < LEAST_LENGTH || shortest > MOST_LENGTH)
    throw new Failure(`PASSWORD_MIN_LENGTH is not a whole number from ${LEAST_LENGTH} to ${MOST_LENGTH}`);
  return (/** @type {string} */ password, /** @type {KnownAs} */ user) => refusal(password, user, shortest);
}
