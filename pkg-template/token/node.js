// Node, Deno and Bun.
import { deflated } from "../generated/token/inlined.js";
import { instance } from "./instance.js";
import { wasm } from "../internal/wasm-node.js";

instance.init(wasm(deflated));

export * from "./functions.js";
