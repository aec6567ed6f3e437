// Accounts that were shut stay shut, whatever the column is called, and those that were open stay open.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openUsers } from "../../pkg-template/cli/import/read.js";
import { exportUsers } from "../../scripts/user/export.mjs";
import { file, lines, only, read, refusal } from "./import-read.mjs";
import { memoryKv } from "./memory-kv.mjs";

const HASH = "scrypt:32768:8:1$salt$00ff";
const PAST = "2024-05-01 10:00:00";
const FUTURE = "2999-01-01 00:00:00";

/** Whether a table of one's own with this column has a disabled user. */
const isDisabled = async (column, value) =>
  only(await read(lines(`id,email,password_hash,${column}`, `1,ann@example.com,${HASH},${value}`)), "werkzeug")
    .disabled;

describe("a table of one's own has shut an account with", () => {
  for (const [column, value] of [
    ["is_active", "f"],
    ["active", "0"],
    ["enabled", "false"],
    ["isActive", "false"],
    ["disabled", "1"],
    ["deleted", "1"],
    ["is_deleted", "t"],
    ["isDeleted", "true"],
    ["deleted_at", PAST],
    ["deletedAt", "1714557600000"],
    ["discarded_at", PAST],
    ["banned", "yes"],
    ["is_banned", "1"],
    ["banned_at", PAST],
    ["banned_until", FUTURE],
    ["banned_until", "infinity"],
    ["blocked", "true"],
    ["blocked_at", PAST],
    ["locked", "1"],
    ["locked_at", PAST],
    ["locked_until", FUTURE],
    ["suspended_at", PAST],
    ["deactivated_at", "a date of another kind"],
    ["inactive", "1"],
    ["archived_at", PAST],
    ["status", "suspended"],
    ["state", "Inactive"],
    // What nobody can read says no more that an account is open than that it is shut.
    ["is_active", "FALSCH"],
    ["is_active", "inactive"],
    ["active", "[ ]"],
    ["enabled", "maybe"],
    // Of pandas, mysqldump, and mysql with --binary-as-hex.
    ["is_active", "0.0"],
    ["is_active", "b'0'"],
    ["is_active", "0x00"],
  ])
    test(`${column} ${value}`, async () => assert.equal(await isDisabled(column, value), true));
});

describe("a table of one's own has left an account open with", () => {
  for (const [column, value] of [
    ["is_active", "1"],
    ["active", ""],
    ["deleted", "0"],
    ["deleted_at", ""],
    ["deleted_at", "NULL"],
    ["deleted_at", "0000-00-00 00:00:00"],
    ["banned", "false"],
    ["banned_until", PAST],
    ["locked_until", PAST],
    ["deleted_at", "0001-01-01 00:00:00+00"],
    ["banned_until", "0001-01-01 00:00:00+00"],
    ["is_active", "NULL"],
    ["is_active", "1.0"],
    ["is_active", "b'1'"],
    ["is_active", "0x01"],
    ["deleted", "0.0"],
    ["banned", "b'0'"],
    ["locked", "0x00"],
    ["status", "active"],
    ["status", "1"],
    ["failed_attempts", "3"],
  ])
    test(`${column} ${value}`, async () => assert.equal(await isDisabled(column, value), false));
});

describe("an account that a column such as is_active says nothing clear of is shut, and counted:", () => {
  const note = (many) => `${many} disabled because a column such as is_active says neither yes nor no`;

  test("one, and several", async () => {
    const table = (...active) =>
      lines("id,email,password_hash,is_active", ...active.map((one, id) => `${id},${id}@b.c,${HASH},${one}`));
    const { users, notes } = await read(table("FALSCH", "t", "f", "maybe", "", "NULL", "[ ]"));
    assert.deepEqual(
      users.map(({ disabled }) => disabled),
      [true, false, true, true, false, false, true],
    );
    assert.deepEqual(notes, [note("3 users are")]);
    assert.deepEqual((await read(table("t", "wahr"))).notes, [note("1 user is")]);
    assert.deepEqual((await read(table("t", "f", ""))).notes, []);
  });

  test("but not who is shut by another column as well", async () => {
    const columns = "id,email,password_hash,is_active,deleted_at";
    const { users, notes } = await read(lines(columns, `1,a@b.c,${HASH},maybe,${PAST}`, `2,d@e.f,${HASH},maybe,`));
    assert.deepEqual(
      users.map(({ disabled }) => disabled),
      [true, true],
    );
    assert.deepEqual(notes, [note("1 user is")]);
  });

  test("in JSON, where null and a member that is missing say nothing", async () => {
    const rows = ["FALSCH", { since: 1 }, null, undefined, true, 1].map((active, id) => ({
      id,
      email: `${id}@b.c`,
      password_hash: HASH,
      active,
    }));
    const { users, notes } = await read(JSON.stringify(rows));
    assert.deepEqual(
      users.map(({ disabled }) => disabled),
      [true, true, false, false, false, false],
    );
    assert.deepEqual(notes, [note("2 users are")]);
  });

  for (const [source, columns, row] of [
    ["django", "id,password,is_superuser,username,date_joined,is_active", `1,x,f,ann,${PAST},FALSCH`],
    ["fastapi-users", "email,hashed_password,is_active,is_superuser,is_verified", "a@b.c,x,maybe,0,1"],
    ["laravel", "email,password,remember_token,active", "a@b.c,x,,nein"],
    ["wordpress", "user_login,user_pass,spam,active", "ann,x,0,nein"],
    ["keyward", "username,hashed_password,scopes,enabled", "ann,x,me,nein"],
  ])
    test(source, async () => {
      const found = await read(lines(columns, row));
      assert.equal(only(found, source).disabled, true);
      assert.deepEqual(found.notes, [note("1 user is")]);
    });
});

