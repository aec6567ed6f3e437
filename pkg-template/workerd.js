// Cloudflare Workers: the same halves as in web.js.
export { KeywardError } from "./internal/error.js";
export { explain, hash, identify, needsRehash, verify, verifyAndUpdate } from "./schemes/workerd.js";
export { Key, KeySet, decode, decodeComplete, issue, peek } from "./token/workerd.js";
