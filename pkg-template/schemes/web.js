// Browsers and bundlers.
import { packed, sizes } from "../generated/schemes/packed.js";
import { wasm } from "../internal/wasm-web.js";
import { instance } from "./instance.js";

instance.init(wasm(packed, sizes));

export * from "./functions.js";