test("one column that shuts an account is enough", async () => {
  const text = lines(
    "id,email,password_hash,is_active,disabled,deleted_at",
    `1,a@example.com,${HASH},1,0,${PAST}`,
    `2,b@example.com,${HASH},0,0,`,
    `3,c@example.com,${HASH},1,0,`,
  );
  const { users } = await read(text);
  assert.deepEqual(
    users.map(({ disabled }) => disabled),
    [true, true, false],
  );
});

describe("no source opens what was shut:", () => {
  for (const [source, columns, row] of [
    ["django", "id,password,is_superuser,username,date_joined,is_active,deleted_at", `1,x,f,ann,${PAST},t,${PAST}`],
    ["fastapi-users", "email,hashed_password,is_active,is_superuser,is_verified,banned", "a@b.c,x,1,0,1,1"],
    ["laravel", "email,password,remember_token,is_active", "a@b.c,x,,0"],
    ["wordpress", "user_login,user_pass,spam,deleted", "ann,x,1,0"],
    ["wordpress", "user_login,user_pass,spam,deleted", "ann,x,0,1"],
    ["supabase", "email,encrypted_password,email_confirmed_at,banned_until", `a@b.c,x,,${FUTURE}`],
    ["better-auth", "id,email,emailVerified,banned", "1,a@b.c,1,1"],
    ["lucia", "id,username,password_hash,deleted_at", `1,ann,abcdefghijklmnop:${"ff".repeat(64)},${PAST}`],
    ["aspnet", "UserName,NormalizedUserName,PasswordHash,LockoutEnd", "ann,ANN,x,9999-12-31 23:59:59.9999999 +00:00"],
    ["aspnet", "UserName,NormalizedUserName,PasswordHash,LockoutEnd", "ann,ANN,x,infinity"],
    ["aspnet", "UserName,NormalizedUserName,PasswordHash,IsDeleted", "ann,ANN,x,1"],
    ["aspnet", "UserName,PasswordHash,SecurityStamp,LockoutEndDateUtc", "ann,x,S,9999-12-31 23:59:59.997"],
    ["keyward", "username,hashed_password,scopes,is_active", "ann,x,me,0"],
  ])
    test(`${source}, ${columns}: ${row}`, async () =>
      assert.equal(only(await read(lines(columns, row)), source).disabled, true));
});

test("a lockout of some minutes in ASP.NET Identity is no disabled user, in either version", async () => {
  const soon = new Date(Date.now() + 300_000).toISOString();
  for (const columns of [
    "UserName,NormalizedUserName,PasswordHash,LockoutEnd",
    "UserName,SecurityStamp,PasswordHash,LockoutEndDateUtc",
  ])
    assert.equal(only(await read(lines(columns, `ann,ANN,x,${soon}`)), "aspnet").disabled, false);
});

test("a lockout that is over opens no account that is shut besides", async () => {
  const text = lines(
    "UserName,NormalizedUserName,PasswordHash,LockoutEnd,IsLocked",
    `ann,ANN,x,${PAST},1`,
    `bob,BOB,x,${PAST},0`,
    "eve,EVE,x,,1",
  );
  assert.deepEqual(
    (await read(text)).users.map(({ disabled }) => disabled),
    [true, false, true],
  );
});

test("a ban of better-auth that has expired is over, and one that has not is not", async () => {
  const table = (end) => lines("id,email,emailVerified,banned,banReason,banExpires", `1,a@b.c,1,1,spam,${end}`);
  for (const [end, disabled] of [
    [PAST, false],
    [FUTURE, true],
    ["", true],
  ])
    assert.equal(only(await read(table(end)), "better-auth").disabled, disabled, `until ${end}`);
});

describe("a JSON text with names and hashes", () => {
  const ann = { username: "ann", email: "ann@example.com", hashed_password: HASH };

  test("is no record of keyward where is_active, active or the like says who is shut", async () => {
    const shut = {
      is_active: false,
      active: false,
      deleted_at: PAST,
      banned: true,
      banned_until: FUTURE,
      status: "banned",
    };
    for (const [name, value] of Object.entries(shut)) {
      const { source, users } = await read(JSON.stringify([{ ...ann, [name]: value }]));
      assert.deepEqual([source, users[0].disabled], ["werkzeug", true], name);
    }
    const bcrypt = { ...ann, hashed_password: "$2b$10$abc" };
    assert.match(await refusal(JSON.stringify([{ ...bcrypt, is_superuser: true }])), /--from/);
    const all = { ...bcrypt, is_active: false, is_superuser: false, is_verified: true };
    assert.equal(only(await read(JSON.stringify([all])), "fastapi-users").disabled, true);
  });

  test("keeps a user shut even where --from says that it is keyward's", async () => {
    const text = JSON.stringify([{ ...ann, is_active: false }]);
    assert.equal(only(await read(text, { from: "keyward" }), "keyward").disabled, true);
  });
});

test("a record that has is_active beside what keyward knows is exported and imported to the letter", async () => {
  const record = '{"username":"ann","hashed_password":null, "is_active":false}';
  const kv = memoryKv({ "user:ann": record, "user:bob": '{"username":"bob","hashed_password":null}' });
  let text = "";
  const print = (part) => {
    text += part;
  };
  await exportUsers(/** @type {any} */ ({ kv, print }), undefined, {});
  const entries = [];
  for await (const some of (await openUsers(file(text), {})).users()) entries.push(...some.map(({ entry }) => entry));
  assert.deepEqual(
    entries.map((entry) => entry?.record).sort(),
    ['{"username":"bob","hashed_password":null}', record].sort(),
  );
});
