// Node, Deno and Bun.
import { deflated } from "../generated/primitives/inlined.js";
import { instance } from "../primitives/instance.js";
import { wasm } from "../internal/wasm-node.js";

instance.init(wasm(deflated));

export * from "../primitives/functions.js";
