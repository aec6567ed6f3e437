// Browsers and bundlers.
import { deflated, size } from "../generated/primitives/inlined.js";
import { wasm } from "../internal/wasm-web.js";
import { instance } from "../primitives/instance.js";

instance.init(wasm(deflated, size));

export * from "../primitives/functions.js";
