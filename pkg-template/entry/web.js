// Browsers and bundlers: the wasm is inside a module, so that nothing has to be fetched or awaited.
import { chooseKernel } from "./engine.js";
import { initSync } from "./glue.js";
import base64 from "./inlined.js";

initSync({ module: Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)) });
chooseKernel();

export * from "./api.js";
