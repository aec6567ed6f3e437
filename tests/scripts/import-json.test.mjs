// JSON as databases and their tools write it: tables under names of their own, MongoDB's types, large members beside the users.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { asked } from "../../pkg-template/cli/import/options.js";
import { openUsers } from "../../pkg-template/cli/import/read.js";
import { unwrapped } from "../../pkg-template/cli/import/values.js";
import { file, lines, only, read, refusal } from "./import-read.mjs";

const ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const WERKZEUG = "scrypt:32768:8:1$salt$00ff";

/** The same on one line and on several. */
const both = (value) => [JSON.stringify(value), JSON.stringify(value, null, 2)];

describe("a table in a JSON text is read under whatever name it has:", () => {
  const tables = {
    werkzeug: { id: 1, email: "ann@example.com", password_hash: WERKZEUG },
    django: { id: 1, username: "ann", password: "x", is_superuser: 0, date_joined: "2024-05-01" },
    laravel: { id: 1, email: "ann@example.com", password: "x", remember_token: null },
    wordpress: { ID: 1, user_login: "ann", user_pass: "x" },
    "fastapi-users": { email: "a@b.c", hashed_password: "x", is_active: 1, is_superuser: 0, is_verified: 1 },
    aspnet: { UserName: "ann", NormalizedUserName: "ANN", PasswordHash: "x" },
  };
  for (const [source, row] of Object.entries(tables))
    test(source, async () => {
      for (const name of ["users", "auth_user", "wp_users", "select * from people"])
        for (const text of both({ [name]: [row] })) {
          assert.equal(only(await read(text), source).disabled, false);
          assert.equal(only(await read(text, { from: source }), source).disabled, false);
        }
    });

  test("and so where --from has to say what it is", async () => {
    const row = { id: 1, mail: "ann@example.com", password: "$2b$10$abc" };
    for (const text of both({ roles: [{ name: "editor" }], people: [row] }))
      assert.equal(only(await read(text, { from: "werkzeug" }), "werkzeug").hashed_password, "$2b$10$abc");
  });

  test("other members of the same text are no users", async () => {
    const row = tables.werkzeug;
    const other = { ...row, email: "bob@example.com", password_hash: null };
    for (const text of both({ users: [row], archive: [other] })) assert.equal((await read(text)).users.length, 1);
  });

  test("the keys of Lucia's version 2 beside its users tell it", async () => {
    const hash = `s2:abcdefghijklmnop:${"ff".repeat(64)}`;
    const keys = [{ id: "username:ann", user_id: "x1", hashed_password: hash }];
    for (const text of both({ user_key: keys, auth_user: [{ id: "x1", username: "ann" }] }))
      for (const options of [{}, { from: "lucia" }])
        assert.equal(only(await read(text, options), "lucia").hashed_password, hash);
    const more = { roles: [{ id: 1 }], user_key: keys, auth_user: [{ id: "x1", username: "ann" }], pets: [{ id: 2 }] };
    for (const text of both(more))
      assert.equal(only(await read(text, { from: "lucia" }), "lucia").hashed_password, hash);
  });

  test("and the table of the passwords alone is refused, which says so", async () => {
    const account = { id: "a", providerId: "credential", userId: "1", password: "x" };
    for (const text of both({ account: [account] })) assert.match(await refusal(text), /--accounts FILE$/);
  });
});

describe("a file with neither a user nor one who is left out is refused:", () => {
  for (const [what, text, options] of /** @type {[string, string, object][]} */ ([
    ["other models of Django", JSON.stringify([{ model: "auth.group", pk: 1, fields: { name: "a" } }]), {}],
    ["members without a user", JSON.stringify({ people: [{ a: 1 }] }), { from: "keycloak" }],
    [
      "service accounts of Keycloak",
      JSON.stringify({ users: [{ username: "s", enabled: true, serviceAccountClientId: "c" }] }),
      {},
    ],
  ]))
    test(what, async () => assert.match(await refusal(text, options), /^there is no user in this file/));
});

