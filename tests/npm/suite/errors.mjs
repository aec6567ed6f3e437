import { equal, match, ok, thrownBy } from "./assert.mjs";
import { ARGON2, BCRYPT, CHEAP, HS256, SECRET, forge } from "./samples.mjs";

const NOW = 1_700_000_000;
/** passlib's documentation of `ldap_md5`. */
const LEGACY = "{MD5}X03MO1qnZdYdgyfeuILPmQ==";

/** Every code of the documentation, with input that causes it. ERR_RANDOM has a test of its own: no input makes randomness fail. */
const cases = ({ Key, decode, decodeComplete, hash, issue, needsRehash, peek, verify, verifyAndUpdate }) => {
  const good = issue({ sub: "a" }, SECRET);
  const [h, p] = good.split(".");
  const forged = (header, payload, options) => async () => {
    const token = await forge(header, payload);
    return () => decode(token, SECRET, options);
  };
  return [
    ["an unreadable hash", "ERR_HASH_FORMAT", () => verify("x", "not a hash")],
    ["an unreadable hash to update", "ERR_HASH_FORMAT", () => verifyAndUpdate("x", "not a hash")],
    ["an unreadable hash to judge", "ERR_HASH_FORMAT", () => needsRehash("not a hash")],
    ["a hash cut short", "ERR_HASH_FORMAT", () => verify("x", ARGON2.slice(0, 40))],
    ["a hash that asks for 4 GiB", "ERR_HASH_LIMIT", () => verify("x", ARGON2.replace("m=65536", "m=4194304"))],
    ["a hash that asks for 4 TiB", "ERR_HASH_LIMIT", () => verify("x", ARGON2.replace("m=65536", "m=4294967295"))],
    ["a bcrypt hash of cost 31", "ERR_HASH_LIMIT", () => verify("x", BCRYPT.replace("$12$", "$31$"))],
    ["more memory than there is", "ERR_HASH_LIMIT", () => hash("x", { memory: 4294967295, parallelism: 1 })],
    ["a kind of hash known to be broken", "ERR_HASH_LEGACY", () => verify("password", LEGACY)],
    [
      "a hash made with another secret",
      "ERR_HASH_SECRET",
      () => verify("x", hash("x", { ...CHEAP, secret: "x".repeat(16) }), { secret: "y".repeat(16) }),
    ],
    ["a secret of 15 bytes", "ERR_OPTION", () => hash("x", { ...CHEAP, secret: "x".repeat(15) })],
    ["a secret of no bytes", "ERR_OPTION", () => hash("x", { ...CHEAP, secret: "" })],
    ["a secret of 15 bytes to verify", "ERR_OPTION", () => verify("x", ARGON2, { secret: new Uint8Array(15) })],
    [
      "a secret of 15 bytes from before",
      "ERR_OPTION",
      () => verify("x", ARGON2, { previousSecrets: ["x".repeat(15)] }),
    ],
    ["a secret of 15 bytes for bcrypt", "ERR_OPTION", () => verifyAndUpdate("x", BCRYPT, { secret: "x".repeat(15) })],
    ["a secret of 15 bytes to compare with", "ERR_OPTION", () => needsRehash(ARGON2, { secret: "x".repeat(15) })],
    ["a password of 4097 bytes", "ERR_PASSWORD_LENGTH", () => hash("x".repeat(4097))],
    ["a password of 4097 bytes to verify", "ERR_PASSWORD_LENGTH", () => verify("ü".repeat(2049), ARGON2)],
    ["an unknown option of hash", "ERR_OPTION", () => hash("x", { memry: 1 })],
    ["an unknown option of verify", "ERR_OPTION", () => verify("x", ARGON2, { legacy: true })],
    ["an unknown option of verifyAndUpdate", "ERR_OPTION", () => verifyAndUpdate("x", ARGON2, { legacy: true })],
    ["an unknown option of needsRehash", "ERR_OPTION", () => needsRehash(ARGON2, { limits: {} })],
    ["an unknown limit", "ERR_OPTION", () => verify("x", ARGON2, { limits: { memry: 1 } })],
    ["an unknown option of issue", "ERR_OPTION", () => issue({}, SECRET, { expires: 1 })],
    ["an unknown option of decode", "ERR_OPTION", () => decode(good, SECRET, { algorithm: "HS256" })],
    ["an unknown option of decodeComplete", "ERR_OPTION", () => decodeComplete(good, SECRET, { complete: true })],
    ["an unknown option that no message can show", "ERR_OPTION", () => hash("x", { ["x\n".repeat(100_000)]: 1 })],
    ["a token with half a surrogate pair", "ERR_TOKEN_FORMAT", () => decode("\ud800.a.b", SECRET)],
    ["a long token with half a surrogate pair", "ERR_TOKEN_FORMAT", () => peek(`${"a".repeat(20_000)}\ud800.a.b`)],
    [
      "a secret in the place of an algorithm",
      "ERR_TOKEN_ALGORITHM",
      () => decode(good, SECRET, { algorithms: SECRET }),
    ],
    [
      "a header too deep for any reader",
      "ERR_OPTION",
      () => issue({}, SECRET, { header: { x: JSON.parse("[".repeat(100) + "]".repeat(100)) } }),
    ],
    ["an unknown option of Key.secret", "ERR_OPTION", () => Key.secret(SECRET, { kid: "x" })],
    ["an option that is null", "ERR_OPTION", () => hash("x", { memory: null })],
    ["a number written as text", "ERR_OPTION", () => hash("x", { memory: "64" })],
    ["a fraction of a KiB", "ERR_OPTION", () => hash("x", { memory: 64.5 })],
    ["a number beyond 32 bits", "ERR_OPTION", () => hash("x", { memory: 2 ** 32 })],
    ["something that is merely truthy", "ERR_OPTION", () => verify("x", ARGON2, { allowLegacy: 1 })],
    ["a salt as text", "ERR_OPTION", () => hash("x", { salt: "somesalt" })],
    ["a salt that is too short", "ERR_OPTION", () => hash("x", { salt: new Uint8Array(7) })],
    ["too little memory", "ERR_OPTION", () => hash("x", { memory: 1 })],
    [
      "Firebase's parameters without the key",
      "ERR_OPTION",
      () => verify("x", ARGON2, { firebase: { saltSeparator: "Bw==", rounds: 8, memoryCost: 14 } }),
    ],
    [
      "Firebase's key as another text",
      "ERR_OPTION",
      () => verify("x", ARGON2, { firebase: { signerKey: "?", saltSeparator: "Bw==", rounds: 8, memoryCost: 14 } }),
    ],
    ["a duration that is none", "ERR_OPTION", () => issue({}, SECRET, { expiresIn: "soon" })],
    ["half a second", "ERR_OPTION", () => issue({}, SECRET, { expiresIn: 0.5 })],
    ["an endless time", "ERR_OPTION", () => issue({}, SECRET, { expiresIn: Infinity })],
    ["a claim given twice", "ERR_OPTION", () => issue({ exp: 1 }, SECRET, { expiresIn: 1 })],
    ["alg in the header option", "ERR_OPTION", () => issue({}, SECRET, { header: { alg: "none" } })],
    ["a header option that is a list", "ERR_OPTION", () => issue({}, SECRET, { header: [] })],
    ["half a surrogate pair in the header option", "ERR_OPTION", () => issue({}, SECRET, { header: { x: "\ud800" } })],
    ["an empty list of algorithms", "ERR_OPTION", () => decode(good, SECRET, { algorithms: [] })],
    ["a list with something else in it", "ERR_OPTION", () => decode(good, SECRET, { issuer: ["a", 1] })],
    ["a negative leeway", "ERR_OPTION", () => decode(good, SECRET, { leeway: -1 })],
    ["a time that is no number", "ERR_OPTION", () => decode(good, SECRET, { now: NaN })],
    ["a Date for a time", "ERR_OPTION", () => decode(good, SECRET, { now: new Date() })],
    ["an empty token", "ERR_TOKEN_FORMAT", () => decode("", SECRET)],
    ["a token of two parts", "ERR_TOKEN_FORMAT", () => decode(`${h}.${p}`, SECRET)],
    ["a token of two parts to peek at", "ERR_TOKEN_FORMAT", () => peek(`${h}.${p}`)],
    ["a token with padding", "ERR_TOKEN_FORMAT", () => decode(`${good}=`, SECRET)],
    ["a header that is a list", "ERR_TOKEN_FORMAT", forged([], {})],
    ["alg none", "ERR_TOKEN_ALGORITHM", forged({ alg: "none" }, {})],
    ["an alg that is not allowed", "ERR_TOKEN_ALGORITHM", forged({ alg: "HS512" }, {})],
    ["an alg that nobody knows", "ERR_TOKEN_ALGORITHM", forged({ alg: "HS1" }, {})],
    ["an algorithm that nobody knows", "ERR_TOKEN_ALGORITHM", () => issue({}, SECRET, { algorithm: "HS1" })],
    ["an unknown crit", "ERR_TOKEN_CRITICAL", forged({ ...HS256, crit: ["x"], x: 1 }, {})],
    ["a key that is too short", "ERR_KEY", () => issue({}, "short")],
    ["a key that is too short to verify with", "ERR_KEY", () => decode(good, "short")],
    ["an empty key", "ERR_KEY", () => Key.secret("")],
    ["a key that is too short for HS512", "ERR_KEY", () => Key.secret(SECRET, { algorithm: "HS512" })],
    ["a foreign signature", "ERR_TOKEN_SIGNATURE", () => decode(good, `${SECRET}x`)],
    [
      "a list as payload under a foreign signature",
      "ERR_TOKEN_SIGNATURE",
      async () => {
        const token = await forge(HS256, [1], `${SECRET}x`);
        return () => decode(token, SECRET);
      },
    ],
    ["a list as payload", "ERR_TOKEN_PAYLOAD", forged(HS256, [1])],
    ["a payload that is not JSON", "ERR_TOKEN_PAYLOAD", forged(HS256, "x")],
    ["a claim twice in the payload", "ERR_TOKEN_PAYLOAD", forged(HS256, '{"a":1,"a":2}')],
    ["a claim with a lone surrogate", "ERR_TOKEN_PAYLOAD", () => issue({ a: "\ud800" }, SECRET)],
    ["a claim of the wrong type", "ERR_TOKEN_CLAIM", forged(HS256, { exp: "1" })],
    ["a claim of the wrong type to issue", "ERR_TOKEN_CLAIM", () => issue({ exp: new Date() }, SECRET)],
    ["a time that is no number to issue", "ERR_TOKEN_CLAIM", () => issue({ exp: NaN }, SECRET)],
    ["a missing audience", "ERR_TOKEN_CLAIM", () => decode(good, SECRET, { audience: "api" })],
    ["an audience that nobody expects", "ERR_TOKEN_CLAIM", forged(HS256, { aud: "api" })],
    ["another issuer", "ERR_TOKEN_CLAIM", forged(HS256, { iss: "a" }, { issuer: "b" })],
    ["another subject", "ERR_TOKEN_CLAIM", forged(HS256, { sub: "a" }, { subject: "b" })],
    ["another type", "ERR_TOKEN_CLAIM", forged(HS256, {}, { type: "at+jwt" })],
    ["a missing claim", "ERR_TOKEN_CLAIM", () => decode(good, SECRET, { requiredClaims: "exp" })],
    ["an expired token", "ERR_TOKEN_EXPIRED", forged(HS256, { exp: NOW }, { now: NOW })],
    ["a token that is too old", "ERR_TOKEN_EXPIRED", forged(HS256, { iat: NOW }, { now: NOW + 60, maxAge: "1m" })],
    ["a token before its time", "ERR_TOKEN_NOT_YET", forged(HS256, { nbf: NOW + 1 }, { now: NOW })],
    ["a token from the future", "ERR_TOKEN_NOT_YET", forged(HS256, { iat: NOW + 1 }, { now: NOW, maxAge: "1m" })],
  ];
};

