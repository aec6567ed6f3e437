// Base64 without padding in which one value has one spelling: bits left over at the end are zero. Nothing here depends on
// secrets: salts and tags are what is written and read, and a tag is compared as bytes.

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** Of the PHC string format, RFC 4648 section 4. */
export const STANDARD = `${LETTERS}0123456789+/`;
/** Of bcrypt. */
export const BCRYPT = `./${LETTERS}0123456789`;

/**
 * The bytes, or `undefined`.
 *
 * @param {string} text
 * @param {string} alphabet
 */
export function decode(text, alphabet) {
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let bits = 0;
  let count = 0;
  let at = 0;
  for (const character of text) {
    const value = alphabet.indexOf(character);
    if (value < 0) return undefined;
    bits = (bits << 6) | value;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[at++] = bits >> count;
      bits &= (1 << count) - 1;
    }
  }
  return bits === 0 && count < 6 ? bytes : undefined;
}

/** @param {Uint8Array} bytes */
export function encode(bytes) {
  let text = "";
  for (let bit = 0; bit < bytes.length * 8; bit += 6) {
    const at = bit >> 3;
    text += STANDARD[(((bytes[at] << 8) | (bytes[at + 1] ?? 0)) >> (10 - (bit & 7))) & 63];
  }
  return text;
}