describe("better-auth on MongoDB, as mongoexport writes it", () => {
  const hash = `${"00".repeat(16)}:${"ff".repeat(64)}`;
  const id = "5dea9f9c82dd7c0e76e4ec93";
  const user = {
    _id: { $oid: id },
    name: "Ann",
    email: "ann@example.com",
    emailVerified: true,
    createdAt: { $date: "2024-05-01T10:00:00.000Z" },
    updatedAt: { $date: { $numberLong: "1714557600000" } },
  };
  const account = {
    _id: { $oid: "5dea9f9c82dd7c0e76e4ec94" },
    providerId: "credential",
    userId: { $oid: id },
    password: hash,
  };
  const expected = {
    username: "ann@example.com",
    email: "ann@example.com",
    full_name: "Ann",
    disabled: false,
    hashed_password: hash,
    scopes: [],
    claims: { user_id: id },
    is_verified: true,
    created_at: 1714557600,
  };
  const options = { "id-claim": "user_id" };

  test("has its passwords and ids, one document a line and in one text", async () => {
    for (const accounts of [lines(JSON.stringify(account)), JSON.stringify([account])])
      assert.deepEqual(
        only(await read(lines(JSON.stringify(user)), { ...options, accounts: file(accounts) }), "better-auth"),
        expected,
      );
    for (const text of both({ user: [user], account: [account] }))
      assert.deepEqual(only(await read(text, options), "better-auth"), expected);
  });

  test("says so where no user has found a hash in the second table", async () => {
    const lost = file(lines(JSON.stringify({ ...account, userId: "another" })));
    const { notes } = await read(lines(JSON.stringify(user)), { accounts: lost });
    assert.match(notes.join("\n"), /^nobody has a password: no user's id is in the second table/);
    assert.match((await read(lines(JSON.stringify(user)))).notes.join("\n"), /^nobody has a password: .*--accounts/);
    assert.deepEqual((await read(lines(JSON.stringify(user)), { "without-passwords": true })).notes, []);
    assert.deepEqual(
      (await read(lines(JSON.stringify(user)), { accounts: file(JSON.stringify([account])) })).notes,
      [],
    );
  });
});

test("the types of MongoDB's extended JSON are taken off, and nothing else is", () => {
  assert.deepEqual(
    unwrapped({
      a: { $oid: "5dea" },
      b: { $date: "2024-05-01T10:00:00Z" },
      c: { $date: { $numberLong: "1714557600000" } },
      d: { $binary: { base64: "fJ5mednSQN6US+B/wfkK5w==", subType: "04" } },
      e: { $other: 1 },
      f: { name: { $oid: "x" } },
      g: null,
      h: [1],
    }),
    {
      a: "5dea",
      b: "2024-05-01T10:00:00Z",
      c: "1714557600000",
      d: "7c9e6679d9d240de944be07fc1f90ae7",
      e: { $other: 1 },
      f: { name: { $oid: "x" } },
      g: null,
      h: [1],
    },
  );
});

describe("a realm of Keycloak", () => {
  const ann = { id: ID, username: "ann", enabled: true, credentials: [] };
  const group = (subGroups) => ({ id: "g", name: "all", subGroups, attributes: {} });

  test("may have a group with thousands of subgroups, before its users and behind them", async () => {
    const groups = [group(Array.from({ length: 20_000 }, (_, i) => group([{ id: `${i}`, name: `"\\]}${i}` }])))];
    for (const realm of [
      { realm: "r", groups, users: [ann] },
      { realm: "r", users: [ann], groups },
    ])
      for (const text of both(realm)) {
        assert.ok(text.length > 1 << 20);
        assert.equal(only(await read(text), "keycloak").username, "ann");
        assert.equal(only(await read(text, { from: "keycloak" }), "keycloak").username, "ann");
      }
  });

  test("may have a text of more than 1 MiB anywhere but in a user", async () => {
    for (const text of ["x".repeat(3 << 20), '\\"'.repeat(1 << 20), "\\".repeat((1 << 20) + 1)])
      for (const realm of [
        { realm: "r", logo: text, groups: [{ logo: text }], users: [ann] },
        { realm: "r", users: [ann], groups: [{ logo: text }], logo: text },
      ])
        for (const text of both(realm)) assert.equal(only(await read(text), "keycloak").username, "ann");
    const long = { ...ann, attributes: { picture: ["x".repeat(2 << 20)] } };
    for (const text of both({ groups: [], users: [long] }))
      assert.match(await refusal(text), /^line \d+: an element of more than 1 MiB: it is no user$/);
  });

  test("that is cut off in such a text is refused", async () => {
    const text = JSON.stringify({ users: [ann], groups: [{ logo: "x".repeat(3 << 20) }] });
    assert.match(await refusal(text.slice(0, 2 << 20)), /cut off/);
  });
});

test("every pass through a file counts anew", async () => {
  const rows = [{ username: "ann", enabled: true, totp: true }];
  const opened = await openUsers(file(JSON.stringify({ users: rows })), asked({}));
  for (let pass = 0; pass < 2; pass++) {
    for await (const some of opened.users()) void some;
    assert.deepEqual(opened.notes(), ["1 had a second factor, which keyward has not"]);
  }
});
