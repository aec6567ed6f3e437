// What a program sees that installed the package: run by node.test.mjs in an
// empty folder, under every Node at hand.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { describe, test } from "node:test";
import { KeywardError, decode, hash, issue, verify } from "keyward";

const SECRET = "a secret of more than thirty-two bytes";
/** The tutorial's string for "secret" (FastAPI, OAuth2 with JWT). */
const ARGON2 = "$argon2id$v=19$m=65536,t=3,p=4$wagCPXjifgvUFBzq4hqe3w$CYaIb8sB+wtD+Vu/P4uod1+Qof8h+1g7bbDlBID48Rc";
/** The older tutorial's string for "secret". */
const BCRYPT = "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW";

/** Signed with node:crypto: a header and a payload that `issue` would not make. */
function forge(header, payload, secret = SECRET) {
  const text = (part) => Buffer.from(typeof part === "string" ? part : JSON.stringify(part)).toString("base64url");
  const input = `${text(header)}.${text(payload)}`;
  return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
}

const HS256 = { alg: "HS256", typ: "JWT" };

describe("passwords", () => {
  test("hash makes an Argon2id string with OWASP's parameters and a salt of its own", () => {
    const encoded = hash("correct horse");
    assert.match(encoded, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    assert.notEqual(hash("correct horse"), encoded);
    assert.equal(verify("correct horse", encoded), true);
    assert.equal(verify("Correct horse", encoded), false);
  });

  test("hash answers as the reference implementation does", () => {
    // phc-winner-argon2, src/test.c: Argon2id, version 0x13, t=2, m=256, p=1.
    const encoded = hash("password", { memory: 256, iterations: 2, parallelism: 1, salt: new TextEncoder().encode("somesalt") });
    assert.equal(encoded, "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");
  });

  test("verify reads the strings of FastAPI's tutorials", () => {
    assert.equal(verify("secret", ARGON2), true);
    assert.equal(verify("Secret", ARGON2), false);
    assert.equal(verify("secret", BCRYPT), true);
    assert.equal(verify("Secret", BCRYPT), false);
  });

  test("a password is text or its UTF-8 bytes", () => {
    const encoded = hash("pässwörd ✓", { memory: 64, iterations: 1 });
    assert.equal(verify(new TextEncoder().encode("pässwörd ✓"), encoded), true);
    assert.equal(verify("", hash("", { memory: 64, iterations: 1 })), true);
  });
});

describe("tokens", () => {
  test("issue adds no claim that was not asked for", () => {
    const token = issue({ sub: "johndoe" }, SECRET);
    assert.equal(token, forge(HS256, { sub: "johndoe" }));
    assert.deepEqual(decode(token, SECRET), { sub: "johndoe" });
  });

  test("expiresIn takes seconds and spelled durations", () => {
    for (const expiresIn of [1800, "30m"]) {
      const { exp } = decode(issue({}, SECRET, { expiresIn, issuedAt: 1_000_000 }), SECRET, { now: 1_000_000 });
      assert.equal(exp, 1_001_800);
    }
  });

  test("claims come back as they went in", () => {
    const claims = { sub: "ü✓", n: 1.5, big: 9007199254740991, no: null, list: [1, [2]], deep: { a: { b: "" } }, f: false };
    assert.deepEqual(decode(issue(claims, SECRET), SECRET), claims);
  });

  test("decode reads the example of RFC 7515", () => {
    // RFC 7515, appendix A.1.
    const token =
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const key = Buffer.from("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow", "base64url");
    assert.deepEqual(decode(token, new Uint8Array(key), { now: 1_300_819_379 }), {
      iss: "joe",
      exp: 1_300_819_380,
      "http://example.com/is_root": true,
    });
    assert.throws(() => decode(token, new Uint8Array(key), { now: 1_300_819_380 }), { code: "ERR_TOKEN_EXPIRED" });
  });
});

describe("every error that input can cause has its code", () => {
  const good = issue({ sub: "a" }, SECRET);
  const [h, p, s] = good.split(".");
  const now = 1_000_000;
  const cases = [
    ["an unreadable hash", "ERR_HASH_FORMAT", () => verify("x", "not a hash")],
    ["a hash cut short", "ERR_HASH_FORMAT", () => verify("x", ARGON2.slice(0, 40))],
    ["a hash that asks for 4 GiB", "ERR_HASH_LIMIT", () => verify("x", ARGON2.replace("m=65536", "m=4194304"))],
    ["a bcrypt hash of cost 31", "ERR_HASH_LIMIT", () => verify("x", BCRYPT.replace("$12$", "$31$"))],
    ["a password of 4097 bytes", "ERR_PASSWORD_LENGTH", () => hash("x".repeat(4097))],
    ["a password of 4097 bytes to verify", "ERR_PASSWORD_LENGTH", () => verify("x".repeat(4097), ARGON2)],
    ["an unknown option of hash", "ERR_OPTION", () => hash("x", { memry: 1 })],
    ["an unknown option of verify", "ERR_OPTION", () => verify("x", ARGON2, { legacy: true })],
    ["an unknown option of issue", "ERR_OPTION", () => issue({}, SECRET, { expires: 1 })],
    ["an unknown option of decode", "ERR_OPTION", () => decode(good, SECRET, { algorithm: "HS256" })],
    ["an option of the wrong type", "ERR_OPTION", () => hash("x", { memory: "64" })],
    ["a duration that is none", "ERR_OPTION", () => issue({}, SECRET, { expiresIn: "soon" })],
    ["too little memory", "ERR_OPTION", () => hash("x", { memory: 1 })],
    ["a token of two parts", "ERR_TOKEN_FORMAT", () => decode(`${h}.${p}`, SECRET)],
    ["a token with padding", "ERR_TOKEN_FORMAT", () => decode(`${good}=`, SECRET)],
    ["a header that is an array", "ERR_TOKEN_FORMAT", () => decode(forge([], {}), SECRET)],
    ["an empty token", "ERR_TOKEN_FORMAT", () => decode("", SECRET)],
    ["alg none", "ERR_TOKEN_ALGORITHM", () => decode(forge({ alg: "none" }, {}), SECRET)],
    ["an alg that is not allowed", "ERR_TOKEN_ALGORITHM", () => decode(forge({ alg: "HS512" }, {}), SECRET)],
    ["an unknown crit", "ERR_TOKEN_CRITICAL", () => decode(forge({ ...HS256, crit: ["x"], x: 1 }, {}), SECRET)],
    ["a key that is too short", "ERR_KEY", () => issue({}, "short")],
    ["a key that is too short to verify with", "ERR_KEY", () => decode(good, "short")],
    ["a foreign signature", "ERR_TOKEN_SIGNATURE", () => decode(good, `${SECRET}x`)],
    ["a payload under another's signature", "ERR_TOKEN_SIGNATURE", () => decode(`${h}.${forge({}, [1]).split(".")[1]}.${s}`, SECRET)],
    ["an array as payload", "ERR_TOKEN_PAYLOAD", () => decode(forge(HS256, [1]), SECRET)],
    ["a payload that is not JSON", "ERR_TOKEN_PAYLOAD", () => decode(forge(HS256, "x"), SECRET)],
    ["a claim of the wrong type", "ERR_TOKEN_CLAIM", () => decode(forge(HS256, { exp: "1" }), SECRET)],
    ["an expired token", "ERR_TOKEN_EXPIRED", () => decode(forge(HS256, { exp: now }), SECRET, { now })],
    ["a token before its time", "ERR_TOKEN_NOT_YET", () => decode(forge(HS256, { nbf: now + 1 }), SECRET, { now })],
    ["a missing audience", "ERR_TOKEN_CLAIM", () => decode(good, SECRET, { audience: "api" })],
  ];
  for (const [name, code, run] of cases) {
    test(`${name}: ${code}`, () => {
      const error = caught(run);
      assert.ok(error instanceof KeywardError, String(error));
      assert.ok(error instanceof Error);
      assert.equal(error.name, "KeywardError");
      assert.equal(error.code, code, error.message);
      assert.match(error.message, /^\S.*[^.]$/);
      for (const secret of [SECRET, good, s, ARGON2, BCRYPT]) assert.ok(!error.message.includes(secret));
    });
  }

  test("an error about a claim names it", () => {
    assert.equal(caught(() => decode(good, SECRET, { audience: "api" })).claim, "aud");
    assert.equal(caught(() => decode(forge(HS256, { sub: 1 }), SECRET)).claim, "sub");
  });

  test("an argument of the wrong type is a TypeError", () => {
    for (const run of [() => hash(), () => hash(1), () => verify("x", null), () => issue("x", SECRET), () => issue([], SECRET), () => decode(7, SECRET), () => decode(good)]) {
      assert.throws(run, TypeError);
    }
  });
});

function caught(run) {
  try {
    run();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
}
