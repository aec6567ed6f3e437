// Tables as programs really write them: mysql's with tabs and backslashes, a spreadsheet's, Firebase's. In none of them may a
// hash or an address come into another field.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { file, lines, only, read, refusal, tabs } from "./import-read.mjs";

const WORDPRESS = ["ID", "user_login", "user_pass", "user_email", "display_name"];
const HASH = "$P$Babcdefghijklmnopqrstuvwxyz12345";

describe("a table of mysql", () => {
  test("has names with quotes in them, at the beginning, around and in the middle", async () => {
    const names = ['"Big" Al', '"Al', 'Bob 6"', 'a"b', '"', '"""', '"Big "Al""'];
    const { users, left } = await read(
      tabs(WORDPRESS, ...names.map((name, nth) => [nth, `user${nth}`, `${HASH}${nth}`, `${nth}@example.com`, name])),
    );
    assert.deepEqual(left, []);
    assert.deepEqual(
      users.map(({ username, hashed_password: hash, email, full_name: name }) => [username, hash, email, name]),
      names.map((name, nth) => [`user${nth}`, `${HASH}${nth}`, `${nth}@example.com`, name]),
    );
  });

  test("keeps two users with one quote each apart, and two fields of one user", async () => {
    const { users } = await read(
      tabs(WORDPRESS, [1, '"al', HASH, "al@example.com", 'Al"'], [2, 'bob"', `${HASH}2`, "bob@example.com", "Bob"]),
    );
    assert.deepEqual(
      users.map(({ username, hashed_password: hash, full_name: name }) => [username, hash, name]),
      [
        ['"al', HASH, 'Al"'],
        ['bob"', `${HASH}2`, "Bob"],
      ],
    );
  });

  test("has tabs, line breaks, backslashes and zero bytes with a backslash, and NULL", async () => {
    const row = [1, "corp\\\\nina", HASH, "NULL", "a\\tb\\nc\\\\d\\0"];
    const record = only(await read(tabs(WORDPRESS, row)), "wordpress");
    assert.deepEqual([record.username, record.email, record.full_name], ["corp\\nina", undefined, "a\tb\nc\\d\0"]);
  });

  test("has a carriage return within a field as it is, which begins no row", async () => {
    const evil = "x\r9\tadmin\t$P$Bevil\tadmin@example.com\tx".replaceAll("\t", "\\t");
    const { users } = await read(tabs(WORDPRESS, [1, "ann", HASH, "ann@example.com", evil]));
    assert.deepEqual(
      users.map(({ username }) => username),
      ["ann"],
    );
  });

  test("has BIT(1) as one byte or as a backslash and a zero, which is false", async () => {
    const columns = ["id", "email", "password_hash", "is_active"];
    const hash = "scrypt:32768:8:1$salt$00ff";
    for (const [bit, disabled] of [
      ["\\0", true],
      ["\x01", false],
    ])
      assert.equal(only(await read(tabs(columns, [1, "ann@example.com", hash, bit])), "werkzeug").disabled, disabled);
    // In a table with commas nothing is undone.
    const text = lines(columns.join(","), `1,ann@example.com,${hash},\\0`);
    assert.equal(only(await read(text), "werkzeug").disabled, true);
  });

  test("is told from a spreadsheet by its backslashes", async () => {
    const rows = [
      [1, "CORP\\ann", HASH, "", ""],
      [2, "CORP\\nina", HASH, "", ""],
    ];
    const { users } = await read(tabs(WORDPRESS, ...rows));
    assert.deepEqual(
      users.map(({ username }) => username),
      ["CORP\\ann", "CORP\\nina"],
    );
  });
});

describe("a table with tabs of a spreadsheet", () => {
  test("has fields in quotes, with the quotes within doubled", async () => {
    const text = tabs(WORDPRESS, [1, "ann", `"${HASH}"`, '""', '"Ann ""the"" B"']).replaceAll("\n", "\r\n");
    const record = only(await read(text), "wordpress");
    assert.deepEqual([record.hashed_password, record.full_name], [HASH, 'Ann "the" B']);
  });

  test("is refused where a field in quotes goes on in the next line", async () => {
    const row = [1, "ann", HASH, "ann@example.com", '"Ann\nthe second"'];
    assert.match(
      await refusal(tabs(WORDPRESS, row)),
      /^line 3: the row has 1 fields and not 5: .*line break in it: save the file with commas$/,
    );
    // Even where what it goes on with looks like a user.
    const forged = `${WORDPRESS.join("\t")}\r\n1\tann\t${HASH}\ta@b.c\t"x\n2\tadmin\t${HASH}\td@e.f\tx"\r\n`;
    assert.match(await refusal(forged), /^line 2: a field has a line break in it, .*: save the file with commas$/);
  });

  test("may end without a line break, and anywhere in a piece of the file", async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => [i, `ü${i}`, `"${HASH}"`, `${i}@x.y`, '"']);
    const { users } = await read(
      tabs(WORDPRESS, ...rows)
        .replaceAll("\n", "\r\n")
        .trimEnd(),
    );
    assert.equal(users.length, 30_000);
    assert.ok(
      users.every(({ username, full_name: name, line }, i) => username === `ü${i}` && name === '"' && line === i + 2),
    );
  });

  test("is refused where a row has more than 1 MiB", async () => {
    const long = tabs(WORDPRESS, [1, "ann", HASH, "", "y".repeat(1_100_000)]);
    assert.match(await refusal(long), /^line 2: a row of more than 1 MiB/);
  });
});

