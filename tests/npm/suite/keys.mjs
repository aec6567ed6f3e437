import { equal, ok, same, thrownBy } from "./assert.mjs";
import { SECRET } from "./samples.mjs";

export const keyTests = ({ Key, decode, decodeComplete, issue, peek }) => [
  ["a Key signs and verifies again and again", () => {
    const key = Key.secret(SECRET);
    for (let n = 0; n < 100; n += 1) same(decode(issue({ n }, key), key), { n });
    same(decodeComplete(issue({ a: 1 }, key), key).claims, { a: 1 });
    same(decode(issue({ a: 1 }, key), SECRET), { a: 1 });
  }],
  ["a Key says what it is for", () => {
    const plain = Key.secret(SECRET);
    same([plain.algorithm, plain.keyId, plain.kind], ["HS256", undefined, "secret"]);
    const named = Key.secret(new Uint8Array(64), { algorithm: "HS512", keyId: "2024" });
    same([named.algorithm, named.keyId, named.kind], ["HS512", "2024", "secret"]);
    same(peek(issue({}, named)).header, { alg: "HS512", typ: "JWT", kid: "2024" });
    same(decode(issue({ a: 1 }, named), named), { a: 1 });
  }],
  ["a Key is of one algorithm only, where one is named", () => {
    const key = Key.secret(new Uint8Array(64), { algorithm: "HS512" });
    equal(thrownBy(() => issue({}, key, { algorithm: "HS256" })).code, "ERR_TOKEN_ALGORITHM");
    equal(thrownBy(() => decode(issue({}, new Uint8Array(64)), key)).code, "ERR_TOKEN_ALGORITHM");
  }],
  ["a Key that was freed is refused, and the others go on", () => {
    const key = Key.secret(SECRET);
    const token = issue({}, key);
    key.free();
    for (const use of [() => issue({}, key), () => decode(token, key), () => decodeComplete(token, key)]) {
      const error = thrownBy(use);
      ok(error instanceof TypeError && error.message.startsWith("key:"), String(error));
    }
    thrownBy(() => key.algorithm);
    thrownBy(() => key.free());
    same(decode(token, Key.secret(SECRET)), {});
  }],
  ["what only looks like a Key is refused", () => {
    for (const key of [Object.create(Key.prototype), { ...Key.secret(SECRET) }, Key]) {
      ok(thrownBy(() => issue({}, key)) instanceof TypeError);
    }
  }],
];
