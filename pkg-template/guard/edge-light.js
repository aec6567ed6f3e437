// Next.js middleware, Vercel's Edge Functions.
import { Key, KeySet, decodeComplete, peek } from "../token/edge-light.js";
import { guards } from "./core.js";

export const { createGuard } = guards({ Key, KeySet, decodeComplete, peek });
export { KeywardError } from "../internal/error.js";