describe("Firebase's CSV", () => {
  const config = file("hash_config { base64_signer_key: c2ln, base64_salt_separator: Bw==, rounds: 8, mem_cost: 14 }");
  const options = { "firebase-config": config };
  // As transUserToArray of firebase-tools 14 (src/accountExporter.ts) writes it, name by name.
  const row = (id, { name = "", email = `${id}@example.com`, phone = "", claims = "" } = {}) => {
    const fields = Array(28).fill("");
    const quoted = name.includes(",") ? `"${name}"` : name;
    Object.assign(fields, { 0: id, 1: email, 2: "true", 3: "aGFz", 4: "c2Fs", 5: quoted, 23: "1714557600000" });
    Object.assign(fields, { 25: phone, 26: "false", 27: claims && `"${claims.replaceAll('"', '""')}"` });
    return `${fields.join(",")},`;
  };

  test("has the number of the phone, which is the name of whoever has no address", async () => {
    const text = lines(row("abc", { email: "", phone: "+4915100000" }));
    assert.equal(only(await read(text, options), "firebase").username, "+4915100000");
  });

  test("names the JSON export where a name has a comma and a quote in it", async () => {
    for (const name of ['Al "Big", X', '"A", B', 'A", "B'])
      for (const text of [lines(row("abc", { name }), row("def")), lines(row("abc"), row("def", { name }))])
        assert.match(await refusal(text, options), /^line \d: .*firebase auth:export users\.json --format=json$/, name);
  });

  test("never reads two users as one where a name begins with a quote and a later one ends with one", async () => {
    const text = lines(row("abc", { name: '"Al' }), row("def", { name: 'Bob 6"' }));
    assert.match(await refusal(text, options), /--format=json$/);
    const { users } = await read(lines(row("abc", { name: 'Bob 6"' }), row("def", { claims: '{"a":1}' })), options);
    assert.deepEqual(
      users.map(({ full_name: name, claims }) => [name, claims]),
      [
        ['Bob 6"', undefined],
        [undefined, { a: 1 }],
      ],
    );
  });
});

test("the columns of Rails are known: password_digest and email_address, and Devise's", async () => {
  const rails = lines(
    "id,email_address,password_digest,created_at",
    "1,ann@example.com,$2a$12$abc,2024-05-01 10:00:00",
  );
  const record = only(await read(rails), "werkzeug");
  assert.deepEqual([record.email, record.hashed_password], ["ann@example.com", "$2a$12$abc"]);
  const devise = lines("id,email,encrypted_password,reset_password_token", "1,ann@example.com,$2a$12$abc,");
  assert.equal(only(await read(devise), "werkzeug").hashed_password, "$2a$12$abc");
});

test("a user's time that is ahead, being a local one without its zone, is now", async () => {
  const ahead = new Date(Date.now() + 7_200_000).toISOString().slice(0, 19).replace("T", " ");
  const text = lines("user_login,user_pass,user_registered", `ann,x,${ahead}`, "bob,x,2024-05-01 10:00:00");
  const { users } = await read(text);
  const [ann, bob] = users.map(({ created_at: at }) => at);
  assert.ok(Math.abs(ann - Date.now() / 1000) < 60, `${ann}`);
  assert.equal(bob, 1714557600);
});

test("an id of Django or Laravel that is a UUID stays, and any other goes into a claim", async () => {
  const id = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
  const fields = { username: "ann", password: "x", is_superuser: false };
  const dump = (pk) => JSON.stringify([{ model: "accounts.user", pk, fields }]);
  const table = (id) => lines("id,password,is_superuser,username,date_joined", `${id},x,f,ann,2024-05-01`);
  const laravel = (id) => lines("id,email,password,remember_token", `${id},ann@example.com,x,`);
  for (const [source, make] of /** @type {[string, (id: any) => string][]} */ ([
    ["django", dump],
    ["django", table],
    ["laravel", laravel],
  ])) {
    const options = { "id-claim": "user_id" };
    for (const written of [id, id.replaceAll("-", ""), id.toUpperCase()]) {
      const record = only(await read(make(written), options), source);
      assert.deepEqual([record.id, record.claims], [id, undefined]);
    }
    const other = only(await read(make(7), options), source);
    assert.deepEqual([other.id, String(other.claims.user_id)], [undefined, "7"]);
  }
});

test("a table with the names of the columns alone is refused: it has no user", async () => {
  assert.equal(await refusal("user_login,user_pass\n"), "there is no user in this file, as WordPress writes its users");
});
