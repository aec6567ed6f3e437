// Bring your own wasm: for a runtime where none of the other entry points fits, or where the wasm comes from elsewhere.
import { instance } from "./instance.js";

export const { init } = instance;
export * from "./functions.js";
