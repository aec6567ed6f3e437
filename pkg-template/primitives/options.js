// The arguments and options of the functions, checked as src/npm checks them for the whole package.
import { KeywardError } from "../internal/error.js";
import { TextEncoder } from "../internal/text.js";
import { bytes as copyOf, entries, isWellFormed, kind } from "../internal/value.js";

export const HASH = ["memory", "iterations", "parallelism", "tagLength", "salt", "secret"];
export const VERIFY = ["limits", "allowLegacy", "secret", "previousSecrets", "acceptWithoutSecret"];
const LIMITS = {
  memory: 102400,
  iterations: 16,
  parallelism: 255,
  cost: 15,
  rounds: 2000000,
  scryptParallelization: 16,
};

const wrongType = (name, expected, value) => new TypeError(`${name}: expected ${expected}, got ${kind(value)}`);

/** The bytes of a string or a copy of a Uint8Array. */
export function bytes(value, name) {
  if (typeof value === "string") return new TextEncoder().encode(text(value, name));
  let copy;
  try {
    copy = copyOf(value);
  } catch (cause) {
    throw new TypeError(`${name}: expected bytes, got a Uint8Array whose buffer is detached`, { cause });
  }
  if (!copy) throw wrongType(name, "a string or a Uint8Array", value);
  return copy;
}

export function text(value, name) {
  if (typeof value !== "string") throw wrongType(name, "a string", value);
  if (!isWellFormed(value))
    throw new TypeError(`${name}: expected well-formed Unicode, got a string with a lone surrogate`);
  return value;
}

/** An options object as a Map, without what is undefined. */
export function read(value, known) {
  if (value === undefined) return new Map();
  const found = entries(value);
  if (!found) throw wrongType("options", "a plain object", value);
  return checked(found, known);
}

function checked(found, known) {
  const options = new Map();
  for (let at = 0; at < found.length; at += 2) {
    if (!known.includes(found[at])) throw option(`unknown option${named(found[at])}: expected ${known.join(", ")}`);
    if (found[at + 1] !== undefined) options.set(found[at], found[at + 1]);
  }
  return options;
}

/** A name that a message can show is on one line and short. */
const named = (name) => (/^[!-~]{1,64}$/.test(name) ? ` \`${name}\`` : `, ${name.length} characters long`);

const option = (message) => new KeywardError("ERR_OPTION", message);

/** Values are not repeated: one may be a secret. */
function wrong(name, value, expected) {
  const got = typeof value === "number" ? "another number" : typeof value === "string" ? "another string" : kind(value);
  return option(`option \`${name}\`: expected ${expected}, got ${got}`);
}

function whole(options, name, fallback) {
  const value = options.get(name);
  if (value === undefined) return fallback;
  if (typeof value !== "number" || value >>> 0 !== value)
    throw wrong(name, value, "a whole number from 0 to 4294967295");
  return value >>> 0;
}

function flag(options, name) {
  const value = options.has(name) ? options.get(name) : false;
  if (typeof value !== "boolean") throw wrong(name, value, "true or false");
  return value;
}

function optionalBytes(options, name, expected, take) {
  if (!options.has(name)) return undefined;
  const value = options.get(name);
  let found;
  try {
    found = take(value, name);
  } catch {}
  if (!found) throw wrong(name, value, expected);
  return found;
}

const secretOf = (options) =>
  optionalBytes(options, "secret", "a well-formed string or a Uint8Array that is not detached", bytes) ??
  new Uint8Array();

function previousOf(options) {
  const list = options.has("previousSecrets") ? options.get("previousSecrets") : [];
  const refused = () => wrong("previousSecrets", list, "a list of well-formed strings and Uint8Arrays");
  if (!Array.isArray(list)) throw refused();
  try {
    return Array.from(list, (secret) => bytes(secret, "previousSecrets"));
  } catch {
    throw refused();
  }
}

/** The salt that is given, or a random one of 16 bytes (RFC 9106 section 3.1). */
export function saltOf(options) {
  const given = optionalBytes(options, "salt", "a Uint8Array that is not detached", copyOf);
  if (given) return given;
  try {
    return crypto.getRandomValues(new Uint8Array(16));
  } catch {
    throw new KeywardError("ERR_RANDOM", "the system gave no random bytes");
  }
}

/** OWASP's recommendation is the default: 19 MiB, two passes, one lane. */
export function hashOptions(options) {
  const tagLength = whole(options, "tagLength", 32);
  const memory = whole(options, "memory", 19456);
  const iterations = whole(options, "iterations", 2);
  const parallelism = whole(options, "parallelism", 1);
  return { memory, iterations, parallelism, tagLength, secret: secretOf(options) };
}

export function verifyOptions(options) {
  const limits = limitsOf(options);
  const allowLegacy = flag(options, "allowLegacy");
  const secret = secretOf(options);
  const previousSecrets = previousOf(options);
  return { limits, allowLegacy, secret, previousSecrets, acceptWithoutSecret: flag(options, "acceptWithoutSecret") };
}

function limitsOf(options) {
  if (!options.has("limits")) return LIMITS;
  const found = entries(options.get("limits"));
  if (!found) throw wrong("limits", options.get("limits"), "a plain object");
  const limits = checked(found, Object.keys(LIMITS));
  return Object.fromEntries(Object.entries(LIMITS).map(([name, fallback]) => [name, whole(limits, name, fallback)]));
}
