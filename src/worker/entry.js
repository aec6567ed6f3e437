// What Cloudflare calls, made into one module by the build: the Worker's handler, and the classes of its Durable Objects
// under the names that wrangler.toml has.
import module from "./index_bg.wasm";
import { account, fetch as answer, initSync, throttle } from "./glue.js";
import { enter } from "./instance.js";
import { accountClass, throttleClass } from "./objects.js";
import { useNative } from "../../pkg-template/internal/native.js";
import * as nodeCrypto from "../../pkg-template/internal/node-crypto.js";

useNative(nodeCrypto);
initSync({ module });

export default { fetch: (request, env, ctx) => enter(answer, request, env, ctx) };

export const Account = accountClass(account);
export const Throttle = throttleClass(throttle);
