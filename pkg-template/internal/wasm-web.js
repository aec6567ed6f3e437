// The bytes of a wasm in browsers. They are inside a module, so that nothing has to be fetched or awaited.
import { rearrange } from "./rearrange.js";
import { unlzma } from "./unlzma.js";

/**
 * @param {string} packed
 * @param {number[]} sizes
 */
export function wasm(packed, sizes) {
  const size = sizes.reduce((sum, length) => sum + length);
  const text = atob(packed);
  const compressed = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) compressed[index] = text.charCodeAt(index);
  const streams = unlzma(compressed, size);
  const starts = sizes.map((_, stream) => sizes.slice(0, stream).reduce((sum, length) => sum + length, 0));
  const whole = new Uint8Array(size);
  rearrange(streams, Int32Array.from(starts), whole, new Int32Array(1), size);
  return whole;
}
