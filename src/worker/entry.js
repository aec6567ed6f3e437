// What Cloudflare calls, made into one module by the build: the Worker's handler, and the classes of its Durable Objects
// under the names that wrangler.toml has.
import module from "./index_bg.wasm";
import { account, fetch as answer, initSync } from "./glue.js";
import { enter } from "./instance.js";
import { objectClass } from "./objects.js";

initSync({ module });

export default { fetch: (request, env) => enter(answer, request, env) };

export const Account = objectClass(account);
