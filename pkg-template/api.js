// The functions of the package, the same for every runtime.
export { KeywardError } from "./error.js";
export * from "./passwords.js";
export * from "./tokens.js";
