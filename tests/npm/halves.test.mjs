// `keyward/password` reads stored hashes and options in JavaScript, `keyward` in Rust. Here they are held against each other.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";

const whole = await import(inRoot("pkg/node.js"));
const half = await import(inRoot("pkg/password/node.js"));

const ARGON2 = [
  "$argon2id$v=19$m=16,t=1,p=2$c29tZXNhbHQ$KyTpZH0pnXEQwLHp3OFnSzRHcIeWXnuXTKRJ3YZzwGs",
  "$argon2i$v=16$m=8,t=2,p=1,keyid=AAAA,data=AAAA$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
  "$argon2d$m=8,t=1,p=1$AAAAAAAAAAAAAAA$AAAAAA",
];
const BCRYPT = [
  "$2b$04$abcdefghijklmnopqrstuuqDRKvYWxOTmfMmVtU7wrJfxSYvxvFC2",
  "$2x$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
  "$2y$10$......................................................",
];
const STORED = [
  ...ARGON2,
  ...BCRYPT,
  `argon2${ARGON2[0]}`,
  `bcrypt$${BCRYPT[0]}`,
  `{bcrypt}${BCRYPT[0]}`,
  `{argon2}${ARGON2[0]}`,
  `{argon2@SpringSecurity_v5_8}${ARGON2[0]}`,
  `{CRYPT}${BCRYPT[0]}`,
  "$argon2id$v=19$t=1,p=2,m=16$c29tZXNhbHQ=$KyTpZH0pnXEQwLHp3OFnSzRHcIeWXnuXTKRJ3YZzwGs=",
  `${ARGON2[0]}\0\0 \n`,
  "*",
  "!",
  "x",
  "",
];

/** What a call gives, or throws, in a form that can be compared. */
function outcome(call) {
  try {
    return { value: call() };
  } catch (error) {
    return { name: error.name, code: error.code, message: error.message };
  }
}

/** Pseudo-random numbers that are the same in every run (mulberry32). */
function numbers(seed) {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function mutated(text, random) {
  const at = random(text.length + 1);
  const other = "$,=.0123456789mtpvabxyAZ/+-_é\0"[random(31)];
  return [
    () => text.slice(0, at) + other + text.slice(at + 1),
    () => text.slice(0, at) + other + text.slice(at),
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at),
    () => text.slice(0, at) + text.slice(random(text.length)),
  ][random(5)]();
}

/** Cheap enough to compute, whatever the mutation has made of the costs. */
const LIMITS = { memory: 64, iterations: 4, cost: 5 };

test("both say the same of 20,000 hashes with something changed", () => {
  const random = numbers(1);
  const seen = new Set();
  for (let round = 0; round < 20_000; round += 1) {
    const encoded = mutated(mutated(STORED[random(STORED.length)], random), random);
    for (const call of [
      ({ identify }) => identify(encoded),
      ({ needsRehash }) => needsRehash(encoded, { memory: 8, iterations: 1, tagLength: 16 }),
      ({ verify }) => verify("password", encoded, { limits: LIMITS }),
    ]) {
      const expected = outcome(() => call(whole));
      const got = outcome(() => call(half));
      if (got.code === "ERR_HASH_UNSUPPORTED") continue;
      // What is no known format the whole may know better, and behind an option it names those of others.
      const goesOn = /no known format/.test(got.message) || expected.message?.startsWith(got.message);
      if (goesOn && expected.code === got.code) expected.message = got.message;
      // Where the text is not ASCII, Rust may stop at another place of it.
      if (/[^\0-\x7f]/.test(encoded) && expected.message) expected.message = got.message;
      assert.deepEqual(got, expected, JSON.stringify(encoded));
      seen.add(expected.code ?? "none");
    }
  }
  assert.deepEqual([...seen].sort(), ["ERR_HASH_FORMAT", "ERR_HASH_LEGACY", "ERR_HASH_LIMIT", "none"]);
});

test("each makes hashes that the other verifies, byte for byte the same", () => {
  const random = numbers(2);
  for (let round = 0; round < 500; round += 1) {
    const parallelism = 1 + random(4);
    const bytes = (length) => Uint8Array.from({ length }, () => random(256));
    const options = {
      parallelism,
      memory: 8 * parallelism + random(64),
      iterations: 1 + random(3),
      tagLength: 4 + random(125),
      salt: bytes(8 + random(57)),
      // None in every fourth.
      secret: random(4) > 0 ? bytes(16 + random(24)) : undefined,
    };
    const password = bytes(random(200));
    const encoded = half.hash(password, options);
    assert.equal(encoded, whole.hash(password, options));
    const { secret } = options;
    assert.equal(half.verify(password, encoded, { secret }), true);
    const other = () => half.verify(password, encoded, { secret: bytes(41) });
    if (secret) assert.throws(other, { code: "ERR_HASH_SECRET" });
    else assert.equal(other(), false);
    assert.deepEqual(half.verifyAndUpdate(password, encoded, { ...options }), { valid: true, updated: null });
  }
});

