// The Worker of contract.test.mjs: tries the contract against the namespace that is bound.
import module from "./index_bg.wasm";
import { initSync, store_contract, throttle } from "./glue.js";
import { throttleClass } from "./objects.js";

initSync({ module });

const fails = async () => {
  throw new Error("out of reach");
};

export const Throttle = throttleClass(throttle);

export default {
  async fetch(request, env) {
    if (new URL(request.url).pathname === "/counters")
      return new Response(await env.THROTTLE.getByName("contract").call('"contract"'));
    return new Response(await store_contract(env, { AUTH: { get: fails, put: fails } }));
  },
};
