// Every implementation behind two functions: claims -> token, token -> claims, or promises of them. All check the signature,
// `exp`, `iss` and `aud`, and every key is brought into the form the package likes best before the clock starts.
// `from` has what only the surroundings can load: keyward, and the packages that need Node's own crypto.
import { tsndr, hono, jose } from "./packages.mjs";
import { AUDIENCE, ISSUER } from "./workload.mjs";

const WEB_CRYPTO = {
  HS256: { name: "HMAC", hash: "SHA-256" },
  ES256: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
  EdDSA: { name: "Ed25519" },
  RS256: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  PS256: { name: "RSA-PSS", hash: "SHA-256" },
};

/** `keys` is `{ secret }` (a JWK) for HMAC, `{ privateKey, publicKey }` (JWKs) for the rest. */
export async function candidates(algorithm, keys, from) {
  const one = { algorithm, ...keys, signing: keys.secret ?? keys.privateKey, verifying: keys.secret ?? keys.publicKey };
  one.cryptoSigning = await cryptoKey(one.signing, algorithm, "sign");
  one.cryptoVerifying = await cryptoKey(one.verifying, algorithm, "verify");
  const all = {
    keyward: withKeyward(one, from.keyward),
    jose: withJose(one),
    ...(from.fastJwt && { "fast-jwt": withFastJwt(one, from) }),
    // It has no EdDSA.
    ...(from.jsonwebtoken && algorithm !== "EdDSA" && { jsonwebtoken: withJsonwebtoken(one, from) }),
    ...(from.nodeRs && { "@node-rs/jsonwebtoken": withNodeRs(one, from) }),
    "hono/jwt": withHono(one),
    // It has neither EdDSA nor RSA-PSS.
    ...(!["EdDSA", "PS256"].includes(algorithm) && { "@tsndr/cloudflare-worker-jwt": withTsndr(one) }),
  };
  return all;
}

const cryptoKey = (jwk, algorithm, use) => crypto.subtle.importKey("jwk", jwk, WEB_CRYPTO[algorithm], false, [use]);

function withKeyward({ algorithm, signing, verifying }, { Key, issue, decode }) {
  const [privateKey, publicKey] = [signing, verifying].map((jwk) => Key.fromJwk(jwk, { algorithm }));
  const options = { issuer: ISSUER, audience: AUDIENCE };
  return { issue: (claims) => issue(claims, privateKey), decode: (token) => decode(token, publicKey, options) };
}

function withJose({ algorithm, cryptoSigning, cryptoVerifying }) {
  const header = { alg: algorithm, typ: "JWT" };
  const options = { issuer: ISSUER, audience: AUDIENCE, algorithms: [algorithm] };
  return {
    issue: (claims) => new jose.SignJWT(claims).setProtectedHeader(header).sign(cryptoSigning),
    decode: async (token) => (await jose.jwtVerify(token, cryptoVerifying, options)).payload,
  };
}

/** A secret's bytes, and keys as PEM. */
function written({ secret, signing, verifying }, nodeCrypto) {
  const bytes = secret && Buffer.from(secret.k, "base64url");
  return {
    privatePem:
      bytes ?? nodeCrypto.createPrivateKey({ key: signing, format: "jwk" }).export({ type: "pkcs8", format: "pem" }),
    publicPem:
      bytes ?? nodeCrypto.createPublicKey({ key: verifying, format: "jwk" }).export({ type: "spki", format: "pem" }),
  };
}

function withNodeRs(one, { nodeRs, nodeCrypto }) {
  const { algorithm } = one;
  const { privatePem, publicPem } = written(one, nodeCrypto);
  const header = { algorithm };
  const options = { algorithms: [algorithm], iss: [ISSUER], aud: [AUDIENCE], leeway: 0 };
  return {
    issue: (claims) => nodeRs.signSync(claims, privatePem, header),
    decode: (token) => nodeRs.verifySync(token, publicPem, options),
  };
}

function withFastJwt(one, { fastJwt, nodeCrypto }) {
  const { algorithm } = one;
  const { privatePem, publicPem } = written(one, nodeCrypto);
  const sign = fastJwt.createSigner({ key: privatePem, algorithm });
  const verify = fastJwt.createVerifier({
    key: publicPem,
    algorithms: [algorithm],
    allowedIss: ISSUER,
    allowedAud: AUDIENCE,
    cache: false,
  });
  return { issue: (claims) => sign(claims), decode: (token) => verify(token) };
}

function withJsonwebtoken({ algorithm, secret, signing, verifying }, { jsonwebtoken, nodeCrypto }) {
  const secretKey = secret && nodeCrypto.createSecretKey(Buffer.from(secret.k, "base64url"));
  const privateKey = secretKey ?? nodeCrypto.createPrivateKey({ key: signing, format: "jwk" });
  const publicKey = secretKey ?? nodeCrypto.createPublicKey({ key: verifying, format: "jwk" });
  const issueOptions = { algorithm };
  const decodeOptions = { algorithms: [algorithm], issuer: ISSUER, audience: AUDIENCE };
  return {
    issue: (claims) => jsonwebtoken.sign(claims, privateKey, issueOptions),
    decode: (token) => jsonwebtoken.verify(token, publicKey, decodeOptions),
  };
}

function withHono({ algorithm, cryptoSigning, cryptoVerifying }) {
  const options = { alg: algorithm, iss: ISSUER, aud: AUDIENCE };
  return {
    issue: (claims) => hono.sign(claims, cryptoSigning, algorithm),
    decode: (token) => hono.verify(token, cryptoVerifying, options),
  };
}

/** It checks neither `iss` nor `aud`: whoever uses it does so. */
function withTsndr({ algorithm, cryptoSigning, cryptoVerifying }) {
  const options = { algorithm, throwError: true };
  return {
    issue: (claims) => tsndr.sign(claims, cryptoSigning, options),
    decode: async (token) => {
      const { payload } = await tsndr.verify(token, cryptoVerifying, options);
      if (payload.iss !== ISSUER || payload.aud !== AUDIENCE) throw new Error("for somebody else");
      return payload;
    },
  };
}

/** That all make tokens which all read, and refuse when forged: what is not right is not measured. */
export async function agree(algorithm, all, payload) {
  for (const [maker, { issue }] of Object.entries(all)) {
    const token = await issue({ ...payload });
    const at = token.length - 10;
    const forged = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
    for (const [reader, { decode }] of Object.entries(all)) {
      const found = await decode(token);
      if (inOrder(found) !== inOrder(payload))
        throw new Error(`${reader} does not read the ${algorithm} token of ${maker}`);
      const refused = await Promise.resolve()
        .then(() => decode(forged))
        .then(
          () => false,
          () => true,
        );
      if (!refused) throw new Error(`${reader} takes a forged ${algorithm} token`);
    }
  }
}

/** Some packages write the claims in an order of their own. */
const inOrder = (claims) => JSON.stringify(Object.entries(claims).sort());
