// What kind of key somebody pasted.

/**
 * Reads a key from text: a PEM, a JWK, a JWK Set, else a secret, written as `encoding` says (`utf-8`, `base64`, `hex`).
 * A secret, and an RSA key that does not say it, is for `algorithm`. Returns `{ kind, key }`.
 */
export function readKey(text, algorithm, encoding, { Key }) {
  const trimmed = text.trim();
  if (trimmed.startsWith("-----BEGIN")) return { kind: "PEM", key: Key.fromPem(trimmed, pemOptions(algorithm)) };
  const jwk = trimmed.startsWith("{") ? parse(trimmed) : null;
  if (jwk && Array.isArray(jwk.keys)) return { kind: "JWK Set", key: jwk };
  if (jwk) return { kind: "JWK", key: Key.fromJwk(jwk, jwk.alg ? {} : jwkOptions(jwk, algorithm)) };
  return { kind: "secret", key: Key.secret(bytes(text, encoding), /^HS\d+$/.test(algorithm) ? { algorithm } : {}) };
}

/** An RSA key goes with six algorithms; the token or the menu says which is meant. */
const pemOptions = (algorithm) => (/^[RP]S\d+$/.test(algorithm) ? { algorithm } : {});
const jwkOptions = (jwk, algorithm) =>
  (jwk.kty === "RSA" && /^[RP]S/.test(algorithm)) || (jwk.kty === "oct" && /^HS/.test(algorithm)) ? { algorithm } : {};

const unusable = (message) => Object.assign(new Error(message), { code: "ERR_KEY" });

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw unusable("the key looks like a JWK, and is no JSON");
  }
}

/** A secret as the text itself, or the bytes that it stands for. */
function bytes(text, encoding) {
  if (encoding === "hex") {
    const digits = text.trim();
    if (!/^([0-9a-f]{2})*$/i.test(digits)) throw unusable("the secret is not hex: two digits for each byte");
    return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  }
  if (encoding === "base64") {
    try {
      // Both alphabets, with padding or without.
      return Uint8Array.from(
        atob(text.trim().replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "")),
        (character) => character.charCodeAt(0),
      );
    } catch {
      throw unusable("the secret is not base64");
    }
  }
  return text;
}
