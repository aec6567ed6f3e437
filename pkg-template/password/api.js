// The functions of `keyward/password`, the same for every runtime.
export { KeywardError } from "../error.js";
export { hash, identify, needsRehash, verify, verifyAndUpdate } from "./functions.js";
