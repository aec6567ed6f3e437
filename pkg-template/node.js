// Node, Deno and Bun.
import { deflated } from "./generated/whole/inlined.js";
import { instance } from "./instance.js";
import { wasm } from "./internal/wasm-node.js";
import { useNative } from "./internal/native.js";
import * as nodeCrypto from "./internal/node-crypto.js";

useNative(nodeCrypto);
instance.init(wasm(deflated));

export * from "./functions.js";
