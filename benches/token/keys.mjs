// One key of each kind, made anew for each run, as JWKs.
const RSA = { hash: "SHA-256", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
const GENERATE = {
  ES256: { name: "ECDSA", namedCurve: "P-256" },
  EdDSA: { name: "Ed25519" },
  RS256: { name: "RSASSA-PKCS1-v1_5", ...RSA },
  PS256: { name: "RSA-PSS", ...RSA },
};

export async function makeKeys(algorithm) {
  if (algorithm === "HS256") {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    return { secret: { kty: "oct", k: Buffer.from(bytes).toString("base64url") } };
  }
  const pair = await crypto.subtle.generateKey(GENERATE[algorithm], true, ["sign", "verify"]);
  const [privateKey, publicKey] = await Promise.all(
    [pair.privateKey, pair.publicKey].map((key) => crypto.subtle.exportKey("jwk", key)),
  );
  // What a JWK says about its use differs between runtimes, and the packages disagree about it.
  for (const jwk of [privateKey, publicKey]) for (const name of ["alg", "use", "key_ops", "ext"]) delete jwk[name];
  return { privateKey, publicKey };
}
