// The functions of `keyward/token`, the same for every runtime.
export { KeywardError } from "../error.js";
export * from "./tokens.js";
