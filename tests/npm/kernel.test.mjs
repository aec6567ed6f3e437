// The Argon2 kernel in the wasm that is shipped: there as it was generated, and leaving nothing behind.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { checkKernel, wasmOpt } from "../../scripts/build/wasm.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { temporaryFolder } from "../support/folder.mjs";
import { run } from "./support.mjs";

const shipped = inRoot("pkg/keyward.wasm");
const work = temporaryFolder();

/** A copy of the shipped wasm in which one place is changed: `from` is replaced by as many bytes. */
function tampered(from, to) {
  const bytes = readFileSync(shipped);
  const at = bytes.indexOf(from);
  assert.ok(at > 0, "the place to change is in the wasm");
  bytes.set(to, at);
  const file = join(work, "tampered.wasm");
  writeFileSync(file, bytes);
  return file;
}

/** What is left in a variant's place after `local.get`, `i32.wrap_i64`, `i64.extend_i32_u`, `local.set`: twice in a row. */
const lowHalves = /\x20[\s\S]\xa7\xad\x21[\s\S]\x20[\s\S]\xa7\xad\x21[\s\S]/;

test("the wasm of each entry that hashes has its variants of the kernel as they were generated", () => {
  for (const file of [shipped, inRoot("pkg/schemes/keyward.wasm"), inRoot("pkg/password/keyward.wasm")])
    checkKernel(file);
});

test("a kernel that is not there is missed", () => {
  assert.throws(
    () => checkKernel(inRoot("pkg/token/keyward.wasm"), ["simd"]),
    /does not have function \d of Argon2's kernel/,
  );
});

