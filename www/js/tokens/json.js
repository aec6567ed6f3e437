// JSON as somebody types it, and the numbers in it that JavaScript does not keep.

/** What a text holds, as `{ value, lost }`, or `{ error }` in the browser's words. `lost` is a sentence, null for none. */
export function readJson(text) {
  try {
    return { value: JSON.parse(text), lost: lostNumber(text) };
  } catch ({ message }) {
    return { error: message };
  }
}

/** In a text that is JSON: its strings, which are passed over, and its numbers. */
const STRINGS_AND_NUMBERS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** Numbers are doubles (RFC 8259 section 6): one with more digits would become another number, and nobody would know. */
function lostNumber(text) {
  for (const [piece] of text.matchAll(STRINGS_AND_NUMBERS)) {
    const kept = String(Number(piece));
    if (!piece.startsWith('"') && decimal(piece) !== decimal(kept)) {
      return `JavaScript keeps ${piece} as ${kept}. Where every digit counts, write it as text, in quotes.`;
    }
  }
  return null;
}

/** A number as its digits and a power of ten, so that all ways to write it are one: 1500, 1500.0 and 1.5e3 are 15e2. */
function decimal(number) {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(number);
  // "Infinity" is none that JSON can write.
  if (!parts) return number;
  const [, sign, whole, fraction = "", exponent = "0"] = parts;
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (!significant) return "0";
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
