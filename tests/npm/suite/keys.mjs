import { equal, ok, same, thrownBy } from "./assert.mjs";
import { PEM, rfc7515, rfc8037 } from "./known-keys.mjs";
import { LONG_SECRET, SECRET, base64url, forge } from "./samples.mjs";

export const keyTests = ({ Key, KeySet, decode, decodeComplete, issue, peek }) => [
  [
    "a Key signs and verifies again and again",
    () => {
      const key = Key.secret(SECRET);
      for (let n = 0; n < 100; n += 1) same(decode(issue({ n }, key), key), { n });
      same(decodeComplete(issue({ a: 1 }, key), key).claims, { a: 1 });
      same(decode(issue({ a: 1 }, key), SECRET), { a: 1 });
    },
  ],
  [
    "a Key says what it is for",
    () => {
      const plain = Key.secret(SECRET);
      same([plain.algorithm, plain.keyId, plain.kind], ["HS256", undefined, "secret"]);
      const named = Key.secret(LONG_SECRET, { algorithm: "HS512", keyId: "2024" });
      same([named.algorithm, named.keyId, named.kind], ["HS512", "2024", "secret"]);
      same(peek(issue({}, named)).header, { alg: "HS512", typ: "JWT", kid: "2024" });
      same(decode(issue({ a: 1 }, named), named), { a: 1 });
    },
  ],
  [
    "a Key is of one algorithm only, where one is named",
    () => {
      const key = Key.secret(LONG_SECRET, { algorithm: "HS512" });
      equal(thrownBy(() => issue({}, key, { algorithm: "HS256" })).code, "ERR_TOKEN_ALGORITHM");
      equal(thrownBy(() => decode(issue({}, LONG_SECRET), key)).code, "ERR_TOKEN_ALGORITHM");
    },
  ],
  [
    "a key of every algorithm is generated, signs, and its public half verifies",
    () => {
      for (const algorithm of ["HS256", "HS384", "HS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]) {
        const key = Key.generate(algorithm);
        equal(key.algorithm, algorithm);
        const token = issue({ a: 1 }, key);
        equal(peek(token).header.alg, algorithm);
        if (algorithm.startsWith("HS")) {
          same(decode(token, key), { a: 1 });
          equal(thrownBy(() => key.publicKey()).code, "ERR_KEY");
          equal(thrownBy(() => key.toPublicJwk()).code, "ERR_KEY");
          continue;
        }
        const half = key.publicKey();
        same([key.kind, half.kind], ["private", "public"]);
        same(decode(token, half), { a: 1 });
        equal(thrownBy(() => issue({}, half)).code, "ERR_KEY");
        equal(half.thumbprint(), key.thumbprint());
        equal(thrownBy(() => decode(token, Key.generate(algorithm))).code, "ERR_TOKEN_SIGNATURE");
      }
    },
  ],
  [
    "two generated keys are different",
    () => {
      const [one, other] = [Key.generate("EdDSA"), Key.generate("EdDSA")];
      ok(one.thumbprint() !== other.thumbprint());
    },
  ],
  [
    "RSA keys are not generated",
    () => {
      equal(thrownBy(() => Key.generate("RS256")).code, "ERR_TOKEN_ALGORITHM");
    },
  ],
  [
    "a JWK goes in and comes out, and its thumbprint is that of RFC 8037",
    () => {
      // RFC 8037, appendices A.1 to A.3.
      const key = Key.fromJwk(rfc8037.jwk);
      same([key.algorithm, key.kind, key.keyId], ["EdDSA", "private", undefined]);
      equal(key.thumbprint(), rfc8037.thumbprint);
      equal(key.toJwk().d, rfc8037.jwk.d);
      const { d, ...half } = rfc8037.jwk;
      same(key.toPublicJwk(), key.publicKey().toJwk());
      equal(key.toPublicJwk().x, half.x);
      equal("d" in key.toPublicJwk(), false);
    },
  ],
  [
    "the example of RFC 8037 is not JSON, and its signature is seen to be good before that",
    () => {
      // RFC 8037, appendix A.4: the payload is "Example of Ed25519 signing".
      equal(thrownBy(() => decode(rfc8037.jws, Key.fromJwk(rfc8037.jwk))).code, "ERR_TOKEN_PAYLOAD");
    },
  ],
  [
    "decode reads the example of RFC 7515 for RSA, from a JWK",
    () => {
      // RFC 7515, appendix A.2.
      same(decode(rfc7515.token, rfc7515.jwk, { now: 1_300_819_379 }).iss, "joe");
      equal(thrownBy(() => decode(rfc7515.token, rfc7515.jwk)).code, "ERR_TOKEN_EXPIRED");
    },
  ],
  [
    "a PEM is a key of its kind, given as it is or read once",
    () => {
      for (const [secret, half, algorithm] of Object.values(PEM)) {
        const token = issue({ a: 1 }, secret);
        equal(peek(token).header.alg, algorithm);
        same(decode(token, half), { a: 1 });
        same(decode(token, Key.fromPem(half)), { a: 1 });
        same(decode(token, Key.fromPem(secret, { keyId: "k" }).publicKey()), { a: 1 });
      }
    },
  ],
  [
    "a public key never verifies an HMAC token",
    async () => {
      const [, half] = PEM.EC;
      const token = await forge({ alg: "HS256" }, { admin: true }, half);
      for (const key of [half, Key.fromPem(half), Key.fromPem(half).toJwk()]) {
        equal(thrownBy(() => decode(token, key)).code, "ERR_TOKEN_ALGORITHM");
      }
      equal(thrownBy(() => decode(token, new TextEncoder().encode(half))).code, "ERR_TOKEN_ALGORITHM");
      equal(thrownBy(() => Key.secret(half)).code, "ERR_KEY");
    },
  ],
  [
    "a key is read in every form in which variables and files have it, and is never a secret",
    async () => {
      const utf8 = (text) => new TextEncoder().encode(text);
      for (const [secret, half] of Object.values(PEM)) {
        const token = issue({ a: 1 }, secret);
        const forms = (pem) => [
          pem.replaceAll("\n", "\\n"),
          JSON.stringify(pem),
          `\ufeff${pem.replaceAll("\n", "\r\n    ")}`,
          utf8(pem),
          btoa(pem),
          base64url(utf8(pem)),
          btoa(btoa(pem)),
          JSON.stringify(Key.fromPem(pem).toJwk()),
        ];
        for (const form of forms(half)) {
          same(decode(token, form), { a: 1 });
          equal(thrownBy(() => Key.secret(form)).code, "ERR_KEY");
          if (typeof form !== "string") continue;
          const forged = await forge({ alg: "HS256" }, { admin: true }, form);
          equal(thrownBy(() => decode(forged, form)).code, "ERR_TOKEN_ALGORITHM");
        }
        for (const form of forms(secret)) same(decode(issue({ a: 1 }, form), half), { a: 1 });
        const bare = half.replaceAll(/-.*-/g, "").trim();
        const error = thrownBy(() => decode(token, bare));
        equal(error.code, "ERR_KEY");
        ok(error.message.includes("-----BEGIN PUBLIC KEY-----"), error.message);
      }
    },
  ],
  [
    "a text that is taken for a secret is called that where the token has another algorithm",
    () => {
      const [secret] = PEM.EC;
      const { code, message } = thrownBy(() => decode(issue({}, secret), SECRET));
      equal(code, "ERR_TOKEN_ALGORITHM");
      ok(
        message.startsWith("ES256 is not allowed here, only HS256: the key is a text, taken for an HMAC secret"),
        message,
      );
      equal(
        thrownBy(() => decode(issue({}, secret), Key.secret(SECRET))).message,
        "ES256 is not allowed here, only HS256",
      );
    },
  ],
  [
    "a CryptoKey and a Promise say how to get at the key",
    async () => {
      const key = await crypto.subtle.importKey("raw", LONG_SECRET, { name: "HMAC", hash: "SHA-256" }, true, ["sign"]);
      ok(/exportKey/.test(thrownBy(() => issue({}, key)).message));
      ok(/await it/.test(thrownBy(() => issue({}, Promise.resolve(SECRET))).message));
    },
  ],
  [
    "a JWK Set chooses by kid, as it is or read once",
    () => {
      const keys = ["a", "b"].map((keyId) => Key.fromJwk(Key.generate("ES256").toJwk(), { keyId }));
      const set = { keys: [{ kty: "unknown", kid: "c" }, ...keys.map((key) => key.toPublicJwk())] };
      for (const given of [set, KeySet.fromJwkSet(set)]) {
        for (const key of keys) {
          same(decode(issue({ a: 1 }, key), given), { a: 1 });
          equal(decodeComplete(issue({ a: 1 }, key), given).header.kid, key.keyId);
        }
        const stranger = Key.generate("ES256");
        equal(thrownBy(() => decode(issue({}, stranger), given)).code, "ERR_TOKEN_SIGNATURE");
        equal(thrownBy(() => decode(issue({}, stranger, { keyId: "d" }), given)).code, "ERR_KEY");
        equal(thrownBy(() => decode(issue({}, stranger, { keyId: "c" }), given)).code, "ERR_KEY");
      }
      equal(thrownBy(() => issue({}, set)).code, "ERR_KEY");
      ok(thrownBy(() => issue({}, KeySet.fromJwkSet(set))) instanceof TypeError);
      equal(thrownBy(() => KeySet.fromJwkSet({ keys: "none" })).code, "ERR_KEY");
    },
  ],
  [
    "a token without kid is not tried with thousands of keys",
    () => {
      const keys = Array.from({ length: 65 }, (_, number) => Key.secret(`the secret ${number}`.padEnd(32, ".")));
      const set = { keys: keys.map((key) => key.toJwk()) };
      for (const given of [set, KeySet.fromJwkSet(set)]) {
        const error = thrownBy(() => decode(issue({}, keys[0]), given));
        equal(error.code, "ERR_KEY");
        ok(/65 keys .* 64 are the most .* `kid`/.test(error.message), error.message);
      }
      same(decode(issue({ a: 1 }, keys[63]), { keys: set.keys.slice(0, 64) }), { a: 1 });
    },
  ],
  [
    "a KeySet that was freed is refused",
    () => {
      const set = KeySet.fromJwkSet({ keys: [] });
      set.free();
      set.free();
      ok(thrownBy(() => decode(issue({}, SECRET), set)) instanceof TypeError);
    },
  ],
  [
    "a key that cannot be read is refused, and its text is not repeated",
    () => {
      const [secret] = PEM.EC;
      for (const key of [
        secret.slice(0, 60),
        secret.replace("MIG", "MIH"),
        { kty: "EC", crv: "P-256", x: "AA", y: "AA" },
        {},
      ]) {
        const error = thrownBy(() => issue({}, key));
        equal(error.code, "ERR_KEY", error.message);
        ok(!error.message.includes("MI"));
      }
      equal(thrownBy(() => Key.fromPem(secret, { algorithm: "ES384" })).code, "ERR_TOKEN_ALGORITHM");
    },
  ],
  [
    "a Key that was freed is refused, and the others go on",
    () => {
      const key = Key.secret(SECRET);
      const token = issue({}, key);
      key.free();
      for (const use of [() => issue({}, key), () => decode(token, key), () => decodeComplete(token, key)]) {
        const error = thrownBy(use);
        ok(error instanceof TypeError && error.message.startsWith("key:"), String(error));
      }
      for (const use of [
        () => key.algorithm,
        () => key.keyId,
        () => key.kind,
        () => key.toJwk(),
        () => key.toPublicJwk(),
        () => key.publicKey(),
        () => key.thumbprint(),
      ]) {
        const error = thrownBy(use);
        ok(error instanceof TypeError && error.message === "expected a key that has not been freed", String(error));
      }
      key.free();
      same(decode(token, Key.secret(SECRET)), {});
    },
  ],
  [
    "what only looks like a Key is refused",
    () => {
      ok(thrownBy(() => issue({}, Object.create(Key.prototype))) instanceof TypeError);
      ok(thrownBy(() => issue({}, Key)) instanceof TypeError);
      equal(thrownBy(() => issue({}, { ...Key.secret(SECRET) })).code, "ERR_KEY");
    },
  ],
];
