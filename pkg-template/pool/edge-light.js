// Next.js middleware, Vercel's Edge Functions.
import * as keyward from "../schemes/edge-light.js";
import { sameThread } from "./same-thread.js";

export const { Pool, hash, verify, verifyAndUpdate } = sameThread({
  hash: keyward.hash,
  verify: keyward.verify,
  verifyAndUpdate: keyward.verifyAndUpdate,
});
export { KeywardError } from "../internal/error.js";
