// What columns are called: --column in tables and in JSON, names that come twice, and a first line that is no names but a user.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { file, lines, only, read, refusal } from "./import-read.mjs";

const BCRYPT = "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW";
const WERKZEUG = "scrypt:32768:8:1$salt$00ff";

/** The same rows as a table, as an array, one object a line, and in an object under a name. @param {object[]} rows */
const everyShape = (...rows) => {
  const names = Object.keys(rows[0]);
  const table = lines(names.join(","), ...rows.map((row) => names.map((name) => row[name]).join(",")));
  const json = rows.map((row) => JSON.stringify(row));
  return { table, array: `[${json}]`, lines: lines(...json), member: `{"people":[${json}]}` };
};

/** @param {string[]} column */
const werkzeug = (...column) => ({ from: "werkzeug", column });

describe("--column says what a column is called", () => {
  for (const [shape, text] of Object.entries(everyShape({ login: "ann", addr: "Ann@example.com", pw: BCRYPT })))
    test(`in every shape of a file: ${shape}`, async () => {
      const options = werkzeug("password_hash=pw", "email=addr");
      const { username, email, hashed_password: hash } = only(await read(text, options), "werkzeug");
      assert.deepEqual([username, email, hash], ["ann", "Ann@example.com", BCRYPT]);
    });

  for (const [shape, text] of Object.entries(everyShape({ login: "ann", pw: WERKZEUG })))
    test(`so that the hashes tell the system: ${shape}`, async () => {
      assert.equal(
        only(await read(text, { column: ["password_hash=pw"] }), "werkzeug").hashed_password,
        WERKZEUG,
        shape,
      );
      assert.match(await refusal(text), /^(line 1: )?(no column of this table|it is not clear which system)/);
    });

  test("whatever the case in which the file or the command has it", async () => {
    for (const text of Object.values(everyShape({ Login: "ann", Pw: BCRYPT, EMail: "a@b.c" })))
      for (const options of [werkzeug("password_hash=pw"), werkzeug("PASSWORD_HASH=PW", "Email=email")]) {
        const record = only(await read(text, options), "werkzeug");
        assert.deepEqual([record.username, record.email, record.hashed_password], ["ann", "a@b.c", BCRYPT]);
      }
    // JSON may have both, and then the one that is written as it was asked for counts.
    const both = JSON.stringify([{ login: "ann", PW: "x", pw: BCRYPT, Pw: "y" }]);
    assert.equal(only(await read(both, werkzeug("password_hash=pw")), "werkzeug").hashed_password, BCRYPT);
  });

  test("in place of a column that has the name already", async () => {
    for (const name of ["password_hash", "Password_Hash", "PASSWORD_HASH"])
      for (const rows of [
        { login: "ann", [name]: "old", pw: BCRYPT },
        { login: "ann", pw: BCRYPT, [name]: "old" },
      ])
        for (const [shape, text] of Object.entries(everyShape(rows)))
          assert.equal(
            only(await read(text, werkzeug("password_hash=pw")), "werkzeug").hashed_password,
            BCRYPT,
            `${name}, ${shape}`,
          );
  });

  test("and one column can have two names, which keeps the address", async () => {
    for (const [shape, text] of Object.entries(
      everyShape({ username: "x1", email: "Ann@b.c", password_hash: BCRYPT }),
    )) {
      const record = only(await read(text, werkzeug("username=email")), "werkzeug");
      assert.deepEqual([record.username, record.email], ["Ann@b.c", "Ann@b.c"], shape);
    }
    for (const text of Object.values(everyShape({ who: "ann@b.c", password_hash: BCRYPT }))) {
      const record = only(await read(text, werkzeug("username=who", "email=who", "full_name=who")), "werkzeug");
      assert.deepEqual([record.username, record.email, record.full_name], ["ann@b.c", "ann@b.c", "ann@b.c"]);
    }
  });

  test("and two columns can change their names", async () => {
    for (const [shape, text] of Object.entries(
      everyShape({ username: "Ann B", full_name: "ann", password_hash: "x" }),
    )) {
      const record = only(await read(text, werkzeug("username=full_name", "full_name=username")), "werkzeug");
      assert.deepEqual([record.username, record.full_name], ["ann", "Ann B"], shape);
    }
  });

  test("and shuts an account that another column would leave open", async () => {
    for (const text of Object.values(everyShape({ login: "ann", password_hash: BCRYPT, is_active: 1, may_enter: 0 })))
      assert.equal(only(await read(text, werkzeug("is_active=may_enter")), "werkzeug").disabled, true);
  });

  test("of the objects of other systems too, and of types of MongoDB", async () => {
    const item = { localId: "abc", mail: "ann@b.c", nick: "Ann" };
    const firebase = only(await read(JSON.stringify({ users: [item] }), { column: ["email=mail"] }), "firebase");
    assert.deepEqual([firebase.username, firebase.email], ["ann@b.c", "ann@b.c"]);
    const since = { $date: { $numberLong: "1714557600000" } };
    const row = lines(JSON.stringify({ email: "ann@b.c", pw: WERKZEUG, since }));
    const record = only(await read(row, { column: ["password_hash=pw", "created_at=since"] }), "werkzeug");
    assert.deepEqual([record.hashed_password, record.created_at], [WERKZEUG, 1714557600]);
  });

  test("where some users do not have the member", async () => {
    const rows = [
      { username: "ann", password_hash: "x" },
      { username: "bob", password_hash: "y", nick: "Bob" },
    ];
    const { users } = await read(JSON.stringify(rows), werkzeug("full_name=nick"));
    assert.deepEqual(
      users.map(({ full_name: name }) => name),
      [undefined, "Bob"],
    );
  });
});

