// Numbers that JavaScript rounds: two ids would become one, so none of them goes into a claim, or leads to a hash.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isExact } from "../../pkg-template/cli/exact.js";
import { file, lines, only, read, refusal } from "./import-read.mjs";

const LARGE = "1234567890123456789";
/** What JavaScript makes of it. */
const ROUNDED = "1234567890123456800";
const CLAIMS = "a number in its claims has more digits than are kept here: export it as a text, or the table as CSV";
const WERKZEUG = "scrypt:32768:8:1$salt$00ff";

/** The records of the users, and why others are left out. */
const outcome = async (text, options = {}) => {
  const { users, left } = await read(text, options);
  return { users: users.map(({ username }) => username), left: left.map(({ reason }) => reason) };
};

describe("a number that is rounded leaves its user out of", () => {
  // Written as a text, because JSON.stringify would round it as well.
  const django = (pk) => `[{"model":"auth.user","pk":${pk},"fields":{"username":"ann","password":"x"}}]`;
  const idClaim = { "id-claim": "user_id" };

  test("--id-claim, for Django's dump", async () => {
    for (const pk of [LARGE, `-${LARGE}`, "9007199254740993", "1e30", "1e400"])
      assert.deepEqual(await outcome(django(pk), idClaim), { users: [], left: [CLAIMS] }, pk);
  });

  test("--id-claim, for any JSON", async () => {
    const table = `{"id":${LARGE},"email":"a@b.c","password_hash":"${WERKZEUG}"}`;
    for (const text of [table, `[${table}]`, `{"users":[${table}]}`])
      assert.deepEqual(await outcome(text, idClaim), { users: [], left: [CLAIMS] });
  });

  test("Firebase's custom claims, however deep it is in them", async () => {
    const user = (attributes) => JSON.stringify({ users: [{ localId: "abc", customAttributes: attributes }] });
    for (const attributes of [`{"n":${LARGE}}`, `{"a":[{"b":${LARGE}}]}`, '{"n":1e400}'])
      assert.deepEqual(await outcome(user(attributes)), { users: [], left: [CLAIMS] }, attributes);
    const claims = { n: 9007199254740991, text: LARGE, part: 1.5, tiny: 1e-300, deep: [{ n: -1 }] };
    assert.deepEqual(only(await read(user(JSON.stringify(claims))), "firebase").claims, claims);
  });

  test("the claims of a table of keyward", async () => {
    const table = (claims) =>
      lines("username,hashed_password,scopes,claims", `ann,x,me,"${claims.replaceAll('"', '""')}"`);
    assert.deepEqual(await outcome(table(`{"n":${LARGE}}`)), { users: [], left: [CLAIMS] });
    assert.deepEqual(only(await read(table(`{"n":"${LARGE}"}`)), "keyward").claims, { n: LARGE });
  });

  test("the others are taken, and a large id does not matter without --id-claim", async () => {
    const text = `[{"model":"auth.user","pk":${LARGE},"fields":{"username":"ann","password":"x"}},
      {"model":"auth.user","pk":7,"fields":{"username":"bob","password":"x"}}]`;
    assert.deepEqual(await outcome(text, idClaim), { users: ["bob"], left: [CLAIMS] });
    assert.deepEqual(await outcome(text), { users: ["ann", "bob"], left: [] });
  });

  test("as a text, in a table, and in MongoDB's type it goes in to the letter; small numbers are numbers", async () => {
    const claim = async (text) => (await read(text, idClaim)).users[0].claims.user_id;
    assert.equal(await claim(django(`"${LARGE}"`)), LARGE);
    assert.equal(await claim(lines("id,email,password_hash", `${LARGE},a@b.c,${WERKZEUG}`)), LARGE);
    const mongo = `{"_id":{"$numberLong":"${LARGE}"},"email":"a@b.c","password_hash":"${WERKZEUG}"}`;
    assert.equal(await claim(lines(mongo)), LARGE);
    for (const small of [0, 7, -7, Number.MAX_SAFE_INTEGER]) assert.equal(await claim(django(small)), small);
  });
});

describe("a hash is found by an id of the second table only where the id is whole:", () => {
  const user = (id, name) => `{"id":${id},"name":"${name}","email":"${name}@b.c","emailVerified":true}`;
  const account = (id, hash) => `{"id":"a","userId":${id},"providerId":"credential","password":"${hash}"}`;
  const table = (id, hash) => file(lines("userId,providerId,password", `${id},credential,${hash}`));
  const other = "1234567890123456788";

  test("two ids that are rounded to one give nobody the hash of the other", async () => {
    for (const [users, options] of /** @type {[string, object][]} */ ([
      [`{"user":[${user(LARGE, "ann")},${user(other, "bob")}],"account":[${account(LARGE, "of ann")}]}`, {}],
      [`[${user(`"${ROUNDED}"`, "ann")}]`, { accounts: file(`[${account(LARGE, "of another")}]`) }],
    ]))
      assert.match(
        await refusal(users, options),
        /^line 1: the second table: an id has more digits than are kept here, .*export the ids as texts/,
      );
    const found = await outcome(`[${user(LARGE, "ann")},${user(7, "bob")}]`, {
      accounts: table(ROUNDED, "of another"),
    });
    assert.deepEqual(found.users, ["bob@b.c"]);
    assert.match(found.left.join("\n"), /^an id has more digits than are kept here/);
  });

  test("texts and small numbers are", async () => {
    const hashes = async (text, options) => (await read(text, options)).users.map((one) => one.hashed_password);
    const whole = `{"user":[${user(`"${LARGE}"`, "ann")},${user(`"${other}"`, "bob")}],
      "account":[${account(`"${LARGE}"`, "x")},${account(`"${other}"`, "y")}]}`;
    assert.deepEqual(await hashes(whole, {}), ["x", "y"]);
    assert.deepEqual(await hashes(`[${user(7, "ann")}]`, { accounts: table(7, "x") }), ["x"]);
    assert.deepEqual(await hashes(`[${user(7, "ann")}]`, { accounts: file(`[${account("7", "x")}]`) }), ["x"]);
  });

  test("where nobody has a second table, it does not matter", async () => {
    const text = user(LARGE, "ann").replace("}", ',"password":"x"}');
    assert.equal(only(await read(`[${text}]`), "better-auth").hashed_password, "x");
    assert.equal(only(await read(`[${user(LARGE, "ann")}]`), "better-auth").hashed_password, null);
  });
});

test("what JSON was read as is whole, or not", () => {
  for (const json of ["0", "-7", "9007199254740991", "1.5", "1e-300", `"${LARGE}"`, "null", "true", '{"a":[{"b":1}]}'])
    assert.ok(isExact(JSON.parse(json)), json);
  for (const json of [LARGE, `-${LARGE}`, "9007199254740992", "1e400", "-1e400", `{"a":[{"b":${LARGE}}]}`])
    assert.ok(!isExact(JSON.parse(json)), json);
});
