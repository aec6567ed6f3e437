// Runs keyward in a Web Worker. What can be asked for is what `operations` holds.
import * as keyward from "../pkg/web.js";
import { readKey } from "./key.js";

const { Key } = keyward;

const operations = {
  hash: keyward.hash,
  verify: keyward.verify,
  needsRehash: keyward.needsRehash,
  identify: keyward.identify,
  peek: keyward.peek,

  /** Checks a token with whatever kind of key the text holds. A secret is good for the token's own HMAC algorithm. */
  decode(token, text, now) {
    const { header } = keyward.peek(token);
    const { kind, key, algorithm } = readKey(text, header.alg, keyward);
    return { kind, algorithm: algorithm ?? header.alg, ...keyward.decodeComplete(token, key, { now, ...audienceOf(token) }) };
  },

  issue(claims, text, algorithm, options) {
    const { key } = readKey(text, algorithm, keyward);
    return keyward.issue(claims, key, { algorithm, ...options });
  },

  /** A new key as text: for HMAC the secret, else a private JWK. */
  generate: (algorithm) => JSON.stringify(Key.generate(algorithm).toJwk(), null, 1),

  /** The public half of a private key, for those who only verify. */
  publicJwk: (text, algorithm) => JSON.stringify(readKey(text, algorithm, keyward).key.toPublicJwk(), null, 1),

  keyKind: (text, algorithm) => {
    const { kind, key } = readKey(text, algorithm, keyward);
    return { kind, use: key.kind, algorithm: key.algorithm };
  },
};

/** Who the token is for is not known here, so everybody it names is taken for us. */
function audienceOf(token) {
  const { aud } = keyward.peek(token).claims;
  const named = [aud].flat().filter((name) => typeof name === "string");
  return named.length > 0 ? { audience: named } : {};
}

self.addEventListener("message", ({ data: { id, operation, args } }) => {
  const began = performance.now();
  try {
    const value = operations[operation](...args);
    self.postMessage({ id, value, ms: performance.now() - began });
  } catch (error) {
    self.postMessage({ id, error: { message: error.message, code: error.code, claim: error.claim } });
  }
});
