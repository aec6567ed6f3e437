// Browsers and bundlers.
import { Key, KeySet, decodeComplete, peek } from "../token/web.js";
import { guards } from "./core.js";

export const { createGuard } = guards({ Key, KeySet, decodeComplete, peek });
export { KeywardError } from "../internal/error.js";
