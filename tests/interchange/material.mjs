// What is exchanged: one key for each algorithm, made anew for each run by Node's OpenSSL, and a set of claims.
import { generateKeyPairSync, randomBytes } from "node:crypto";

export const KEY_ID = "a key, né 2026";
export const AUDIENCE = "https://api.example.com";

const CURVES = { ES256: "P-256", ES384: "P-384", ES512: "P-521" };
export const ALGORITHMS = [
  "HS256",
  "HS384",
  "HS512",
  ...Object.keys(CURVES),
  "EdDSA",
  "Ed25519",
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
];

const pairs = new Map();

/** The JWKs of an algorithm: `{ signing, verifying }`, for HMAC the same one twice. RSA's six share a key: it takes long to make. */
export function material(algorithm) {
  const family = /^[RP]S/.test(algorithm) ? "RSA" : algorithm;
  if (!pairs.has(family)) pairs.set(family, make(family));
  return pairs.get(family);
}

function make(family) {
  if (family.startsWith("HS")) {
    const jwk = { kty: "oct", k: randomBytes(64).toString("base64url") };
    return { signing: jwk, verifying: jwk };
  }
  const options = { privateKeyEncoding: { format: "jwk" }, publicKeyEncoding: { format: "jwk" } };
  const pair = CURVES[family]
    ? generateKeyPairSync("ec", { namedCurve: CURVES[family], ...options })
    : family === "RSA"
      ? generateKeyPairSync("rsa", { modulusLength: 2048, ...options })
      : generateKeyPairSync("ed25519", options);
  return { signing: pair.privateKey, verifying: pair.publicKey };
}

/** Registered claims, and what JSON has beside: none of it may change on the way. */
export function claims() {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: "https://login.example.com/",
    sub: 'jöhndoe 🔑 "quoted" \\ \u0001',
    aud: ["https://other.example.com", AUDIENCE],
    exp: now + 3600,
    nbf: now - 60,
    iat: now - 60,
    jti: "0b7a9a52",
    scope: "me items",
    ratio: 0.1,
    large: Number.MAX_SAFE_INTEGER,
    nothing: null,
    nested: { list: [1, "two", [true, false], {}], "": "an empty name" },
  };
}