test("a kernel whose constants were changed is refused", () => {
  // i64.const 24, i64.rotr
  const file = tampered(Buffer.from([0x42, 24, 0x8a]), Buffer.from([0x42, 16, 0x8a]));
  assert.throws(() => checkKernel(file), /does not have function \d of Argon2's kernel/);
});

test("a kernel whose instructions were put in another order is refused", () => {
  const [found] = lowHalves.exec(readFileSync(shipped).toString("latin1"));
  const file = tampered(Buffer.from(found, "latin1"), Buffer.from(found.slice(6) + found.slice(0, 6), "latin1"));
  assert.throws(() => checkKernel(file), /does not have function \d of Argon2's kernel/);
});

test("a kernel that went through wasm-opt's usual passes is refused", async () => {
  const file = join(work, "optimized.wasm");
  await run(process.execPath, [wasmOpt, shipped, "-o", file, "-O2", "--enable-simd", "--enable-bulk-memory"]);
  assert.throws(() => checkKernel(file), /does not have function \d of Argon2's kernel/);
});

test("after a hash nothing of its memory is left in the module's", async () => {
  for (const variant of ["simd", "scalar"]) {
    const glue = await import(`${pathToFileURL(inRoot("pkg/generated/whole/glue.js"))}?${variant}`);
    const { memory } = glue.initSync({ module: readFileSync(shipped) });
    if (variant === "scalar") glue.useScalarKernel();
    glue.hash("correct horse battery staple", { memory: 32768, iterations: 1, parallelism: 2 });
    assert.ok(memory.buffer.byteLength > 32 << 20, "the memory of the hash is kept");
    const left = new Uint8Array(memory.buffer).reduce((count, byte) => (byte === 0 ? count : count + 1), 0);
    assert.ok(left < 1 << 20, `${left} bytes are not zero`);
  }
});

test("after a call no private key, no token and no stored hash is left in the module's memory", async () => {
  const glue = await import(`${pathToFileURL(inRoot("pkg/generated/whole/glue.js"))}?texts`);
  const { memory } = glue.initSync({ module: readFileSync(shipped) });
  /** Which of these texts are there, by their names. */
  const left = (texts) => {
    const bytes = Buffer.from(memory.buffer);
    return Object.keys(texts).filter((name) => bytes.includes(texts[name]));
  };
  const { Key, decode, decodeComplete, decodeCompleteWithKey, decodeWithKey, hash, issue, issueWithKey, peek } = glue;
  const { verify, verifyAndUpdate } = glue;

  const SECRET = "a secret of more than thirty-two bytes";
  const secret = Key.secret(SECRET);
  const pem = readFileSync(inRoot("tests/vectors/keys/rsa-pkcs8.pem"), "utf8");
  const rsa = Key.fromPem(pem);
  assert.deepEqual(left({ pem: pem.slice(100, 200) }), [], "fromPem");
  for (const key of [secret, Key.generate("ES256"), Key.generate("ES512"), Key.generate("EdDSA"), rsa]) {
    const { k, d } = key.toJwk();
    assert.deepEqual(left({ k: k ?? d, "a part of it": (k ?? d).slice(4, 36) }), [], `toJwk, ${key.algorithm}`);
    Key.fromJwk(key.toJwk());
    assert.deepEqual(left({ k: k ?? d }), [], `fromJwk, ${key.algorithm}`);
  }

  const CLAIM = "what only these claims say";
  const options = { expiresIn: 60, issuer: "an issuer" };
  const token = issueWithKey({ claim: CLAIM }, secret);
  const long = issueWithKey({ claim: CLAIM, more: "x".repeat(20_000) }, secret);
  const calls = {
    issueWithKey: () => issueWithKey({ claim: CLAIM }, secret),
    "issue with options": () => issue({ claim: CLAIM }, SECRET, options),
    "issue a long one": () => issueWithKey({ claim: CLAIM, more: "y".repeat(20_000) }, secret),
    decodeWithKey: () => decodeWithKey(token, secret),
    decode: () => decode(token, SECRET),
    decodeComplete: () => decodeComplete(token, SECRET),
    decodeCompleteWithKey: () => decodeCompleteWithKey(token, secret),
    "decode a long one": () => decode(long, SECRET),
    "decode with another key": () => assert.throws(() => decode(token, `${SECRET}!`)),
    "decode an expired one": () => assert.throws(() => decode(token, SECRET, { requiredClaims: ["exp"] })),
    peek: () => peek(token),
  };
  for (const [name, call] of Object.entries(calls)) {
    const answer = call();
    const made = typeof answer === "string" && answer.includes(".") ? answer : token;
    for (const each of [made, token]) {
      const [, payload, signature] = each.split(".");
      const texts = { token: each, payload: payload.slice(0, 30), signature, claim: CLAIM };
      assert.deepEqual(left(texts), [], name);
    }
  }

  const quick = { memory: 64, iterations: 1 };
  const encoded = hash("x", quick);
  const { updated } = verifyAndUpdate("x", encoded, { memory: 128, iterations: 1 });
  verify("x", encoded);
  for (const each of [encoded, updated]) assert.deepEqual(left({ hash: each, tag: each.split("$").at(-1) }), []);
});

test("of a key that was freed, nothing that signs is left in the module's memory", async () => {
  const { Key, issueWithKey, initSync } = await import(`${pathToFileURL(inRoot("pkg/generated/whole/glue.js"))}?freed`);
  const { memory } = initSync({ module: readFileSync(shipped) });
  for (const [type, options] of /** @type {[any, object][]} */ ([
    ["ed25519", {}],
    ["ec", { namedCurve: "P-256" }],
    ["rsa", { modulusLength: 2048 }],
  ])) {
    const { privateKey } = generateKeyPairSync(type, options);
    const key = Key.fromPem(privateKey.export({ format: "pem", type: "pkcs8" }));
    for (const count of [1, 2]) issueWithKey({ count }, key);
    key.free();
    // What comes after it, in the same memory.
    const other = Key.secret("a secret of more than thirty-two bytes");
    for (let count = 0; count < 30; count += 1) issueWithKey({ count }, other);
    other.free();
    const bytes = Buffer.from(memory.buffer);
    // The crate rsa 0.10 leaves copies of a prime behind; docs/tokens.md says so.
    const { d, dp, dq } = privateKey.export({ format: "jwk" });
    for (const [name, number] of Object.entries({ d, dp, dq })) {
      if (!number) continue;
      const secret = Buffer.from(number, "base64url");
      // Any piece of it, as others may have taken the place of the rest.
      for (const [order, some] of Object.entries({ big: secret, little: Buffer.from(secret).reverse() }))
        for (let at = 0; at + 16 <= some.length; at += 8)
          assert.equal(
            bytes.indexOf(some.subarray(at, at + 16)),
            -1,
            `${name} of ${type}, ${order}-endian, from ${at}`,
          );
    }
  }
});

test("after a call no password and no secret is left in the module's memory", async () => {
  const PASSWORD = "correct horse battery staple";
  const SECRET = "a secret in every password hash";
  const { hash, verify, initSync } = await import(`${pathToFileURL(inRoot("pkg/generated/whole/glue.js"))}?wiped`);
  const { memory } = initSync({ module: readFileSync(shipped) });
  const quick = { memory: 64, iterations: 1 };
  const argon2 = hash("another", { ...quick, secret: SECRET });
  const calls = {
    hash: () => hash(PASSWORD, quick),
    "hash with a secret": () => hash(PASSWORD, { ...quick, secret: SECRET }),
    argon2: () => verify(PASSWORD, argon2, { secret: SECRET }),
    bcrypt: () => verify(PASSWORD, "$2b$04$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW"),
    "bcrypt over SHA-256": () =>
      verify(PASSWORD, "bcrypt_sha256$$2b$04$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW"),
    pbkdf2: () => verify(PASSWORD, `pbkdf2_sha256$10$salt$${"A".repeat(43)}=`),
    phpass: () => verify(PASSWORD, `$P$5saltsalt${"a".repeat(22)}`),
    "md5-crypt": () => verify(PASSWORD, `$1$salt$${"a".repeat(22)}`, { allowLegacy: true }),
    "sha512-crypt": () => verify(PASSWORD, `$6$rounds=1000$salt$${"a".repeat(86)}`),
  };
  for (const [name, call] of Object.entries(calls)) {
    call();
    const bytes = Buffer.from(memory.buffer);
    for (const text of [PASSWORD, SECRET]) assert.equal(bytes.indexOf(text), -1, name);
  }
});
