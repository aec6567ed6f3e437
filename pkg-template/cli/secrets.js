// Passwords, keys and tokens: asked for without showing what is typed, or read from standard input or a file.
import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { isatty } from "node:tty";
import { Failure } from "./failure.js";

const typed = () => isatty(0);

/** The bytes of a password. `again` asks for it twice, where somebody types it. */
export async function password({ again = false } = {}) {
  if (!typed()) return withoutLineBreak(await standardInput("the password"));
  const text = await ask("Password: ");
  if (again && (await ask("The same again: ")) !== text) throw new Failure("these were two different passwords.");
  return new TextEncoder().encode(text);
}

/**
 * The text of a token.
 *
 * @param {string} [file]
 */
export async function token(file) {
  return (file === undefined ? await typedOrPiped("the token", "Token: ") : read(file, "--token-file"))
    .toString("utf8")
    .trim();
}

/**
 * A key's file, the variable KEYWARD_KEY, or what somebody types: PEM, DER, a certificate, JWK, JWK Set, base64 of any of these but
 * DER, or the bytes of a secret.
 *
 * @param {string} [file]
 */
export async function key(file) {
  const variable = process.env.KEYWARD_KEY;
  if (file !== undefined) return keyOf(file === "-" ? await typedOrPiped("the key", "Key: ") : read(file, "--key"));
  if (variable) return keyOf(Buffer.from(variable));
  if (typed()) return keyOf(await typedOrPiped("the key", "Key: "));
  throw new Failure("a key is needed: --key FILE, or the variable KEYWARD_KEY.");
}

/**
 * What is typed, or else all of standard input.
 *
 * @param {string} what
 * @param {string} question
 */
export const typedOrPiped = async (what, question) =>
  typed() ? Buffer.from(await ask(question)) : standardInput(what);

/** @param {Buffer} bytes */
function keyOf(bytes) {
  const text = isUtf8(bytes) ? bytes.toString("utf8").trim() : "";
  // What else it may be, a PEM in whatever encoding or a secret, keyward finds out.
  if (!text.startsWith("{") || text.startsWith("{\\")) return withoutLineBreak(bytes);
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure("the key begins as a JWK does, and is not JSON.");
  }
}

/**
 * The content of a file that an option names.
 *
 * @param {string} file
 * @param {string} option
 */
export function read(file, option) {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    // Without the name: somebody may have written the secret itself there.
    throw new Failure(
      `${option} names a file, and that one cannot be read (${code}). What is secret is never taken from the command line.`,
    );
  }
}

/** @type {string | undefined} */
let used;

/** @param {string} what */
async function standardInput(what) {
  if (used) throw new Failure(`standard input cannot be ${what} as well as ${used}: give one of them as a file.`);
  used = what;
  return buffer(process.stdin);
}

/**
 * `echo` and editors end a text with a line break that nobody means. Bytes that are no text are left as they are.
 *
 * @param {Buffer} bytes
 */
export function withoutLineBreak(bytes) {
  if (!isUtf8(bytes)) return new Uint8Array(bytes);
  const end = bytes.at(-1) !== 10 ? bytes.length : bytes.at(-2) === 13 ? bytes.length - 2 : bytes.length - 1;
  return new Uint8Array(bytes.subarray(0, end));
}

/**
 * Asks at the terminal. The question comes when what is typed is no longer shown, and goes to standard error, as no part of
 * the output.
 *
 * @param {string} question
 * @returns {Promise<string>}
 */
export function ask(question) {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  process.stderr.write(question);
  return new Promise((resolve, reject) => {
    /** @param {() => void} settle */
    const end = (settle) => {
      lines.removeAllListeners("close");
      lines.close();
      process.stderr.write("\n");
      settle();
    };
    lines.on("line", (line) => end(() => resolve(line)));
    lines.on("close", () => end(() => reject(new Failure("nothing was typed."))));
    lines.on("SIGINT", () => end(() => process.exit(130)));
  });
}
