// Node, Deno and Bun: for the keys of `keyward`.
import { Key, KeySet, decodeComplete, peek } from "../node.js";
import { guards } from "./core.js";

export const { createGuard } = guards({ Key, KeySet, decodeComplete, peek });
export { KeywardError } from "../internal/error.js";
