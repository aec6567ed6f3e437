// The wasm of the passwords' half of `keyward`.
import { __wbg_reset_state, initSync, useScalarKernel } from "../generated/schemes/glue.js";
import { createInstance } from "../internal/instance.js";

export const instance = createInstance(initSync, __wbg_reset_state, useScalarKernel);