describe("--column is refused", () => {
  const rows = everyShape({ username: "ann", password_hash: BCRYPT });

  test("where there is no such column, or no user has such a member", async () => {
    const { table, ...json } = rows;
    assert.equal(
      await refusal(table, werkzeug("email=mial")),
      "line 1: there is no column mial. There are: username, password_hash",
    );
    for (const [shape, text] of Object.entries(json))
      assert.equal(
        await refusal(text, werkzeug("email=mial")),
        "no user has a member mial, which --column names",
        shape,
      );
    // What is within another member is none of the user's own.
    const dump = JSON.stringify([{ model: "auth.user", pk: 1, fields: { login: "ann", password: "x" } }]);
    assert.equal(
      await refusal(dump, { column: ["username=login"] }),
      "no user has a member login, which --column names",
    );
  });

  test("for the CSV of Firebase, which has no names of columns", async () => {
    const fields = Array(28).fill("");
    Object.assign(fields, { 0: "abc", 1: "ann@example.com", 2: "true", 23: "1714557600000", 26: "false" });
    assert.equal(
      await refusal(lines(`${fields.join(",")},`), { column: ["email=mail"] }),
      "a table of Firebase has no names of columns, so that --column can say nothing of them",
    );
  });

  test("for records of keyward in JSON, which stay to the letter", async () => {
    const record = { username: "ann", hashed_password: "x", disabled: false, scopes: [], mail: "a@b.c" };
    const pair = { key: "user:ann", value: JSON.stringify(record) };
    for (const text of [JSON.stringify(record), JSON.stringify([record]), JSON.stringify(pair)])
      assert.equal(
        await refusal(text, { column: ["email=mail"] }),
        "users of keyward are taken to the letter, without --column: a table of your own is --from werkzeug",
      );
    // A table is none to the letter.
    const { table } = everyShape({ username: "ann", hashed_password: "x", disabled: 0, mail: "a@b.c" });
    assert.equal(only(await read(table, { column: ["email=mail"] }), "keyward").email, "a@b.c");
  });
});

describe("JSON in which no user has what --from needs", () => {
  const ann = { username: "ann", pw: BCRYPT };
  const { table: _table, ...json } = everyShape(ann);

  for (const [shape, text] of Object.entries(json)) {
    test(`is refused, and imports nobody without a password: ${shape}`, async () => {
      assert.match(
        await refusal(text, werkzeug()),
        /^no user has a member password_hash or .*, which Flask .* has \(if it is called otherwise: --column password_hash=NAME\)$/,
      );
      assert.match(await refusal(text, { from: "django" }), /^no user has a member password, which Django has/);
    });

    test(`has the hash where --column says which it is: ${shape}`, async () => {
      assert.equal(only(await read(text, werkzeug("password_hash=pw")), "werkzeug").hashed_password, BCRYPT);
      assert.equal(
        only(await read(text, { from: "django", column: ["password=pw"] }), "django").hashed_password,
        BCRYPT,
      );
    });

    test(`is taken with --without-passwords: ${shape}`, async () => {
      if (shape === "member") return;
      const record = only(await read(text, { from: "werkzeug", "without-passwords": true }), "werkzeug");
      assert.equal(record.hashed_password, null);
    });
  }

  test("is read where the first who has it comes late, as of a database that leaves out what is empty", async () => {
    const rows = Array.from({ length: 500 }, (_, id) => ({ email: `${id}@b.c` }));
    const last = { email: "ann@b.c", password_hash: BCRYPT };
    const all = [...rows, last].map((row) => JSON.stringify(row));
    for (const text of [lines(...all), `[${all}]`, `{"people":[${all}]}`]) {
      const { users, left } = await read(text, werkzeug());
      assert.deepEqual([users.length, left], [501, []]);
      assert.equal(users[500].hashed_password, BCRYPT);
    }
  });
});

