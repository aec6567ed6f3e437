// Node, Deno and Bun: for the keys and functions of `keyward`.
import { KeySet, peek } from "../node.js";
import { jwks } from "./core.js";

export const { remoteKeySet } = jwks({ KeySet, peek });
export { KeywardError } from "../internal/error.js";
