// Cloudflare Workers: code may not be compiled at run time, so the wasm is imported as a compiled module.
import { instance } from "./instance.js";
import module from "./keyward.wasm";
import { useNative } from "../internal/native.js";
import * as nodeCrypto from "../internal/node-crypto.js";

useNative(nodeCrypto);
instance.init(module);

export * from "./functions.js";
