// What cargo compiles for: this machine, or WebAssembly.

/**
 * The features for what runs on this machine: none of those that are for WebAssembly, whose dependencies are many and would be
 * compiled for nothing. One list, so that all that is compiled with it is compiled once.
 */
export const HOST = ["--no-default-features", "--features", "check"];

/**
 * With this the dependencies have the features that tests want of them, which cargo asks for only where a test, a bench or an
 * example is compiled: they are the same then, and compiled once. The only example needs a feature of its own.
 */
export const AS_FOR_TESTS = "--examples";

/** The target of all wasm. */
export const TRIPLE = "wasm32-unknown-unknown";

/** For tests in WebAssembly: there, to optimize the crate takes longer than it runs. Its dependencies are optimized as ever. */
export const UNOPTIMIZED = ["--config", "profile.dev.package.keyward.opt-level=0"];
