// The wasm of `keyward/password`.
import { __wbg_reset_state, initSync, useScalarKernel } from "../generated/primitives/glue.js";
import { createInstance } from "../internal/instance.js";

export const instance = createInstance(initSync, __wbg_reset_state, useScalarKernel);
