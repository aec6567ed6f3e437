// Cloudflare Workers.
import { KeySet, peek } from "../token/workerd.js";
import { jwks } from "./core.js";

export const { remoteKeySet } = jwks({ KeySet, peek });
export { KeywardError } from "../internal/error.js";
