// Keys and tokens of Node's own crypto, in the built package.
import assert from "node:assert/strict";
import { KeyObject, createHmac, createSecretKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";

const { Key, KeySet, decode, issue, peek } = await import(inRoot("pkg/node.js"));

const SECRET = "a secret of more than thirty-two bytes";
const PAIRS = {
  RS256: generateKeyPairSync("rsa", { modulusLength: 2048 }),
  PS256: generateKeyPairSync(/** @type {any} */ ("rsa-pss"), { modulusLength: 2048 }),
  PS384: generateKeyPairSync(/** @type {any} */ ("rsa-pss"), {
    modulusLength: 2048,
    hashAlgorithm: "sha384",
    mgf1HashAlgorithm: "sha384",
    saltLength: 48,
  }),
  ES256: generateKeyPairSync("ec", { namedCurve: "P-256" }),
  ES512: generateKeyPairSync("ec", { namedCurve: "P-521" }),
  EdDSA: generateKeyPairSync("ed25519"),
};
const thrownBy = (run) => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
};

for (const [algorithm, { privateKey, publicKey }] of Object.entries(PAIRS)) {
  test(`a pair of KeyObjects signs and verifies ${algorithm}, as objects and in every form that Node exports`, () => {
    const token = issue({ a: 1 }, privateKey);
    assert.equal(peek(token).header.alg, algorithm);
    const pem = publicKey.export({ type: "spki", format: "pem" });
    const der = publicKey.export({ type: "spki", format: "der" });
    for (const key of [privateKey, publicKey, pem, Buffer.from(pem), der, Buffer.from(pem).toString("base64")])
      assert.deepEqual(decode(token, key), { a: 1 });
    for (const form of [der.toString("base64"), der.toString("base64url"), der.toString("hex")])
      assert.match(thrownBy(() => decode(token, form)).message, /put -----BEGIN PUBLIC KEY-----/);
    const encrypted = privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" });
    assert.match(thrownBy(() => issue({}, encrypted)).message, /openssl pkcs8 -topk8 -nocrypt/);
  });
}

test("a secret KeyObject is a secret, and one of a kind that signs no tokens says so", () => {
  const bytes = randomBytes(32);
  const key = createSecretKey(bytes);
  assert.deepEqual(decode(issue({ a: 1 }, key), new Uint8Array(bytes)), { a: 1 });
  const { publicKey } = generateKeyPairSync("x25519");
  assert.match(thrownBy(() => issue({}, publicKey)).message, /neither RSA, nor EC, nor Ed25519/);
});

test("a CryptoKey says how to get at the key, and both ways are right", async () => {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
  assert.match(thrownBy(() => issue({}, privateKey)).message, /exportKey.*KeyObject\.from\(key\)/);
  const token = issue({ a: 1 }, KeyObject.from(privateKey));
  assert.deepEqual(decode(token, await crypto.subtle.exportKey("jwk", publicKey)), { a: 1 });
});

