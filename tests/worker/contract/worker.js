// The Worker of contract.test.mjs: tries the contract against the namespace that is bound.
import module from "./index_bg.wasm";
import { initSync, store_contract } from "./glue.js";

initSync({ module });

const fails = async () => {
  throw new Error("out of reach");
};

export default {
  async fetch(_request, env) {
    return new Response(await store_contract(env, { AUTH: { get: fails, put: fails } }));
  },
};
