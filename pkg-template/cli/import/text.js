// A file as text, piece by piece. UTF-8, UTF-16 with its byte order mark, or what --encoding says.
import { isUtf8 } from "node:buffer";
import { accessSync, constants, createReadStream, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { Unreadable } from "./unreadable.js";

const PIECE = 256 << 10;

/** The longest row or element, in characters. No user is longer; what nothing closes is. */
export const LONGEST = 1 << 20;

/** The encodings that can be asked for, and what TextDecoder calls them. */
export const ENCODINGS = {
  "utf-8": "utf-8",
  "utf-16le": "utf-16le",
  "utf-16be": "utf-16be",
  latin1: "windows-1252",
  "windows-1252": "windows-1252",
};

/** @typedef {keyof typeof ENCODINGS} Encoding */

/**
 * Refuses what cannot be read, and what cannot be read again: an import goes through its files several times.
 *
 * @param {string} file
 * @param {string} called in a sentence
 */
export function regularFile(file, called) {
  let isRegular;
  try {
    // Asked before anything is opened: a pipe into which nobody writes would wait for ever.
    isRegular = statSync(file).isFile();
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw new Unreadable(`${called} cannot be read (${/** @type {NodeJS.ErrnoException} */ (error).code})`);
  }
  if (!isRegular)
    throw new Unreadable(`${called} is no regular file: it is read several times, so write what a pipe gives into one`);
}

/**
 * @param {string} file
 * @param {Encoding} [encoding]
 * @param {(bytes: Uint8Array) => void} [seen] is called with the bytes as they are read
 * @returns {AsyncGenerator<string>}
 */
export async function* pieces(file, encoding, seen) {
  const kind = encoding ?? (await markedEncoding(file));
  // A byte order mark is no part of the text: the decoder takes it out.
  const decoder = new TextDecoder(ENCODINGS[kind], { fatal: true });
  let line = 1;
  for await (const bytes of createReadStream(file, { highWaterMark: PIECE })) {
    seen?.(bytes);
    let text;
    try {
      text = decoder.decode(bytes, { stream: true });
    } catch {
      throw await notIn(kind, file);
    }
    if (text.includes("\0")) throw new Unreadable(BYTES, line + breaks(text.slice(0, text.indexOf("\0"))));
    line += breaks(text);
    if (text) yield text;
  }
  try {
    const rest = decoder.decode();
    if (rest) yield rest;
  } catch {
    throw new Unreadable("the file ends in the middle of a character: it was cut off", line);
  }
}

const BYTES =
  "there is a zero byte: this is no text, or UTF-16 without its byte order mark (--encoding utf-16le), or a binary file";

/** @param {string} text */
function breaks(text) {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** @param {string} file @returns {Promise<Encoding>} */
async function markedEncoding(file) {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    if (bytesRead === 2 && buffer[0] === 0xff && buffer[1] === 0xfe) return "utf-16le";
    if (bytesRead === 2 && buffer[0] === 0xfe && buffer[1] === 0xff) return "utf-16be";
    return "utf-8";
  } finally {
    await handle.close();
  }
}

/**
 * Why a text cannot be read, with the line. The file is read again for that, line by line.
 *
 * @param {Encoding} kind
 * @param {string} file
 */
async function notIn(kind, file) {
  if (kind !== "utf-8") return new Unreadable(`the text is not ${kind}`);
  let line = 1;
  let rest = Buffer.alloc(0);
  for await (const piece of createReadStream(file, { highWaterMark: PIECE })) {
    const bytes = Buffer.concat([rest, piece]);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      if (!isUtf8(bytes.subarray(start, end))) return new Unreadable(NOT_UTF8, line);
      start = end + 1;
      line++;
    }
    rest = bytes.subarray(start);
    if (rest.length > 4 * LONGEST) break;
  }
  return new Unreadable(NOT_UTF8, line);
}

const NOT_UTF8 =
  "the text is not UTF-8. Export it as UTF-8, or say what it is: --encoding latin1 or --encoding utf-16le";
