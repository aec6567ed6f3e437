// Next.js middleware and routes of its Edge runtime, Vercel's Edge Functions: code may not be compiled at run time there, so the
// wasm is imported as a compiled module, which is what `?module` asks their bundlers for.
import { instance } from "../primitives/instance.js";
import module from "./keyward.wasm?module";

instance.init(module);

export * from "../primitives/functions.js";
