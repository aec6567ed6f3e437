// The functions of `keyward/token`.
import * as glue from "../generated/token/glue.js";
import { instance } from "./instance.js";
import { decodeWith, guardedClass, issueWith } from "./keys.js";

export { KeywardError } from "../internal/error.js";
export const Key = /* @__PURE__ */ guardedClass(instance, glue.Key);
export const KeySet = /* @__PURE__ */ guardedClass(instance, glue.KeySet);
const own = { instance, Key, KeySet };
export const peek = /* @__PURE__ */ instance.guarded(glue.peek);
export const issue = /* @__PURE__ */ instance.guarded(/* @__PURE__ */ issueWith(own, glue.issueWithKey, glue.issue));
export const decode = /* @__PURE__ */ instance.guarded(
  /* @__PURE__ */ decodeWith(
    own,
    (token, key, options) => JSON.parse(glue.decodeWithKey(token, key, options)),
    glue.decodeWithKeySet,
    glue.decode,
  ),
);
export const decodeComplete = /* @__PURE__ */ instance.guarded(
  /* @__PURE__ */ decodeWith(own, glue.decodeCompleteWithKey, glue.decodeCompleteWithKeySet, glue.decodeComplete),
);
