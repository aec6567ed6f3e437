// The wasm of all of `keyward`, for the runtimes where its size does not matter.
import { __wbg_reset_state, initSync, useScalarKernel } from "./generated/whole/glue.js";
import { createInstance } from "./internal/instance.js";

export const instance = createInstance(initSync, __wbg_reset_state, useScalarKernel);
