// What untyped JavaScript may hand over: a TypeError that names the argument, nothing coerced, and the next call works.

import { equal, match, ok, same, thrownBy } from "./assert.mjs";
import { ARGON2, CHEAP, SECRET } from "./samples.mjs";

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const detached = () => {
  const bytes = new Uint8Array(32);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
};
/** Named, because not every one of them can be written out. */
const OTHERS = {
  nothing: () => undefined,
  null: () => null,
  "a number": () => 7,
  "a boolean": () => true,
  "a bigint": () => 7n,
  "a symbol": () => Symbol("s"),
  "a function": () => () => "secret",
  "an object": () => ({}),
  "an array": () => ["s"],
  "a String object": () => new String("secret"),
  "a Date": () => new Date(),
  "a Map": () => new Map([["sub", "x"]]),
  "a Promise": () => Promise.resolve("secret"),
  "an ArrayBuffer": () => new ArrayBuffer(32),
  "a Uint16Array": () => new Uint16Array(32),
  "a DataView": () => new DataView(new ArrayBuffer(32)),
  "a revoked Proxy": revoked,
  "a Proxy of bytes": () => new Proxy(new Uint8Array(32), {}),
  "detached bytes": detached,
  "a lone surrogate": () => "half a pair \ud800, thirty-two bytes and more",
};
const but = (...names) => Object.entries(OTHERS).filter(([name]) => !names.includes(name));

