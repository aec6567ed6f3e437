// src/account/password_rule/common.bin: a filter (Bloom 1970) of the most common passwords, from the list of
// @zxcvbn-ts/language-common (MIT). Building the Worker makes it anew; it lies in the repository so that the crate compiles
// without the packages of npm.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { inRoot } from "../lib/paths.mjs";

export const FILTER = inRoot("src/account/password_rule/common.bin");

const LIST = inRoot("node_modules/@zxcvbn-ts/language-common/src/passwords.json");
/** In bytes. With eight bits a password one in 880 texts is taken for a common one that is none. */
const LENGTH = 9000;
/** The rule takes no shorter ones, and of the longest there are few. */
const SHORTEST = 8;
const LONG = 15;
const MOST = 5000;

/** The list in the order of use: the passwords that the filter has. */
export function commonPasswords() {
  const all = JSON.parse(readFileSync(LIST, "utf8")).map((password) => password.toLowerCase());
  const fit = [...new Set(all)].filter((password) => [...password].length >= SHORTEST);
  return fit.filter((password, place) => place < MOST || [...password].length >= LONG);
}

/** The eight bits of a password: the words of its SHA-256, little-endian. */
function bitsOf(password) {
  const digest = createHash("sha256").update(password.toLowerCase()).digest();
  return Array.from({ length: 8 }, (_, word) => digest.readUInt32LE(4 * word) % (8 * LENGTH));
}

export function makeFilter() {
  const filter = Buffer.alloc(LENGTH);
  for (const password of commonPasswords()) for (const bit of bitsOf(password)) filter[bit >> 3] |= 1 << (bit & 7);
  return filter;
}

/** Whether a password is one of them, or is taken for one. */
export const isCommon = (password, filter = readFileSync(FILTER)) =>
  bitsOf(password).every((bit) => filter[bit >> 3] & (1 << (bit & 7)));

/** Where the list is another one by now. */
export function writeFilter() {
  const filter = makeFilter();
  if (!filter.equals(readFileSync(FILTER))) writeFileSync(FILTER, filter);
}
