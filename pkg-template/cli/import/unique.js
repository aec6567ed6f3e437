// No name twice, and no address twice. What is kept of each is 64 bits of a digest and a line, so that two million users fit.
import * as crypto from "node:crypto";

/**
 * The first 64 bits of a digest.
 *
 * @param {string} text
 */
const digest = (text) =>
  typeof crypto.hash === "function"
    ? crypto.hash("sha256", text, "buffer")
    : crypto.createHash("sha256").update(text).digest();

/** Texts, and a number for each: an open hash table in typed arrays. */
export class Seen {
  #size = 0;
  #slots = 1 << 12;
  #keys = new Uint32Array(2 * this.#slots);
  #numbers = new Uint32Array(this.#slots);

  /** The number of a text, 0 where it was not seen. @param {string} text */
  get(text) {
    return this.#numbers[this.#slot(digest(text))];
  }

  has(/** @type {string} */ text) {
    return this.get(text) > 0;
  }

  /** @param {string} text @param {number} number not 0 */
  set(text, number) {
    if (2 * this.#size >= this.#slots) this.#grow();
    const key = digest(text);
    const slot = this.#slot(key);
    if (this.#numbers[slot] === 0) this.#size++;
    this.#keys[2 * slot] = key.readUInt32LE(0);
    this.#keys[2 * slot + 1] = key.readUInt32LE(4);
    this.#numbers[slot] = number;
  }

  get size() {
    return this.#size;
  }

  /** Where a key is, or would be. @param {Buffer} key */
  #slot(key) {
    const [low, high] = [key.readUInt32LE(0), key.readUInt32LE(4)];
    let slot = low & (this.#slots - 1);
    while (this.#numbers[slot] !== 0 && (this.#keys[2 * slot] !== low || this.#keys[2 * slot + 1] !== high))
      slot = (slot + 1) & (this.#slots - 1);
    return slot;
  }

  #grow() {
    const [keys, numbers] = [this.#keys, this.#numbers];
    this.#slots *= 2;
    this.#keys = new Uint32Array(2 * this.#slots);
    this.#numbers = new Uint32Array(this.#slots);
    for (let old = 0; old < numbers.length; old++) {
      if (numbers[old] === 0) continue;
      let slot = keys[2 * old] & (this.#slots - 1);
      while (this.#numbers[slot] !== 0) slot = (slot + 1) & (this.#slots - 1);
      this.#keys.set(keys.subarray(2 * old, 2 * old + 2), 2 * slot);
      this.#numbers[slot] = numbers[old];
    }
  }
}

/** The names, addresses and ids of one file. */
export class Unique {
  #names = new Seen();
  #leading = new Seen();

  /**
   * Why a user can't be taken after those before, `null` where nothing is against it. The first of two is taken.
   *
   * @param {number} line
   * @param {Pick<import("./record.js").Entry, "username" | "leading">} entry
   */
  refuse(line, { username, leading }) {
    const same = this.#names.get(username);
    if (same) return `the username of line ${same} again`;
    for (const key of leading) {
      const claimed = this.#leading.get(key);
      const what = key.startsWith("id:") ? "id" : "address";
      if (claimed) return `the ${what} of line ${claimed} again, under another username`;
    }
    this.#names.set(username, line);
    for (const key of leading) this.#leading.set(key, line);
    return null;
  }
}
