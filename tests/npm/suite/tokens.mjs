import { equal, ok, same, thrownBy } from "./assert.mjs";
import { HS256, SECRET, forge } from "./samples.mjs";

const NOW = 1_700_000_000;

// What is kept between calls, the memory for texts and the options of the last call, may never be seen from outside.
const keptTests = ({ Key, decode, issue }) => [
  [
    "texts of every length and script come through, one after the other",
    () => {
      const key = Key.secret(SECRET);
      for (const length of [0, 1, 5000, 5461, 5462, 16384, 100_000, 3]) {
        for (const character of ["x", "é", "漢", "🔑", "\u{fffd}", "\\", "\u0001"]) {
          const claims = { a: character.repeat(length), b: "end" };
          same(decode(issue(claims, key), key), claims);
        }
      }
    },
  ],
  [
    "options that changed since the last call are read again",
    () => {
      const key = Key.secret(SECRET);
      const token = issue({ aud: "a", iss: "i" }, key);
      const refused = (options) => equal(thrownBy(() => decode(token, key, options))?.code, "ERR_TOKEN_CLAIM");
      const audience = ["a"];
      const options = { audience, issuer: "i" };
      for (let times = 0; times < 3; times += 1) equal(decode(token, key, options).aud, "a");
      audience[0] = "b";
      refused(options);
      audience[0] = "a";
      options.issuer = "j";
      refused(options);
      options.issuer = "i";
      equal(decode(token, key, options).aud, "a");
      equal(decode(token, key, { audience: "a", issuer: "i" }).aud, "a");
      equal(decode(token, key, { issuer: "i", audience: "a" }).aud, "a");
      refused({ audience: "a", issuer: ["j"] });
      refused(undefined);
      refused({});
      equal(decode(token, key, { audience: "a", issuer: undefined }).aud, "a");
      // As many options as the last time, and as good as the same: each must be what it should.
      for (const other of [
        { audience: "a", issure: "i" },
        { audience: "a", issuer: new String("i") },
        { audience: "a", issuer: null },
      ]) {
        equal(decode(token, key, { audience: "a", issuer: "i" }).aud, "a");
        equal(thrownBy(() => decode(token, key, other)).code, "ERR_OPTION");
      }
      const inherited = Object.create({ audience: "a" });
      inherited.issuer = "i";
      equal(decode(token, key, { audience: "a", issuer: "i" }).aud, "a");
      ok(thrownBy(() => decode(token, key, inherited)) instanceof TypeError);
      const times = { expiresIn: 60, issuedAt: NOW };
      equal(decode(issue({}, key, times), key, { now: NOW }).exp, NOW + 60);
      equal(decode(issue({}, key, { ...times, expiresIn: 61 }), key, { now: NOW }).exp, NOW + 61);
      equal(decode(issue({}, key, times), key, { now: NOW }).exp, NOW + 60);
    },
  ],
  [
    "what JavaScript runs in the middle of a call may call again",
    () => {
      const key = Key.secret(SECRET);
      const inner = () => decode(issue({ inner: "x".repeat(50) }, key, { subject: "s" }), key, { subject: "s" });
      const claims = {
        before: 1,
        middle: { toJSON: () => inner().inner.length },
        get after() {
          return inner().sub;
        },
      };
      const options = {
        get subject() {
          return inner().sub + "2";
        },
        header: { x: { toJSON: () => inner().inner.length } },
      };
      for (let times = 0; times < 2; times += 1) {
        const token = issue(claims, key, options);
        same(
          decode(token, key, {
            get subject() {
              return inner() && "s2";
            },
          }),
          { before: 1, middle: 50, after: "s", sub: "s2" },
        );
      }
      const thrown = new Error("out of a getter");
      equal(
        thrownBy(() =>
          decode("a.b.c", key, {
            get subject() {
              throw thrown;
            },
          }),
        ),
        thrown,
      );
      same(inner(), { inner: "x".repeat(50), sub: "s" });
    },
  ],
];

