// What kind of key somebody pasted.

/**
 * Reads a key from text: a PEM, a JWK, a set of JWKs, else a secret.
 * Returns `{ kind, key, algorithm }`, with `algorithm` where the kind alone does not say which one to check with.
 */
export function readKey(text, algorithm, { Key }) {
  const trimmed = text.trim();
  if (trimmed.startsWith("-----BEGIN")) return { kind: "PEM", key: Key.fromPem(trimmed, pemOptions(algorithm)) };
  const jwk = trimmed.startsWith("{") ? parse(trimmed) : null;
  if (jwk && Array.isArray(jwk.keys)) return { kind: "set of JWKs", key: jwk };
  if (jwk) return { kind: "JWK", key: Key.fromJwk(jwk, jwk.alg ? {} : jwkOptions(jwk, algorithm)) };
  return { kind: "secret", key: Key.secret(text, /^HS\d+$/.test(algorithm) ? { algorithm } : {}), algorithm };
}

/** An RSA key goes with six algorithms; the token or the menu says which is meant. */
const pemOptions = (algorithm) => (/^[RP]S\d+$/.test(algorithm) ? { algorithm } : {});
const jwkOptions = (jwk, algorithm) => ((jwk.kty === "RSA" && /^[RP]S/.test(algorithm)) || (jwk.kty === "oct" && /^HS/.test(algorithm)) ? { algorithm } : {});

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw Object.assign(new Error("the key looks like a JWK, and is no JSON"), { code: "ERR_KEY" });
  }
}