/** A case is a function that throws, or one that resolves to such a function. */
async function caught(run) {
  const error = thrownBy(() => {
    const result = run();
    if (result instanceof Promise) throw result;
    return result;
  });
  return error instanceof Promise ? thrownBy(await error) : error;
}

export const errorTests = (keyward) => [
  ...cases(keyward).map(([name, code, run]) => [
    `${name}: ${code}`,
    async () => {
      const error = await caught(run);
      ok(error instanceof keyward.KeywardError, String(error));
      ok(error instanceof Error);
      equal(error.code, code, error.message);
      equal(error.name, "KeywardError");
      match(error.message, /^\S.*[^.]$/);
      for (const secret of [SECRET, ARGON2, BCRYPT, LEGACY])
        ok(!error.message.includes(secret), "the message has a secret in it");
    },
  ]),
  [
    "a system without randomness: ERR_RANDOM",
    () => {
      crypto.getRandomValues = () => {
        throw new Error("no entropy");
      };
      try {
        equal(thrownBy(() => keyward.hash("x", { memory: 8, iterations: 1 })).code, "ERR_RANDOM");
      } finally {
        delete crypto.getRandomValues;
      }
      ok(keyward.hash("x", { memory: 8, iterations: 1 }));
    },
  ],
  [
    "every documented code but ERR_RANDOM is among these cases",
    () => {
      const codes = [...new Set(cases(keyward).map(([, code]) => code))].sort().join(" ");
      equal(
        codes,
        "ERR_HASH_FORMAT ERR_HASH_LEGACY ERR_HASH_LIMIT ERR_HASH_SECRET ERR_KEY ERR_OPTION ERR_PASSWORD_LENGTH ERR_TOKEN_ALGORITHM ERR_TOKEN_CLAIM ERR_TOKEN_CRITICAL ERR_TOKEN_EXPIRED ERR_TOKEN_FORMAT ERR_TOKEN_NOT_YET ERR_TOKEN_PAYLOAD ERR_TOKEN_SIGNATURE",
      );
    },
  ],
  [
    "an error about a claim names it",
    () => {
      const { decode, issue } = keyward;
      equal(thrownBy(() => decode(issue({}, SECRET), SECRET, { audience: "api" })).claim, "aud");
      equal(thrownBy(() => decode(issue({ exp: 1 }, SECRET), SECRET)).claim, "exp");
      equal("claim" in thrownBy(() => decode("", SECRET)), false);
    },
  ],
  [
    "an error says what was expected and what came",
    async () => {
      const { Key, decode } = keyward;
      for (const [payload, options, claim, expected] of /** @type {[object, object, string, string][]} */ ([
        [{ iss: "b" }, { issuer: "a" }, "iss", 'claim `iss`: expected "a", found "b"'],
        [
          { aud: ["x", "y\n"] },
          { audience: ["a", "b"] },
          "aud",
          'claim `aud`: expected one of "a", "b", found ["x", "y\\u000a"]',
        ],
        [
          { sub: 42 },
          {},
          "sub",
          'claim `sub`: expected a string, found the number 42; the option `claimTypes: "lenient"` takes it',
        ],
        [{ exp: NOW - 35 }, {}, "exp", `the token has expired: \`exp\` is ${NOW - 35}, 35 s ago, with a leeway of 0 s`],
        [
          { nbf: NOW + 35 },
          { leeway: 5 },
          "nbf",
          `the token is not yet valid: \`nbf\` is ${NOW + 35}, 35 s from now, with a leeway of 5 s`,
        ],
        [
          { iat: NOW - 90 },
          { maxAge: "1m" },
          "iat",
          `the token is at least 60 s old: \`iat\` is ${NOW - 90}, 90 s ago, with a leeway of 0 s`,
        ],
      ])) {
        const token = await forge(HS256, payload);
        const error = thrownBy(() => decode(token, SECRET, { now: NOW, ...options }));
        equal(error.message, expected);
        equal(error.claim, claim);
      }
      const token = await forge({ ...HS256, kid: "new" }, {});
      const set = { keys: [{ ...Key.secret(SECRET).toJwk(), kid: "old" }] };
      equal(thrownBy(() => decode(token, set)).message, 'no key of the set has the token\'s `kid` "new": it has "old"');
    },
  ],
  [
    "an over-limit hash says what it needs and what the limit is",
    () => {
      const { message } = thrownBy(() => keyward.verify("x", ARGON2.replace("m=65536", "m=200000")));
      match(message, /200000.*102400/);
    },
  ],
  [
    "a hash known to be broken is verified where that is allowed",
    () => {
      equal(keyward.verify("password", LEGACY, { allowLegacy: true }), true);
      equal(keyward.needsRehash(LEGACY), true);
    },
  ],
];
