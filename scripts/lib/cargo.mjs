// What cargo compiles for: this machine, or WebAssembly.

/**
 * The features for what runs on this machine: none of those that are for WebAssembly, whose dependencies are many and would be
 * compiled for nothing. One list, so that all that is compiled with it is compiled once.
 */
export const HOST = ["--no-default-features", "--features", "check"];

/** The target of all wasm. */
export const TRIPLE = "wasm32-unknown-unknown";