test("both say the same of wrong arguments and options", () => {
  const detached = new Uint8Array(8);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  const values = [
    undefined,
    null,
    0,
    -0,
    1,
    -1,
    1.5,
    2 ** 32,
    NaN,
    "",
    "x",
    "\ud800",
    true,
    1n,
    [],
    {},
    { memory: 1 },
    new Map(),
    new Date(0),
    () => 1,
    Symbol("s"),
    new Uint8Array(7),
    new Uint8Array(8),
    new Uint8Array(65),
    detached,
    new Uint16Array(8),
    new ArrayBuffer(8),
    Object.create({ memory: 8 }),
    Promise.resolve(1),
  ];
  const encoded = ARGON2[0];
  const cheap = { memory: 8, iterations: 1, salt: new Uint8Array(8) };
  const calls = [
    (value) =>
      ({ hash }) =>
        hash(value, cheap),
    (value) =>
      ({ hash }) =>
        hash("x", value && value.constructor === Object ? { ...cheap, ...value } : value === undefined ? cheap : value),
    (value) =>
      ({ verify }) =>
        verify(value, encoded),
    (value) =>
      ({ verify }) =>
        verify("x", value),
    (value) =>
      ({ verify }) =>
        verify("x", encoded, value),
    (value) =>
      ({ needsRehash }) =>
        needsRehash(value),
    (value) =>
      ({ needsRehash }) =>
        needsRehash(encoded, value),
    (value) =>
      ({ identify }) =>
        identify(value),
    ...["memory", "iterations", "parallelism", "tagLength", "salt", "secret"].map(
      (name) =>
        (value) =>
        ({ hash }) =>
          hash("x", { ...cheap, [name]: value ?? (name === "salt" ? cheap.salt : value) }),
    ),
    ...["limits", "allowLegacy", "secret", "acceptWithoutSecret"].map(
      (name) =>
        (value) =>
        ({ verify }) =>
          verify("x", encoded, { [name]: value }),
    ),
    ...["memory", "iterations", "parallelism", "cost", "rounds"].map(
      (name) =>
        (value) =>
        ({ verify }) =>
          verify("x", encoded, { limits: { [name]: value } }),
    ),
  ];
  let compared = 0;
  for (const call of calls) {
    for (const value of values) {
      // An unknown option lists the known ones, and the whole has one more.
      const listed = (result) => ({ ...result, message: result.message?.replace(", firebase", "") });
      const expected = listed(outcome(() => call(value)(whole)));
      // Costs that both would compute for minutes are not what this is about.
      const found = listed(outcome(() => call(value)(half)));
      // The whole names the command line's flag for a limit, too, which has no command for the half.
      if (found.code === "ERR_HASH_LIMIT") expected.message = expected.message.slice(0, found.message.length);
      assert.deepEqual(found, expected, `${call} ${typeof value}`);
      compared += 1;
    }
  }
  assert.equal(compared, calls.length * values.length);
});

test("bcrypt is computed alike, with and without the sign extension bug", () => {
  for (const [password, encoded] of [
    // crypt_blowfish's own tests (wrapper.c): the bug, and its repair.
    ["\xa3", "$2x$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e"],
    ["\xa3", "$2y$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq"],
  ]) {
    const bytes = Uint8Array.from(password, (character) => character.charCodeAt(0));
    for (const { verify, verifyAndUpdate } of [whole, half]) {
      assert.equal(verify(bytes, encoded, { allowLegacy: true }), true, encoded);
      // The bug hides what comes before such a byte: nobody knows whether it was right.
      const { valid, updated } = verifyAndUpdate(bytes, encoded, { allowLegacy: true, memory: 8, iterations: 1 });
      assert.deepEqual([valid, updated === null], [true, encoded.startsWith("$2x$")], encoded);
      assert.equal(verify("x", encoded, { allowLegacy: true }), false, encoded);
    }
  }
});

test("every format of the whole package is read by keyward/password, or refused by it with the way out", async () => {
  const rust = await readFile(inRoot("src/password/scheme.rs"), "utf8");
  const prefixes = [...rust.matchAll(/^ {4}\("((?:[^"\\]|\\.)+)",\s+(?:"[\w-]+"|ARGON2ID),\s+\w+::\w+\),$/gm)].map(
    ([, prefix]) => prefix.replaceAll('\\"', '"'),
  );
  assert.ok(prefixes.length > 60, `only ${prefixes.length} prefixes were found`);
  for (const prefix of prefixes) {
    const { code } = outcome(() => half.verify("x", `${prefix}…`));
    const own =
      /argon2|^\$2$|bcrypt\}?\$|\{CRYPT\}\$2/.test(prefix) && !/sha256|\$wp|v=|^[23:]|ARGON2|shiro/.test(prefix);
    assert.equal(code, own ? "ERR_HASH_FORMAT" : "ERR_HASH_UNSUPPORTED", prefix);
  }
});
