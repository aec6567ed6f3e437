// The functions of `keyward` on one wasm. (In browsers, bundlers and Workers they are those of schemes/ and token/.)
import * as glue from "./generated/whole/glue.js";
import { instance } from "./instance.js";
import { decodeWith, guardedClass, issueWith } from "./token/keys.js";

export { KeywardError } from "./internal/error.js";

export const explain = /* @__PURE__ */ instance.guarded(glue.explain);
export const hash = /* @__PURE__ */ instance.guarded(glue.hash);
export const identify = /* @__PURE__ */ instance.guarded(glue.identify);
export const needsRehash = /* @__PURE__ */ instance.guarded(glue.needsRehash);
export const verify = /* @__PURE__ */ instance.guarded(glue.verify);
export const verifyAndUpdate = /* @__PURE__ */ instance.guarded(glue.verifyAndUpdate);

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
