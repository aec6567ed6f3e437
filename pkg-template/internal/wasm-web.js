// The bytes of a wasm in browsers. They are inside a module, so that nothing has to be fetched or awaited.
import { inflate } from "./inflate.js";

/**
 * @param {string} deflated
 * @param {number} size
 */
export const wasm = (deflated, size) =>
  inflate(
    Uint8Array.from(atob(deflated), (character) => character.charCodeAt(0)),
    size,
  );
