// The Worker of contract.test.mjs: tries the contract against the namespace that is bound.
import module from "./index_bg.wasm";
import { account, initSync, store_contract, throttle } from "./glue.js";
import { accountClass, throttleClass } from "./objects.js";

initSync({ module });

const fails = async () => {
  throw new Error("out of reach");
};

export const Account = accountClass(account);
export const Throttle = throttleClass(throttle);

export default {
  async fetch(request, env) {
    const object = { "/counters": env.THROTTLE, "/sessions": env.ACCOUNTS }[new URL(request.url).pathname];
    if (object) return new Response(await object.getByName("contract").call('"contract"'));
    return new Response(await store_contract(env, { AUTH: { get: fails, put: fails } }));
  },
};
