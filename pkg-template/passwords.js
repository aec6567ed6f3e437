// The functions for passwords: the wasm's own.
import * as glue from "./glue.js";
import { guarded } from "./restart.js";

export const hash = /* @__PURE__ */ guarded(glue.hash);
export const identify = /* @__PURE__ */ guarded(glue.identify);
export const needsRehash = /* @__PURE__ */ guarded(glue.needsRehash);
export const verify = /* @__PURE__ */ guarded(glue.verify);
export const verifyAndUpdate = /* @__PURE__ */ guarded(glue.verifyAndUpdate);
