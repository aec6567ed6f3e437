// Half of the functions of `keyward`: those for passwords of every scheme. (`keyward/password` is another, smaller wasm.)
export { KeywardError } from "../error.js";
export * from "./passwords.js";
