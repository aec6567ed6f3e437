// What the package exports, apart from the class of its errors.
export { Key, decode, decodeComplete, hash, identify, issue, needsRehash, peek, verify, verifyAndUpdate } from "./glue.js";
