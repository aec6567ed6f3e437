export * from "./index.js";

/**
 * Hands over the wasm: the file `keyward.wasm` beside this module. Call it once, before anything else of this module; a
 * second call does nothing.
 *
 * @param wasm the file's bytes, or a module compiled from them
 */
export function init(wasm: BufferSource | WebAssembly.Module): void;
