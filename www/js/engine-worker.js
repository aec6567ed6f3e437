// Runs keyward in a Web Worker. What can be asked for is what `operations` holds.
import * as keyward from "../pkg/web.js";
import { readKey } from "./key.js";

const { Key } = keyward;

const operations = {
  hash: keyward.hash,
  verifyAndUpdate: keyward.verifyAndUpdate,
  peek: keyward.peek,

  /** What a stored hash is, and whether it should be replaced by one with that secret; null when it cannot be read. */
  identify(encoded, options) {
    const identity = keyward.identify(encoded);
    return identity && { ...identity, rehash: keyward.needsRehash(encoded, options) };
  },

  /** Checks a token with whatever kind of key the text holds. A secret is good for the token's own HMAC algorithm. */
  decode(token, text, encoding, { issuer, audience, leeway }) {
    const { header } = keyward.peek(token);
    const { kind, key } = readKey(text, header.alg, encoding, keyward);
    const options = { ...(issuer && { issuer }), ...(audience ? { audience } : audienceOf(token)), leeway };
    const decoded = keyward.decodeComplete(token, key, options);
    const ms = timed(() => keyward.decodeComplete(token, key, options));
    return { kind, algorithm: header.alg, ms, ...decoded };
  },

  issue(claims, text, encoding, algorithm, options) {
    const { key } = readKey(text, algorithm, encoding, keyward);
    const token = keyward.issue(claims, key, { algorithm, ...options });
    return { token, ms: timed(() => keyward.issue(claims, key, { algorithm, ...options })) };
  },

  /** A new key as a JWK with all of its members, and, unless it is a secret, its public half. */
  generate(algorithm) {
    const key = Key.generate(algorithm);
    const text = (jwk) => JSON.stringify(jwk, null, 1);
    return { whole: text(key.toJwk()), half: key.kind === "secret" ? null : text(key.toPublicJwk()) };
  },

  keyKind(text, algorithm, encoding) {
    const { kind, key } = readKey(text, algorithm, encoding, keyward);
    return { kind, use: key.kind, algorithm: key.algorithm };
  },

  /** One pass through all that the package does. */
  tour(password) {
    const key = Key.generate("HS256");
    // Nobody's first login counts: memory is touched for the first time.
    keyward.hash(password);
    const hash = once(() => keyward.hash(password));
    const verify = once(() => keyward.verify(password, hash.value));
    const sign = () => keyward.issue({ sub: "johndoe" }, key, { expiresIn: "30m" });
    const token = sign();
    const read = () => keyward.decode(token, key).sub;
    return { hash, verify, issue: { value: token, ms: timed(sign) }, decode: { value: read(), ms: timed(read) } };
  },
};

/** Who the token is for is not known here, so everybody it names is taken for us. */
function audienceOf(token) {
  const { aud } = keyward.peek(token).claims;
  const named = [aud].flat().filter((name) => typeof name === "string");
  return named.length > 0 ? { audience: named } : {};
}

function once(work) {
  const began = performance.now();
  const value = work();
  return { value, ms: performance.now() - began };
}

/**
 * What quick work takes, in milliseconds. Browsers blur their clocks to a tenth of one, so it is repeated for a few of
 * them; and the first few do not count, because the engine compiles what runs often.
 */
function timed(work) {
  repeat(work);
  return repeat(work);
}

function repeat(work) {
  const began = performance.now();
  let runs = 0;
  let passed;
  do {
    work();
    runs += 1;
    passed = performance.now() - began;
  } while (passed < 5);
  return passed / runs;
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
