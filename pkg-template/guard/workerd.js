// Cloudflare Workers.
import { Key, KeySet, decodeComplete, peek } from "../token/workerd.js";
import { guards } from "./core.js";

export const { createGuard } = guards({ Key, KeySet, decodeComplete, peek });
export { KeywardError } from "../internal/error.js";
