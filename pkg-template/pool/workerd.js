// Cloudflare Workers.
import * as keyward from "../schemes/workerd.js";
import { sameThread } from "./same-thread.js";

export const { Pool, hash, verify, verifyAndUpdate } = sameThread({
  hash: keyward.hash,
  verify: keyward.verify,
  verifyAndUpdate: keyward.verifyAndUpdate,
});
export { KeywardError } from "../internal/error.js";
