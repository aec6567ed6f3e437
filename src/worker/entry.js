// What Cloudflare calls, made into one module by the build.
import module from "./index_bg.wasm";
import { fetch as answer, initSync } from "./glue.js";
import { enter } from "./instance.js";

initSync({ module });

export default { fetch: (request, env) => enter(answer, request, env) };
