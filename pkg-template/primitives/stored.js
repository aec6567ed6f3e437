// Stored hashes of Argon2 and bcrypt as text: what src/password/scheme does in Rust for the whole package, for it is the
// handling of text that makes a wasm large. tests/npm/halves.test.mjs holds the two against each other.
import { MAX_ENCODED_LENGTH } from "../internal/constants.js";
import { KeywardError } from "../internal/error.js";
import { BCRYPT, STANDARD, decode, encode } from "./base64.js";

/** Whether a salt has the length of one of Argon2's. */
export const isSalt = (/** @type {Uint8Array} */ { length }) => length >= 8 && length <= 64;

/**
 * What the whole package reads besides (`TABLE` and `SHAPES` in src/password/scheme.rs), as short as it can be said: prefixes,
 * names in braces, and what is known by its shape.
 */
const OTHERS =
  /^(\$?(bcrypt[$_-]|pbkdf2|scrypt[$:]|(md5|sha\d+|plain)[$-])|\$([1567yphs]\$|apr1|wp\$2|f(_|b|ire)scrypt|hmac-|shiro)|u\$[sp]|:(pbkdf2|bcrypt|argon2|a|b):|[123]\||s2:|c2nyexb0|736372797074|aqaaaa|{(s?(sha|md|(ldap|plain)-md)[^}]*|(blf-)?crypt(?=}\$)|(pbkdf2|argon2|b?s?crypt)[^}]*|pkcs5s2|ldap|noop|(plain|clear)(text|-trunc)?)(\.(hex|b(ase)?64))?}|[{[][^]*"(secret_?data|hashedsaltedvalue)"|([\da-f]{32,}(:.*)?|\w{8,}[:.][\da-f]{64,}|[\da-f]{128}\.\w+|[\da-f]+(\$[\da-f]+){4}|a[\w+/]{65}(==)?)$)/i;

/**
 * @typedef {object} Stored A stored hash.
 * @property {string} scheme
 * @property {number} [type] Argon2's number for it, of Argon2 alone
 * @property {Uint8Array} salt
 * @property {Uint8Array} data empty for bcrypt, as is `keyid`
 * @property {Uint8Array} keyid
 * @property {Uint8Array} tag
 * @property {boolean} signExtended whether it has bcrypt's bug of that name
 * @property {Record<string, any>} parameters as `identify` names them
 */

/**
 * Prefix, name, and who reads the rest.
 *
 * @type {[string, string, (rest: string) => Omit<Stored, "scheme">][]}
 */
const FORMATS = [
  ["$argon2id$", "argon2id", (rest) => argon2(2, rest)],
  ["$argon2i$", "argon2i", (rest) => argon2(1, rest)],
  ["$argon2d$", "argon2d", (rest) => argon2(0, rest)],
  ["$2", "bcrypt", bcrypt],
  ["argon2$argon2", "django-argon2", anyArgon2],
  ["bcrypt$$2", "django-bcrypt", bcrypt],
  ["{CRYPT}$2", "ldap-bcrypt", bcrypt],
  ["{bcrypt}$2", "spring-bcrypt", bcrypt],
  ["{argon2}$argon2", "spring-argon2", anyArgon2],
  ["{argon2@SpringSecurity_v5_8}$argon2", "spring-argon2", anyArgon2],
];
/** No bytes. */
export const NOTHING = new Uint8Array();
/** An account without a password. */
const NOBODYS = { salt: NOTHING, data: NOTHING, keyid: NOTHING, tag: NOTHING, signExtended: false, parameters: {} };
/** By Argon2's numbers for them (RFC 9106 section 3.2, `y`). */
const TYPES = ["argon2d", "argon2i", "argon2id"];

/** @param {string} detail */
const format = (detail) => new KeywardError("ERR_HASH_FORMAT", detail);

/**
 * Reads a stored hash. Nothing is computed, and nothing that is known is told by a regular expression: V8 ends the process
 * where it has no stack left to compile one.
 *
 * @param {string} text
 * @returns {Stored}
 */
export function read(text) {
  // What columns of a fixed length, files and libsodium put at the end.
  let end = text.length;
  while ("\0\t\n\f\r ".includes(text[end - 1] ?? ".")) end -= 1;
  const encoded = text.slice(0, end);
  // What is not in ASCII is no hash at any length.
  const { length } = encoded;
  if (length > MAX_ENCODED_LENGTH)
    throw new KeywardError("ERR_HASH_LIMIT", `the stored hash has ${length} bytes, the limit is ${MAX_ENCODED_LENGTH}`);
  const [first = ""] = encoded;
  if ("!*".includes(first) || encoded === "x")
    return { ...NOBODYS, scheme: first === "!" ? "django-unusable" : "unusable" };
  for (const [prefix, scheme, reader] of FORMATS) {
    if (encoded.startsWith(prefix)) return { scheme, ...reader(encoded.slice(prefix.length)) };
  }
  if (OTHERS.test(encoded)) {
    throw new KeywardError(
      "ERR_HASH_UNSUPPORTED",
      "`keyward/password` reads Argon2 and bcrypt only: import from `keyward`",
    );
  }
  throw format("the stored hash is of no known format");
}

/**
 * @param {string} option that moves the limit
 * @param {string} what
 * @param {number} needed
 * @param {number} limit
 */
export function within(option, what, needed, limit) {
  if (needed > limit)
    throw new KeywardError(
      "ERR_HASH_LIMIT",
      `the hash needs ${needed} ${what}, the limit is ${limit}: \`limits.${option}\``,
    );
}

/**
 * A decimal number of 32 bits without sign and leading zeros: the only text that comes back as it was.
 *
 * @param {string} text
 */
function decimal(text) {
  const number = Number(text) >>> 0;
  return String(number) === text ? number : undefined;
}

/**
 * @param {string} what the field
 * @param {string} text
 * @param {string} alphabet the standard one with its padding or without
 */
function base64(what, text, alphabet) {
  const padded = alphabet === STANDARD && text.length % 4 === 0;
  const padding = !padded ? 0 : text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = decode(text.slice(0, text.length - padding), alphabet);
  if (!bytes) throw format(`${what} is not canonical base64`);
  return bytes;
}

/**
 * Both sides of the first separator, or `undefined`.
 *
 * @param {string} text
 * @param {string} separator
 */
function splitOnce(text, separator) {
  const at = text.indexOf(separator);
  return at < 0 ? undefined : [text.slice(0, at), text.slice(at + 1)];
}

/** @param {string} rest */
function anyArgon2(rest) {
  const [type, more = ""] = splitOnce(rest, "$") ?? [];
  const number = TYPES.indexOf(`argon2${type}`);
  if (number < 0) throw format("the types of Argon2 are argon2id, argon2i and argon2d");
  return argon2(number, more);
}

/**
 * `[v=…$]<parameters>$<salt>$<tag>`; without a version it is older than that field, and 16.
 *
 * @param {number} type
 * @param {string} rest
 */
function argon2(type, rest) {
  let version = 16;
  const [field, more = ""] = splitOnce(rest, "$") ?? [];
  if (field === "v=19" || field === "v=16") {
    version = Number(field.slice(2));
    rest = more;
  } else if (rest.startsWith("v=")) throw format("the version of an Argon2 hash is 16 or 19");
  const parts = rest.split("$");
  const [parameters = "", encodedSalt = "", encodedTag = ""] = parts;
  if (parts.length !== 3) throw format("an Argon2 hash is parameters, a salt and a tag");
  const { data, keyid, ...numbers } = argon2Parameters(parameters);
  const salt = base64("the salt of an Argon2 hash", encodedSalt, STANDARD);
  const tag = base64("the tag of an Argon2 hash", encodedTag, STANDARD);
  const problem = argon2Range(numbers);
  if (problem) throw format(problem);
  if (!isSalt(salt)) throw format("the salt of an Argon2 hash has 8 to 64 bytes");
  if (tag.length < 4 || tag.length > 128) throw format("the tag of an Argon2 hash has 4 to 128 bytes");
  const named = keyid.length > 0 ? { keyid: encode(keyid) } : {};
  return {
    type,
    salt,
    data,
    keyid,
    tag,
    signExtended: false,
    parameters: { algorithm: TYPES[type], version, ...numbers, ...named },
  };
}

/**
 * `m=…,t=…,p=…[,keyid=…][,data=…]`, in any order, each once.
 *
 * @param {string} field
 */
function argon2Parameters(field) {
  const pairs = field.split(",").map((pair) => splitOnce(pair, "="));
  if (!pairs.every((pair) => pair && ["m", "t", "p", "keyid", "data"].includes(pair[0])))
    throw format("an Argon2 hash has an unknown parameter");
  /** @param {string} name */
  const value = (name) => {
    const [first, second] = pairs.filter((pair) => pair?.[0] === name);
    if (second) throw format("a parameter of an Argon2 hash is there twice");
    return first?.[1];
  };
  /** @param {string} name */
  const number = (name) => {
    const found = decimal(value(name) ?? "");
    if (found === undefined) throw format("the parameters of an Argon2 hash are m, t and p, each a number");
    return found;
  };
  /**
   * @param {string} name
   * @param {number} longest
   */
  const optional = (name, longest) => {
    const bytes = base64(`the ${name} of an Argon2 hash`, value(name) ?? "", STANDARD);
    if (bytes.length > longest) throw format("the keyid of an Argon2 hash has at most 8 bytes, its data at most 32");
    return bytes;
  };
  const numbers = { memory: number("m"), iterations: number("t"), parallelism: number("p") };
  // The key identifier names a secret and does not go into the hash.
  const keyid = optional("keyid", 8);
  const data = optional("data", 32);
  return { ...numbers, keyid, data };
}

/**
 * What RFC 9106 section 3.1 does not allow.
 *
 * @param {{ memory: number, iterations: number, parallelism: number }} parameters
 */
export function argon2Range({ memory, iterations, parallelism }) {
  if (parallelism < 1 || parallelism > 0xffffff) return "the parallelism of Argon2 is 1 to 16777215";
  if (memory < 8 * parallelism) return "the memory of Argon2 is at least 8 KiB for each lane";
  return iterations === 0 ? "the iterations of Argon2 are at least 1" : undefined;
}

/**
 * What follows `$2`: `b$<cost>$<22 salt><31 tag>`.
 *
 * @param {string} rest
 */
function bcrypt(rest) {
  const wrong = format("a bcrypt hash is $2b$, a cost of two digits, and 53 characters");
  const [version, more] = splitOnce(rest, "$") ?? [];
  if (more === undefined) throw wrong;
  if (!["a", "b", "x", "y"].includes(version ?? "")) throw format("a bcrypt hash begins with $2a$, $2b$, $2x$ or $2y$");
  const [digits, both] = splitOnce(more, "$") ?? [];
  if (digits === undefined || both === undefined) throw wrong;
  // Why that may be the whole package says.
  if (both.length !== 53) throw format(`a bcrypt hash has 60 characters, this one has ${7 + both.length}`);
  const cost = digits.length === 2 ? decimal(digits.startsWith("0") ? digits.slice(1) : digits) : undefined;
  if (cost === undefined || cost < 4 || cost > 31) throw format("the cost of a bcrypt hash is 04 to 31");
  const salt = base64("the salt of a bcrypt hash", both.slice(0, 22), BCRYPT);
  const tag = base64("the tag of a bcrypt hash", both.slice(22), BCRYPT);
  return {
    salt,
    data: NOTHING,
    keyid: NOTHING,
    tag,
    signExtended: version === "x",
    parameters: { cost },
  };
}
