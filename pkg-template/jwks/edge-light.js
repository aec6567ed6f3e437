// Next.js middleware, Vercel's Edge Functions.
import { KeySet, peek } from "../token/edge-light.js";
import { jwks } from "./core.js";

export const { remoteKeySet } = jwks({ KeySet, peek });
export { KeywardError } from "../internal/error.js";
