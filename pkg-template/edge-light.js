// Next.js middleware, Vercel's Edge Functions: the same halves as in web.js.
export { KeywardError } from "./internal/error.js";
export { explain, hash, identify, needsRehash, verify, verifyAndUpdate } from "./schemes/edge-light.js";
export { Key, KeySet, decode, decodeComplete, issue, peek } from "./token/edge-light.js";
