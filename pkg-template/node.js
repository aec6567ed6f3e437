// Node, Deno and Bun: the wasm is a file beside this one.
import { readFileSync } from "node:fs";
import { errorClass, initSync } from "./glue.js";

initSync({ module: readFileSync(new URL("./keyward.wasm", import.meta.url)) });

export const KeywardError = errorClass();
export * from "./api.js";
