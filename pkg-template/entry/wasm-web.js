// The bytes of the wasm in browsers. They are inside a module, so that nothing has to be fetched or awaited.
import { inflate } from "./inflate.js";
import { deflated, size } from "./inlined.js";

export const wasm = () =>
  inflate(
    Uint8Array.from(atob(deflated), (character) => character.charCodeAt(0)),
    size,
  );
