// Auth0's `custom_password_hash`, which describes a hash of another system member by member, as one text that keyward reads.
import { Buffer } from "node:buffer";
import { Unusable } from "../unreadable.js";

/**
 * @typedef {{ value?: unknown, encoding?: string, position?: string, digest?: string, key?: Text }} Text
 * @typedef {{
 *   algorithm?: string, hash?: Text, salt?: Text, password?: { encoding?: string },
 *   keylen?: number, cost?: number, blockSize?: number, parallelization?: number,
 * }} Custom
 */

/** @type {Record<string, (custom: Custom) => string>} */
const ALGORITHMS = {
  argon2: whole,
  bcrypt: whole,
  pbkdf2: whole,
  ldap: whole,
  scrypt: ({ hash, salt, cost = 16384, blockSize = 8, parallelization = 1 }) =>
    `$scrypt$ln=${Math.log2(cost)},r=${blockSize},p=${parallelization}$${b64(bytes(salt, "utf8"))}$${b64(bytes(hash))}`,
  md5: digest,
  sha1: digest,
  sha256: digest,
  sha512: digest,
  hmac: ({ hash }) =>
    `$hmac-${hash?.digest}$${base64(Buffer.from(bytes(hash).toString("hex")))}$${base64(bytes(hash?.key, "utf8"))}`,
};

/** @param {Custom} custom */
export function customHash(custom) {
  const { algorithm = "", password } = custom;
  if (algorithm === "md4")
    throw new Unusable("its hash is MD4, which nobody may use any more: a new password is needed");
  if (!Object.hasOwn(ALGORITHMS, algorithm)) throw new Unusable("its custom_password_hash has an unknown algorithm");
  if (password?.encoding && !["utf8", "ascii"].includes(password.encoding))
    throw new Unusable("its hash is of a password in another encoding than UTF-8: a new password is needed");
  return ALGORITHMS[algorithm](custom);
}

/** What stands for itself: a PHC string, bcrypt, or LDAP's. @param {Custom} custom */
function whole({ hash }) {
  if (typeof hash?.value !== "string") throw new Unusable("its custom_password_hash has no hash.value");
  return hash.value.trim();
}

/** As Kratos has a digest with its salt. @param {Custom} custom */
function digest({ algorithm, hash, salt }) {
  const salted = salt?.value ? bytes(salt, "utf8") : Buffer.alloc(0);
  const format = salt?.position === "suffix" ? "{PASSWORD}{SALT}" : "{SALT}{PASSWORD}";
  return `$${algorithm}$pf=${base64(Buffer.from(format))}$${base64(salted)}$${base64(bytes(hash))}`;
}

/** What is not so spelled, `Buffer` would read up to there. */
const SPELLED = { hex: /^([0-9a-f]{2})*$/i, base64: /^[\w+/-]*={0,2}$/, utf8: /^/ };

/**
 * The bytes of a hash, which are in hexadecimal where nothing else is said; those of a salt or a key are text (Auth0's "Bulk User
 * Import Database Schema").
 *
 * @param {Text | undefined} said
 * @param {string} [usual] the encoding where none is said
 */
function bytes(said, usual = "hex") {
  const { value, encoding = usual } = said ?? {};
  if (typeof value !== "string") throw new Unusable("its custom_password_hash is not whole");
  if (encoding !== "hex" && encoding !== "base64" && encoding !== "utf8")
    throw new Unusable("its custom_password_hash has an unknown encoding");
  if (!SPELLED[encoding].test(value))
    throw new Unusable(`its custom_password_hash has something that is no ${encoding}`);
  return Buffer.from(value, encoding);
}

/** @param {Buffer} bytes */
const base64 = (bytes) => bytes.toString("base64");

/** Without padding, as PHC strings have it. @param {Buffer} bytes */
const b64 = (bytes) => base64(bytes).replace(/=+$/, "");
