// Browsers and bundlers.
import { deflated, size } from "../generated/schemes/inlined.js";
import { wasm } from "../internal/wasm-web.js";
import { instance } from "./instance.js";

instance.init(wasm(deflated, size));

export * from "./functions.js";
