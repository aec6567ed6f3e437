// The functions of `keyward` for passwords, of every scheme.
import * as glue from "../generated/schemes/glue.js";
import { instance } from "./instance.js";

export { KeywardError } from "../internal/error.js";
export const explain = /* @__PURE__ */ instance.guarded(glue.explain);
export const hash = /* @__PURE__ */ instance.guarded(glue.hash);
export const identify = /* @__PURE__ */ instance.guarded(glue.identify);
export const needsRehash = /* @__PURE__ */ instance.guarded(glue.needsRehash);
export const verify = /* @__PURE__ */ instance.guarded(glue.verify);
export const verifyAndUpdate = /* @__PURE__ */ instance.guarded(glue.verifyAndUpdate);