export const tokenTests = ({ Key, decode, decodeComplete, issue, peek }) => [
  ...keptTests({ Key, decode, issue }),
  [
    "issue adds no claim that was not asked for",
    async () => {
      const token = issue({ sub: "johndoe" }, SECRET);
      equal(token, await forge(HS256, { sub: "johndoe" }));
      same(decode(token, SECRET), { sub: "johndoe" });
    },
  ],
  [
    "every claim option of issue adds its claim",
    () => {
      const token = issue({ a: 1 }, SECRET, {
        issuer: "i",
        subject: "s",
        audience: ["x", "y"],
        expiresIn: "30m",
        notBefore: 10,
        jwtId: "j",
        issuedAt: NOW,
      });
      const claims = decode(token, SECRET, { audience: "y", now: NOW + 10 });
      same(
        Object.entries(claims).sort(),
        Object.entries({
          a: 1,
          iss: "i",
          sub: "s",
          aud: ["x", "y"],
          exp: NOW + 1800,
          nbf: NOW + 10,
          iat: NOW,
          jti: "j",
        }).sort(),
      );
    },
  ],
  [
    "issuedAt true is the clock's time",
    () => {
      const before = Math.floor(Date.now() / 1000);
      const { iat } = decode(issue({}, SECRET, { issuedAt: true }), SECRET);
      ok(iat >= before && iat <= Date.now() / 1000, `iat ${iat} is not now`);
      same(decode(issue({}, SECRET, { issuedAt: false }), SECRET), {});
    },
  ],
  [
    "a span of time is seconds or digits with a unit",
    () => {
      for (const [span, seconds] of /** @type {[any, number][]} */ ([
        [90, 90],
        ["90s", 90],
        ["30m", 1800],
        ["12h", 43200],
        ["7d", 604800],
        ["2w", 1209600],
      ])) {
        equal(decode(issue({}, SECRET, { expiresIn: span, issuedAt: NOW }), SECRET, { now: NOW }).exp, NOW + seconds);
      }
      for (const span of ["", "m", "-1m", "1.5h", "1 h", "1y", "30", "99999999999999999w", "1é", "1m\n", 2 ** 53 + 2])
        equal(thrownBy(() => issue({}, SECRET, { expiresIn: span, issuedAt: NOW }))?.code, "ERR_OPTION", `${span}`);
    },
  ],
  [
    "every header option of issue shows in the header",
    () => {
      const token = issue({}, SECRET, { keyId: "k", type: "at+jwt", header: { cty: "x" } });
      same(decodeComplete(token, SECRET, { type: "application/AT+JWT" }).header, {
        alg: "HS256",
        typ: "at+jwt",
        kid: "k",
        cty: "x",
      });
    },
  ],
  [
    "the longer HMACs are used where they are asked for on both sides",
    () => {
      const long = "a longer secret, ".repeat(4);
      for (const algorithm of ["HS384", "HS512"]) {
        const token = issue({ a: 1 }, long, { algorithm });
        equal(peek(token).header.alg, algorithm);
        same(decode(token, long, { algorithms: [algorithm] }), { a: 1 });
        same(decode(token, long, { algorithms: algorithm }), { a: 1 });
        equal(thrownBy(() => decode(token, long)).code, "ERR_TOKEN_ALGORITHM");
      }
    },
  ],
  [
    "claims come back as they went in",
    () => {
      const claims = {
        sub: "ü✓😀",
        n: 1.5,
        big: 9007199254740991,
        no: null,
        list: [1, [2]],
        deep: { a: { b: "" } },
        f: false,
        "": 0,
      };
      same(decode(issue(claims, SECRET), SECRET), claims);
    },
  ],
  [
    "a number that JavaScript cannot hold is rounded by JavaScript alone, and signed to the digit where it is raw JSON",
    async () => {
      equal(thrownBy(() => issue({ id: 2n ** 53n }, SECRET)).name, "TypeError");
      // biome-ignore lint/correctness/noPrecisionLoss: it is what this is about
      const [, payload] = issue({ id: 9007199254740993 }, SECRET).split(".");
      equal(atob(payload), '{"id":9007199254740992}');
      equal(decode(await forge(HS256, '{"id":9007199254740993}'), SECRET).id, 9007199254740992);
      equal(
        thrownBy(await forge(HS256, '{"id":1e400}').then((token) => () => decode(token, SECRET))).code,
        "ERR_TOKEN_PAYLOAD",
      );
      if (!JSON.rawJSON) return;
      const [, raw] = issue({ id: JSON.rawJSON("9007199254740993") }, SECRET).split(".");
      equal(atob(raw), '{"id":9007199254740993}');
    },
  ],
  [
    "a class instance and an object without a prototype can be claims",
    () => {
      class Session {
        sub = "x";
      }
      same(decode(issue(new Session(), SECRET), SECRET), { sub: "x" });
      same(decode(issue(Object.assign(Object.create(null), { sub: "y" }), SECRET), SECRET), { sub: "y" });
      same(decode(issue({ toJSON: () => ({ sub: "z" }) }, SECRET), SECRET), { sub: "z" });
    },
  ],
  [
    "a claim named __proto__ is a claim and nothing else",
    () => {
      const claims = decode(issue(JSON.parse('{"__proto__":{"admin":true}}'), SECRET), SECRET);
      equal(claims.admin, undefined);
      equal(Object.getPrototypeOf(claims), Object.getPrototypeOf(JSON.parse("{}")));
    },
  ],
  [
    "the key may be text or its bytes",
    () => {
      same(decode(issue({ a: 1 }, new TextEncoder().encode(SECRET)), SECRET), { a: 1 });
    },
  ],
  [
    "decode reads the example of RFC 7515",
    () => {
      // RFC 7515, appendix A.1.
      const token =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
      const key = Uint8Array.from(
        atob("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ+EstJQLr/T+1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"),
        (c) => c.charCodeAt(0),
      );
      const claims = { iss: "joe", exp: 1_300_819_380, "http://example.com/is_root": true };
      same(decode(token, key, { now: 1_300_819_379 }), claims);
      equal(thrownBy(() => decode(token, key, { now: 1_300_819_380 })).code, "ERR_TOKEN_EXPIRED");
      same(decode(token, key, { now: 1_300_819_389, leeway: 10 }), claims);
    },
  ],
  [
    "every expectation of decode can be met",
    () => {
      const token = issue({}, SECRET, {
        issuer: "i",
        subject: "s",
        audience: "a",
        type: "x",
        issuedAt: NOW,
        expiresIn: 60,
      });
      const options = {
        issuer: ["h", "i"],
        subject: "s",
        audience: ["a", "b"],
        type: "x",
        requiredClaims: ["exp", "iat"],
        maxAge: "1m",
        leeway: 1,
        now: NOW + 59,
        algorithms: ["HS256"],
      };
      equal(decode(token, SECRET, options).sub, "s");
    },
  ],
  [
    "decodeComplete has the header beside the claims",
    () => {
      same(decodeComplete(issue({ a: 1 }, SECRET), SECRET), { header: { alg: "HS256", typ: "JWT" }, claims: { a: 1 } });
    },
  ],
  [
    "peek shows a token of any key and any time",
    async () => {
      same(peek(await forge(HS256, { exp: 1 }, "some other secret of thirty-two bytes")), {
        header: HS256,
        claims: { exp: 1 },
      });
    },
  ],
];
