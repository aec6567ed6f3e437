// Cloudflare Workers: the same halves as in web.js.
export { KeywardError } from "./error.js";
export { hash, identify, needsRehash, verify, verifyAndUpdate } from "./passwords/workerd.js";
export { Key, KeySet, decode, decodeComplete, issue, peek } from "./token/workerd.js";
