// Browsers and bundlers.
import { KeySet, peek } from "../token/web.js";
import { jwks } from "./core.js";

export const { remoteKeySet } = jwks({ KeySet, peek });
export { KeywardError } from "../internal/error.js";