export const argumentTests = ({
  Key,
  KeySet,
  KeywardError,
  decode,
  decodeComplete,
  hash,
  identify,
  issue,
  needsRehash,
  peek,
  verify,
  verifyAndUpdate,
}) => {
  const token = issue({}, SECRET);
  const strings = but("");
  const takers = /** @type {[string, [string, () => unknown][], (value: any) => unknown][]} */ ([
    ["password", strings, (value) => hash(value, CHEAP)],
    ["password", strings, (value) => verify(value, ARGON2)],
    ["password", strings, (value) => verifyAndUpdate(value, ARGON2)],
    // What a column has of an account without a password is `null`, and no password is right.
    ["encoded", but("null"), (value) => verify("x", value)],
    ["encoded", but("null"), (value) => verifyAndUpdate("x", value)],
    ["encoded", but("null"), (value) => needsRehash(value)],
    ["encoded", but("null"), (value) => identify(value)],
    ["claims", but("an object", "a Proxy of bytes"), (value) => issue(value, SECRET)],
    ["key", but("an object", "a Proxy of bytes"), (value) => issue({}, value)],
    ["token", but("a lone surrogate"), (value) => decode(value, SECRET)],
    ["token", but("a lone surrogate"), (value) => decodeComplete(value, SECRET)],
    ["token", but("a lone surrogate"), (value) => peek(value)],
    ["key", but("an object", "a Proxy of bytes"), (value) => decode(token, value)],
    ["key", but("an object", "a Proxy of bytes"), (value) => decodeComplete(token, value)],
    ["secret", strings, (value) => Key.secret(value)],
    ["pem", strings, (value) => Key.fromPem(value)],
    ["jwk", but("an object", "a Proxy of bytes"), (value) => Key.fromJwk(value)],
    ["set", but("an object", "a Proxy of bytes"), (value) => KeySet.fromJwkSet(value)],
    ["algorithm", strings, (value) => Key.generate(value)],
    ["options", but("nothing", "an object"), (value) => hash("x", value)],
    ["options", but("nothing", "an object"), (value) => verify("x", ARGON2, value)],
    ["options", but("nothing", "an object"), (value) => issue({}, SECRET, value)],
    ["options", but("nothing", "an object"), (value) => decode(token, SECRET, value)],
    ["options", but("nothing", "an object"), (value) => Key.secret(SECRET, value)],
  ]);
  return [
    ...takers.map(([argument, values, take]) => [
      `${take.toString().slice(11)}: anything else is a TypeError that names ${argument}`,
      () => {
        for (const [name, make] of values) {
          const error = thrownBy(() => take(make()));
          ok(error instanceof TypeError, `${name}: ${error}`);
          match(error.message, new RegExp(`^${argument}: expected .*, `));
        }
      },
    ]),
    [
      "what JSON cannot express is a TypeError that names claims and has the cause",
      () => {
        const cyclic = {};
        cyclic.self = cyclic;
        const thrown = new Error("from toJSON");
        for (const claims of [
          cyclic,
          { n: 1n },
          {
            toJSON() {
              throw thrown;
            },
          },
          new Proxy(
            {},
            {
              ownKeys() {
                throw thrown;
              },
            },
          ),
        ]) {
          const error = thrownBy(() => issue(claims, SECRET));
          ok(error instanceof TypeError, String(error));
          match(error.message, /^claims: /);
          ok(error.cause instanceof Error);
        }
        ok(thrownBy(() => issue({ toJSON: () => undefined }, SECRET)) instanceof TypeError);
      },
    ],
    [
      "what a getter of the options throws comes through as it is",
      () => {
        const thrown = new RangeError("mine");
        equal(
          thrownBy(() =>
            hash("x", {
              get memory() {
                throw thrown;
              },
            }),
          ),
          thrown,
        );
        equal(
          thrownBy(() =>
            hash(
              "x",
              new Proxy(
                {},
                {
                  ownKeys() {
                    throw thrown;
                  },
                },
              ),
            ),
          ),
          thrown,
        );
      },
    ],
    [
      "options come from the object itself, never from Object.prototype",
      () => {
        Reflect.set(Object.prototype, "memory", 8);
        try {
          match(hash("x"), /m=19456/);
          match(hash("x", { iterations: 2 }), /m=19456/);
        } finally {
          Reflect.deleteProperty(Object.prototype, "memory");
        }
        for (const prototype of [{ memory: 8 }, Object.assign(Object.create(null), { memory: 8 })]) {
          ok(thrownBy(() => hash("x", Object.create(prototype))) instanceof TypeError);
        }
        match(hash("x", Object.assign(Object.create(null), CHEAP)), /m=8,/);
      },
    ],
    [
      "bytes may lie in shared memory or in a buffer that can be resized, and not beyond its end",
      () => {
        const encoded = hash("12345678", CHEAP);
        const text = (buffer) => {
          const bytes = new Uint8Array(buffer);
          bytes.set(new TextEncoder().encode("12345678"));
          return bytes;
        };
        if (globalThis.SharedArrayBuffer) equal(verify(text(new SharedArrayBuffer(8)), encoded), true);
        const resizable = new ArrayBuffer(8, { maxByteLength: 16 });
        if (!resizable.resizable) return;
        equal(verify(text(resizable), encoded), true);
        const beyond = new Uint8Array(resizable, 4, 4);
        resizable.resize(6);
        const error = thrownBy(() => verify(beyond, encoded));
        ok(error instanceof TypeError, String(error));
        match(error.message, /^password: /);
      },
    ],
    [
      "claims may be nested 64 deep, and what is deeper is an error and no full stack",
      () => {
        const nested = (depth) => JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`);
        ok(issue(nested(64), SECRET));
        equal(thrownBy(() => issue(nested(65), SECRET)).code, "ERR_TOKEN_PAYLOAD");
        /** @type {unknown} */
        let deepest = 1;
        for (let depth = 0; depth < 200_000; depth += 1) deepest = { a: deepest };
        const error = thrownBy(() => issue(deepest, SECRET));
        ok(error instanceof TypeError || error.code === "ERR_TOKEN_PAYLOAD", String(error));
        same(decode(issue({ a: 1 }, SECRET), SECRET), { a: 1 });
      },
    ],
    [
      "a claim called __proto__ is a claim like any other, and changes no prototype",
      () => {
        const claims = decode(issue(JSON.parse('{"__proto__":{"admin":true},"constructor":1}'), SECRET), SECRET);
        same(Object.keys(claims), ["__proto__", "constructor"]);
        equal(claims.admin, undefined);
        equal({}.admin, undefined);
        equal(Object.getPrototypeOf(claims), Object.prototype);
      },
    ],
    [
      "what toJSON makes of claims must be an object too",
      () => {
        for (const made of ["text", 7, null, [1], true]) {
          const error = thrownBy(() => issue({ toJSON: () => made }, SECRET));
          ok(error instanceof TypeError, String(error));
          match(error.message, /^claims: expected a plain object/);
        }
        same(decode(issue({ at: { toJSON: () => "then" } }, SECRET), SECRET), { at: "then" });
      },
    ],
    [
      "a getter of the claims that throws is the cause of a TypeError",
      () => {
        const thrown = new Error("mine");
        const error = thrownBy(() =>
          issue(
            {
              get sub() {
                throw thrown;
              },
            },
            SECRET,
          ),
        );
        ok(error instanceof TypeError);
        equal(error.cause, thrown);
      },
    ],
    [
      "a text of 16 MiB is refused, wherever it is put",
      () => {
        const huge = "x".repeat(1 << 24);
        equal(thrownBy(() => hash(huge)).code, "ERR_PASSWORD_LENGTH");
        equal(thrownBy(() => verify("x", huge)).code, "ERR_HASH_LIMIT");
        equal(thrownBy(() => decode(huge, SECRET)).code, "ERR_TOKEN_FORMAT");
        equal(thrownBy(() => peek(huge)).code, "ERR_TOKEN_FORMAT");
        equal(thrownBy(() => Key.fromPem(huge)).code, "ERR_KEY");
        equal(identify(huge), null);
      },
    ],
    [
      "a call from within a call works",
      () => {
        const inner = { toJSON: () => ({ inner: issue({ a: 1 }, SECRET) }) };
        same(decode(decode(issue(inner, SECRET), SECRET).inner, SECRET), { a: 1 });
      },
    ],
    [
      "after all of this, every function still works",
      () => {
        equal(verify("x", hash("x", CHEAP)), true);
        same(decode(issue({ a: 1 }, Key.secret(SECRET)), SECRET), { a: 1 });
        ok(thrownBy(() => verify("x", "y")) instanceof KeywardError);
      },
    ],
  ];
};
