// The functions of the package, the same for every runtime. Those for passwords are the wasm's own.
export { KeywardError } from "./error.js";
export { hash, identify, needsRehash, verify, verifyAndUpdate } from "./glue.js";
export * from "./tokens.js";