describe("a table that has two columns of one name", () => {
  const joined = lines(
    "id,email,password_hash,id,bio",
    `1,ann@example.com,${WERKZEUG},77,hello`,
    `2,bob@example.com,${WERKZEUG},78,hello`,
  );

  test("is refused, and the refusal says how to give them two", async () => {
    for (const options of [{}, werkzeug(), { column: ["email=email"] }])
      assert.match(
        await refusal(joined, options),
        /^line 1: two columns are called id, .*\(select users\.\*, profiles\.id as profile_id …\)$/,
      );
    assert.match(await refusal(joined.replace("bio", "EMail")), /^line 1: two columns are called (id|email),/);
    const named = joined.replace("id,bio", "profile_id,bio");
    assert.deepEqual(
      (await read(named, { "id-claim": "user_id" })).users.map(({ claims }) => claims.user_id),
      ["1", "2"],
    );
  });

  test("and so is a second table", async () => {
    const users = lines("id,email,emailVerified", "1,ann@example.com,1");
    const accounts = file(lines("id,userId,password,userId", "a,1,x,2"));
    assert.match(await refusal(users, { accounts }), /^line 1: two columns are called userid,/);
  });

  test("but names that are empty, as those that pandas gives its index, may be so twice", async () => {
    const text = lines(",,id,email,password_hash", `0,0,7,ann@example.com,${WERKZEUG}`);
    assert.deepEqual(only(await read(text, { "id-claim": "user_id" }), "werkzeug").claims, { user_id: "7" });
    assert.match(await refusal(lines(",,id,mail", "0,0,7,a@b.c")), /There are: id, mail\./);
  });
});

describe("no refusal has anything in it of a first line that is a user:", () => {
  const PBKDF2 = "pbkdf2_sha256$870000$nUyfIfgKmKqH$Nq1Y2s9C5bJ0oVx7mTq8bq0n7bWkqk0pN4l0Sg5a3b8=";
  const SCRYPT = "scrypt:32768:8:1$Jx0vTq8bq0n7bWkq$0a1b2c3d4e5f60718293a4b5c6d7e8f9";
  const MD5 = "5f4dcc3b5aa765d61d8327deb882cf99";
  const users = {
    Django: `1,${PBKDF2},2024-05-01 10:00:00.123+00,f,annabel,Ann,Bell,ann@example.com,f,t,2024-05-01 10:00:00+00`,
    Flask: `1,annabel,ann@example.com,${SCRYPT}`,
    "MD5 in hexadecimal": `annabel,${MD5}`,
    "MD5 in base64": "annabel,X03MO1qnZdYdgyfeuILPmQ==",
    crypt: "annabel,abJnggxhB/yWI",
    "better-auth": `annabel,7c9e6679-7425-40de-944b-e07fc1f90ae7,${"0a".repeat(16)}:${"f1".repeat(64)}`,
    UUID: "annabel,7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "a plain-text password": "annabel,hunter2",
    "a plain-text password with an id": "17,annabel,hunter2",
    "a plain-text password of words": "annabel,correct horse",
    "a password and nothing else": "hunter2",
    "with semicolons": `annabel;hunter2;${MD5}`,
    "with tabs": `annabel\thunter2\t${MD5}`,
    "repeated values": `annabel,annabel,${MD5},${MD5}`,
    "a repeated password": "annabel,hunter2,hunter2",
    "a name as password": "annabel,annabel",
    "repeated numbers": `7,7,annabel,${BCRYPT}`,
  };
  for (const [what, line] of Object.entries(users))
    test(what, async () => {
      const fields = line.split(/[,;\t]/).filter((field) => field.length > 2);
      for (const options of [
        {},
        { from: "django" },
        { from: "werkzeug" },
        { from: "better-auth" },
        { from: "lucia" },
        { column: ["password_hash=pw"] },
        werkzeug("password_hash=pw", "username=user"),
      ])
        for (const text of [lines(line), lines(line, line.replaceAll("annabel", "bob"))]) {
          const message = await refusal(text, options);
          for (const field of fields)
            assert.ok(!message.toLowerCase().includes(field.toLowerCase()), `${JSON.stringify(options)}: ${message}`);
          assert.match(message, /export the table with the names of its columns/);
        }
    });

  test("but names of columns are listed", async () => {
    for (const [text, expected] of [
      ["nr,mail_address,pw", "nr, mail_address, pw"],
      ["ID;Benutzername;Kennwort", "id, benutzername, kennwort"],
      ["id\tE-Mail\tgeändert (am)", "id, e-mail, geändert (am)"],
    ])
      assert.ok((await refusal(lines(text))).includes(`There are: ${expected}.`), text);
  });
});
