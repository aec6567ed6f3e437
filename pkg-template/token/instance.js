// The wasm of `keyward/token`. Tokens are computed alike in every engine: there is no kernel to choose.
import { __wbg_reset_state, initSync } from "../generated/token/glue.js";
import { createInstance } from "../internal/instance.js";

export const instance = createInstance(initSync, __wbg_reset_state);