test("what Node signs by default is DER, and an error names that", () => {
  const { privateKey, publicKey } = PAIRS.ES256;
  const input = `${Buffer.from('{"alg":"ES256"}').toString("base64url")}.e30`;
  const der = sign("sha256", Buffer.from(input), privateKey).toString("base64url");
  assert.match(thrownBy(() => decode(`${input}.${der}`, publicKey)).message, /in DER.*ieee-p1363/);
  const raw = sign("sha256", Buffer.from(input), { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url");
  assert.deepEqual(decode(`${input}.${raw}`, publicKey), {});
});

test("a JWK as .NET writes it, with null for what is not there", () => {
  const { privateKey, publicKey } = PAIRS.RS256;
  const jwk = publicKey.export({ format: "jwk" });
  const token = issue({ a: 1 }, privateKey, { keyId: "k1" });
  const standard = Object.fromEntries(Object.entries(jwk).map(([name, value]) => [name, padded(name, value)]));
  for (const key of [
    { ...jwk, kid: "k1", alg: null, use: null, key_ops: null, d: null, crv: null, x5c: [], oth: null },
    { ...jwk, kid: "k1", key_ops: [] },
    { ...standard, kid: "k1" },
  ]) {
    assert.deepEqual(decode(token, key), { a: 1 });
    assert.deepEqual(decode(token, { keys: [key] }), { a: 1 });
    assert.deepEqual(decode(token, KeySet.fromJwkSet({ keys: [key, { ...key, kid: null }] })), { a: 1 });
  }
});

const padded = (name, value) => (name === "kty" ? value : Buffer.from(value, "base64url").toString("base64"));

test("options of other libraries are answered with their names here", () => {
  const token = issue({ sub: "a" }, SECRET);
  for (const [options, words] of /** @type {[any, RegExp][]} */ ([
    [{ clockTolerance: 5 }, /it is `leeway` here, in seconds/],
    [{ clockTimestamp: 5 }, /it is `now` here/],
    [{ currentDate: new Date() }, /it is `now` here/],
    [{ maxTokenAge: "1h" }, /it is `maxAge` here/],
    [{ typ: "JWT" }, /it is `type` here/],
    [{ required_claims: [] }, /it is `requiredClaims` here/],
    [{ require: [] }, /it is `requiredClaims` here/],
    [{ algorithm: "HS256" }, /it is `algorithms` here/],
    [{ allowedIss: "a" }, /it is `issuer` here/],
    [{ ignoreExpiration: true }, /always checked/],
    [{ verify_signature: false }, /always checked/],
    [{ complete: true }, /`decodeComplete`/],
    [{ nonce: "a" }, /compare the claim/],
    [{ memry: 1 }, /expected algorithms, issuer, /],
    [{ constructor: 1 }, /expected algorithms, issuer, /],
  ])) {
    const { code, message } = thrownBy(() => decode(token, SECRET, options));
    assert.equal(code, "ERR_OPTION");
    assert.match(message, words);
  }
  for (const [options, words] of /** @type {[any, RegExp][]} */ ([
    [{ jwtid: "a" }, /it is `jwtId` here/],
    [{ keyid: "a" }, /it is `keyId` here/],
    [{ expires_in: 5 }, /it is `expiresIn` here/],
    [{ noTimestamp: true }, /`issuedAt` asks for it/],
    [{ headers: {} }, /it is `header` here/],
    [{ algorithms: ["HS256"] }, /it is `algorithm` here/],
  ]))
    assert.match(thrownBy(() => issue({}, SECRET, options)).message, words);
  assert.match(thrownBy(() => Key.secret(SECRET, { kid: "a" })).message, /it is `keyId` here/);
});

test("options for what others issue", () => {
  const signed = (header, claims, encoding = "base64url") => {
    const input = [header, claims].map((part) => encode(JSON.stringify(part), encoding)).join(".");
    return `${input}.${encode(createHmac("sha256", SECRET).update(input).digest(), encoding)}`;
  };
  const numbered = signed({ alg: "HS256" }, { sub: 1, jti: 2 });
  assert.match(thrownBy(() => decode(numbered, SECRET)).message, /claimTypes: "lenient"/);
  assert.deepEqual(decode(numbered, SECRET, { claimTypes: "lenient", subject: "1" }), { sub: 1, jti: 2 });
  assert.equal(thrownBy(() => decode(numbered, SECRET, { claimTypes: "loose" })).code, "ERR_OPTION");
  const ofALoadBalancer = signed({ alg: "HS256", kid: null }, { sub: "abc" }, "padded");
  assert.match(thrownBy(() => decode(ofALoadBalancer, SECRET)).message, /`allowPadding`/);
  assert.deepEqual(decode(ofALoadBalancer, SECRET, { allowPadding: true }), { sub: "abc" });
  assert.deepEqual(decode(issue({}, SECRET), SECRET, { requiredClaims: [] }), {});
});

const encode = (bytes, encoding) =>
  encoding === "padded"
    ? Buffer.from(bytes).toString("base64").replaceAll("+", "-").replaceAll("/", "_")
    : Buffer.from(bytes).toString(encoding);
