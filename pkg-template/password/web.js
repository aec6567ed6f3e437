// Browsers and bundlers.
import { packed, sizes } from "../generated/primitives/packed.js";
import { wasm } from "../internal/wasm-web.js";
import { instance } from "../primitives/instance.js";

instance.init(wasm(packed, sizes));

export * from "../primitives/functions.js";
