// The JavaScript libraries behind two functions each. `not` names the algorithms of ours that a library does not have.
import { createPrivateKey, createPublicKey } from "node:crypto";
import { createSigner, createVerifier } from "fast-jwt";
import * as jose from "jose";
import { AUDIENCE, KEY_ID } from "./material.mjs";

export const libraries = {
  jose: {
    not: [],
    async issue(algorithm, claims, jwk) {
      const key = await jose.importJWK(jwk, algorithm);
      return new jose.SignJWT(claims).setProtectedHeader({ alg: algorithm, typ: "JWT", kid: KEY_ID }).sign(key);
    },
    async decode(algorithm, token, jwk) {
      const key = await jose.importJWK(jwk, algorithm);
      return (await jose.jwtVerify(token, key, { algorithms: [algorithm], audience: AUDIENCE })).payload;
    },
  },
  "fast-jwt": {
    not: ["Ed25519"],
    issue: (algorithm, claims, jwk) =>
      createSigner({ algorithm, kid: KEY_ID, key: pem(createPrivateKey, "pkcs8", jwk) })(claims),
    decode: (algorithm, token, jwk) =>
      createVerifier({
        algorithms: [algorithm],
        allowedAud: AUDIENCE,
        cache: false,
        key: pem(createPublicKey, "spki", jwk),
      })(token),
  },
};

const pem = (create, type, jwk) =>
  jwk.kty === "oct"
    ? Buffer.from(jwk.k, "base64url")
    : create({ key: jwk, format: "jwk" }).export({ type, format: "pem" });
