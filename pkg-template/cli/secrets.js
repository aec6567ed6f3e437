// Passwords, keys and tokens: asked for without showing what is typed, or read from standard input or a file.
import { fstatSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { isUtf8 } from "node:buffer";
import { Failure } from "./failure.js";

/** The bytes of a password. `again` asks for it twice, where somebody types it. */
export async function password({ again = false } = {}) {
  if (!process.stdin.isTTY) return withoutLineBreak(standardInput("the password"));
  const typed = await ask("Password: ");
  if (again && (await ask("The same again: ")) !== typed) throw new Failure("these were two different passwords.");
  return new TextEncoder().encode(typed);
}

/** The text of a token. */
export async function token(file) {
  const text = file !== undefined ? read(file, "--token") : process.stdin.isTTY ? Buffer.from(await ask("Token: ")) : standardInput("the token");
  return text.toString("utf8").trim();
}

/** A key's file, the variable KEYWARD_KEY, or what somebody types: PEM, JWK, JWK Set, or the bytes of a secret. */
export async function key(file) {
  const variable = process.env.KEYWARD_KEY;
  if (file !== undefined) return keyOf(file === "-" ? standardInput("the key") : read(file, "--key"));
  if (variable) return keyOf(Buffer.from(variable));
  if (process.stdin.isTTY) return keyOf(Buffer.from(await ask("Key: ")));
  throw new Failure("a key is needed: --key FILE, or the variable KEYWARD_KEY.");
}

function keyOf(bytes) {
  const text = isUtf8(bytes) ? bytes.toString("utf8").trim() : "";
  if (text.startsWith("-----BEGIN")) return text;
  if (!text.startsWith("{")) return withoutLineBreak(bytes);
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure("the key begins as a JWK does, and is not JSON.");
  }
}

/** The content of a file that an option names. */
export function read(file, option) {
  try {
    return readFileSync(file);
  } catch ({ code }) {
    // Without the name: somebody may have written the secret itself there.
    throw new Failure(`${option} names a file, and that one cannot be read (${code}). What is secret is never taken from the command line.`);
  }
}

let used;

function standardInput(what) {
  if (used) throw new Failure(`standard input cannot be ${what} as well as ${used}: give one of them as a file.`);
  used = what;
  // Where there is nothing to read from, reading would fail with a word that nobody understands.
  try {
    fstatSync(0);
  } catch {
    throw new Failure(`${what} is read from standard input, and there is none.`);
  }
  return readFileSync(0);
}

/** `echo` and editors end a text with a line break that nobody means. Bytes that are no text are left as they are. */
export function withoutLineBreak(bytes) {
  if (!isUtf8(bytes)) return new Uint8Array(bytes);
  const end = bytes.at(-1) !== 10 ? bytes.length : bytes.at(-2) === 13 ? bytes.length - 2 : bytes.length - 1;
  return new Uint8Array(bytes.subarray(0, end));
}

/** Asks at the terminal. The question comes when nothing is shown any more, and goes to standard error, as no part of the output. */
function ask(question) {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  process.stderr.write(question);
  return new Promise((resolve, reject) => {
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
