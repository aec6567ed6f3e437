// What other systems export, read without a KV: each shape as its own documentation or source has it, and files that are broken.
// The hashes here are made up; tests/worker/move-in.test.mjs has real ones.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pairs } from "../../pkg-template/cli/import/pairs.js";
import { openUsers } from "../../pkg-template/cli/import/read.js";
import { Seen, Unique } from "../../pkg-template/cli/import/unique.js";
import { comparable, seconds, uuid } from "../../pkg-template/cli/import/values.js";
import { file, lines, only, read, refusal } from "./import-read.mjs";

const ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

describe("a source is known by its shape, and read as its documentation has it:", () => {
  test("Django, dumpdata as JSON and as JSON lines, with other models in it", async () => {
    // `manage.py dumpdata auth`, Django 5.2; the fields are those of django/contrib/auth/models.py.
    const ann = {
      model: "auth.user",
      pk: 7,
      fields: {
        password: "pbkdf2_sha256$1000$a$b",
        last_login: null,
        is_superuser: true,
        username: "ann",
        first_name: "Ann",
        last_name: 'O"Hara]',
        email: "Ann@Example.com",
        is_staff: true,
        is_active: false,
        date_joined: "2024-05-01T10:00:00.123Z",
        groups: [],
        user_permissions: [],
      },
    };
    const group = { model: "auth.group", pk: 1, fields: { name: "editors", permissions: [] } };
    const expected = {
      username: "ann",
      email: "Ann@Example.com",
      full_name: 'Ann O"Hara]',
      disabled: true,
      hashed_password: "pbkdf2_sha256$1000$a$b",
      scopes: ["me", "admin"],
      claims: { user_id: 7 },
      created_at: 1714557600,
    };
    const options = { scope: ["me"], "admin-scope": "admin", "id-claim": "user_id" };
    for (const text of [
      JSON.stringify([group, ann]),
      JSON.stringify([group, ann], null, 2),
      lines(JSON.stringify(group), JSON.stringify(ann)),
    ])
      assert.deepEqual(only(await read(text, options), "django"), expected);
  });

  test("Django, the table auth_user as PostgreSQL's COPY and as a spreadsheet write it", async () => {
    const columns =
      "id,password,last_login,is_superuser,username,first_name,last_name,email,is_staff,is_active,date_joined";
    const postgres = lines(columns, '1,"a$b",,f,ann,"A ""B""",,ann@example.com,f,t,2024-05-01 12:00:00.5+02');
    const sheet = `\ufeff${columns.replaceAll(",", ";")}\r\n1;a$b;NULL;0;ann;"A ""B""";;ann@example.com;0;1;2024-05-01 10:00:00\r\n`;
    for (const text of [postgres, sheet, Buffer.from(`\ufeff${sheet.slice(1)}`, "utf16le")])
      assert.deepEqual(only(await read(text), "django"), {
        username: "ann",
        email: "ann@example.com",
        full_name: 'A "B"',
        disabled: false,
        hashed_password: "a$b",
        scopes: [],
        created_at: 1714557600,
      });
  });

  test("Flask, by the hashes of Werkzeug, and any table with --column", async () => {
    const hash = "scrypt:32768:8:1$salt$00ff";
    const text = lines("id,email,password_hash", `1,ann@example.com,${hash}`);
    const expected = {
      username: "ann@example.com",
      email: "ann@example.com",
      disabled: false,
      hashed_password: hash,
      scopes: [],
    };
    assert.deepEqual(only(await read(text), "werkzeug"), expected);
    const own = lines("nr,mail_address,pw", `1,ann@example.com,${hash}`);
    const columns = { from: "werkzeug", column: ["email=mail_address", "password_hash=pw"] };
    assert.deepEqual(only(await read(own, columns), "werkzeug"), expected);
  });

  test("Laravel's users", async () => {
    const text = lines(
      "id,name,email,email_verified_at,password,remember_token,created_at,updated_at",
      '1,"Ann O\'Hara",ann@example.com,"2024-05-01 10:00:00",$2y$12$abc,,"2024-05-01 10:00:00",NULL',
    );
    const record = only(await read(text), "laravel");
    assert.deepEqual(
      [record.full_name, record.is_verified, record.hashed_password],
      ["Ann O'Hara", true, "$2y$12$abc"],
    );
  });

  test("WordPress's wp_users", async () => {
    const text = lines(
      '"ID","user_login","user_pass","user_nicename","user_email","user_url","user_registered","user_activation_key","user_status","display_name"',
      '"1","ann","$P$Babc","ann","ann@example.com","","2024-05-01 10:00:00","","0","Ann"',
    );
    assert.deepEqual(only(await read(text), "wordpress"), {
      username: "ann",
      email: "ann@example.com",
      full_name: "Ann",
      disabled: false,
      hashed_password: "$P$Babc",
      scopes: [],
      created_at: 1714557600,
    });
  });

  describe("Firebase", () => {
    const config = file(
      "hash_config {\n  algorithm: SCRYPT,\n  base64_signer_key: c2lnbmVy,\n  base64_salt_separator: Bw==,\n  rounds: 8,\n  mem_cost: 14,\n}\n",
    );
    const options = { "firebase-config": config };
    // src/accountExporter.ts of firebase-tools 14: JSON by `transUserJson`, CSV by `transUserToArray`.
    const ann = {
      localId: "abc",
      email: "ann@example.com",
      emailVerified: true,
      passwordHash: "aGFz-_8=",
      salt: "c2FsdA",
      displayName: "Ann",
      lastSignedInAt: "1714557600000",
      createdAt: "1714557600000",
      disabled: false,
      customAttributes: '{"plan":"gold"}',
      providerUserInfo: [],
    };
    const expected = {
      username: "ann@example.com",
      email: "ann@example.com",
      full_name: "Ann",
      disabled: false,
      hashed_password: "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=c2lnbmVy$c2FsdA==$aGFz+/8=",
      scopes: [],
      claims: { plan: "gold" },
      is_verified: true,
      created_at: 1714557600,
    };

    test("JSON", async () => {
      const text = `{"users": [\n${JSON.stringify(ann, null, 2)}\n]}`;
      assert.deepEqual(only(await read(text, options), "firebase"), expected);
    });

    test("CSV, which has no names of columns", async () => {
      const fields = Array(28).fill("");
      Object.assign(fields, {
        0: "abc",
        1: ann.email,
        2: "true",
        3: "aGFz+/8=",
        4: "c2FsdA==",
        5: "Ann",
        23: ann.createdAt,
      });
      Object.assign(fields, { 24: ann.createdAt, 26: "false", 27: '"{""plan"":""gold""}"' });
      assert.deepEqual(only(await read(`${fields.join(",")},\n`, options), "firebase"), expected);
    });

    test("without the parameters of the project, says where they are", async () => {
      assert.match(await refusal(JSON.stringify({ users: [ann] })), /--firebase-config/);
      const wrong = file("hash_config { algorithm: SCRYPT, rounds: 8 }");
      assert.match(await refusal(JSON.stringify({ users: [ann] }), { "firebase-config": wrong }), /base64_signer_key/);
    });
  });

  describe("Auth0", () => {
    // "How to Use the Password Hashes Export from Auth0".
    const exported = {
      _id: { $oid: "5dea9f9c82dd7c0e76e4ec93" },
      email_verified: false,
      email: "ann@example.com",
      passwordHash: "$2b$10$abc",
      password_set_date: { $date: "2019-12-06T18:36:12.412Z" },
      tenant: "t",
      connection: "Username-Password-Authentication",
      _tmp_is_unique: true,
    };

    test("the export of hashes", async () => {
      const record = only(await read(lines(JSON.stringify(exported)), { "id-claim": "auth0_id" }), "auth0");
      assert.equal(record.hashed_password, "$2b$10$abc");
      assert.deepEqual(record.claims, { auth0_id: "5dea9f9c82dd7c0e76e4ec93" });
      const { email: _email, ...other } = exported;
      const identifiers = [{ type: "email", value: "bob@example.com", verified: true }];
      const bob = only(await read(JSON.stringify({ ...other, email_verified: undefined, identifiers })), "auth0");
      assert.deepEqual([bob.username, bob.is_verified], ["bob@example.com", true]);
    });

    // "Bulk User Import Database Schema and Examples".
    const custom = (custom_password_hash) =>
      JSON.stringify([{ email: "ann@example.com", email_verified: true, custom_password_hash }]);
    for (const [name, given, expected] of [
      ["argon2", { algorithm: "argon2", hash: { value: "$argon2id$v=19$x", encoding: "utf8" } }, "$argon2id$v=19$x"],
      [
        "pbkdf2",
        { algorithm: "pbkdf2", hash: { value: "$pbkdf2-sha512$i=9,l=64$a$b", encoding: "utf8" } },
        "$pbkdf2-sha512$i=9,l=64$a$b",
      ],
      ["ldap", { algorithm: "ldap", hash: { value: "{SSHA}abc", encoding: "utf8" } }, "{SSHA}abc"],
      [
        "scrypt",
        {
          algorithm: "scrypt",
          hash: { value: "00ff", encoding: "hex" },
          salt: { value: "abc", encoding: "utf8" },
          keylen: 2,
          cost: 16384,
          blockSize: 8,
          parallelization: 1,
        },
        "$scrypt$ln=14,r=8,p=1$YWJj$AP8",
      ],
      // The hash is in hexadecimal and the salt a text where nothing else is said.
      [
        "scrypt with a salt that says nothing of its encoding",
        { algorithm: "scrypt", hash: { value: "00ff" }, salt: { value: "00ff" }, cost: 16384 },
        `$scrypt$ln=14,r=8,p=1$${btoa("00ff").replace(/=+$/, "")}$AP8`,
      ],
      [
        "scrypt with a salt in hexadecimal",
        { algorithm: "scrypt", hash: { value: "00FF" }, salt: { value: "00ff", encoding: "hex" } },
        "$scrypt$ln=14,r=8,p=1$AP8$AP8",
      ],
      [
        "sha256 with a salt behind",
        {
          algorithm: "sha256",
          hash: { value: "00ff", encoding: "hex" },
          salt: { value: "abc", encoding: "utf8", position: "suffix" },
        },
        `$sha256$pf=${btoa("{PASSWORD}{SALT}")}$YWJj$AP8=`,
      ],
      [
        "md5",
        { algorithm: "md5", hash: { value: "AP8=", encoding: "base64" } },
        `$md5$pf=${btoa("{SALT}{PASSWORD}")}$$AP8=`,
      ],
      [
        "hmac",
        {
          algorithm: "hmac",
          hash: { value: "00ff", encoding: "hex", digest: "sha256", key: { value: "k", encoding: "utf8" } },
        },
        `$hmac-sha256$${btoa("00ff")}$aw==`,
      ],
    ])
      test(`custom_password_hash: ${name}`, async () => {
        assert.equal(only(await read(custom(given)), "auth0").hashed_password, expected);
      });

    test("custom_password_hash that nobody can use leaves the user out", async () => {
      for (const given of [
        { algorithm: "md4", hash: { value: "x" } },
        { algorithm: "rot13" },
        { algorithm: "sha1", hash: {} },
      ]) {
        const { users, left } = await read(custom(given));
        assert.deepEqual([users.length, left.length, left[0].line], [0, 1, 1]);
      }
    });

    test("custom_password_hash with what is not in its encoding leaves the user out, and says so", async () => {
      const scrypt = { algorithm: "scrypt", hash: { value: "00ff" }, salt: { value: "abc" } };
      /** @type {[string, object][]} */
      const wrong = [
        ["hex", { algorithm: "sha1", hash: { value: "AP8=" } }],
        ["hex", { algorithm: "sha1", hash: { value: "00f" } }],
        ["hex", { algorithm: "md5", hash: { value: "00 ff", encoding: "hex" } }],
        ["hex", { ...scrypt, salt: { value: "no hex", encoding: "hex" } }],
        ["base64", { algorithm: "sha256", hash: { value: "AP8=!", encoding: "base64" } }],
        ["base64", { ...scrypt, hash: { value: "00:ff", encoding: "base64" } }],
        ["hex", { algorithm: "hmac", hash: { value: "xyz", digest: "sha256", key: { value: "k" } } }],
        [
          "base64",
          {
            algorithm: "hmac",
            hash: { value: "00ff", digest: "sha256", key: { value: "a key", encoding: "base64" } },
          },
        ],
      ];
      for (const [encoding, given] of wrong) {
        const { users, left } = await read(custom(given));
        assert.equal(users.length, 0, JSON.stringify(given));
        assert.deepEqual(left, [{ line: 1, reason: `its custom_password_hash has something that is no ${encoding}` }]);
      }
    });
  });

  test("Keycloak's realm", async () => {
    // `kc.sh export`, Keycloak 26: org.keycloak.representations.idm.
    const credential = {
      id: "x",
      type: "password",
      userLabel: "My password",
      createdDate: 1,
      secretData: '{"value":"a","salt":"b","additionalParameters":{}}',
      credentialData: '{"hashIterations":5,"algorithm":"argon2","additionalParameters":{}}',
    };
    const ann = {
      id: ID,
      username: "ann",
      firstName: "Ann",
      lastName: "B",
      email: "ann@example.com",
      emailVerified: true,
      createdTimestamp: 1714557600123,
      enabled: true,
      totp: false,
      credentials: [{ type: "otp" }, credential],
    };
    const service = { id: ID, username: "service-account-x", enabled: true, serviceAccountClientId: "x" };
    const realm = {
      id: "r",
      realm: "r",
      roles: { realm: [{ id: "1", name: "a" }] },
      groups: [{ id: "g", name: "username" }],
      users: [service, ann],
      clients: [{ id: "c", clientId: "x" }],
    };
    for (const text of [JSON.stringify(realm), JSON.stringify(realm, null, 2)])
      assert.deepEqual(only(await read(text), "keycloak"), {
        username: "ann",
        email: "ann@example.com",
        full_name: "Ann B",
        disabled: false,
        hashed_password: JSON.stringify({
          secretData: credential.secretData,
          credentialData: credential.credentialData,
        }),
        scopes: [],
        id: ID,
        is_verified: true,
        created_at: 1714557600,
      });
  });

  describe("Keycloak's credentials:", () => {
    const realm = (...credentials) =>
      JSON.stringify({ realm: "r", users: [{ id: ID, username: "ann", enabled: true, credentials }] });
    // `bin/standalone.sh -Dkeycloak.migration.action=export`, Keycloak 7.
    const old = {
      type: "password",
      hashedSaltedValue: "aGFz",
      salt: "c2Fs",
      hashIterations: 27500,
      counter: 0,
      algorithm: "pbkdf2-sha256",
      digits: 0,
      period: 0,
      createdDate: 1,
      config: {},
    };
    const otp = { type: "otp", secretData: "{}", credentialData: "{}" };

    test("a password of version 7 and before, without what is none of the hash", async () => {
      const { hashedSaltedValue, salt, hashIterations, algorithm } = old;
      const expected = JSON.stringify({ hashedSaltedValue, salt, hashIterations, algorithm });
      for (const credentials of [[old], [otp, old]])
        assert.equal(only(await read(realm(...credentials)), "keycloak").hashed_password, expected);
    });

    test("one that is no hash leaves the user out, and is not repeated", async () => {
      for (const credential of [{ type: "password", value: "hunter2" }, { type: "password" }]) {
        const { users, left } = await read(realm(otp, credential));
        assert.deepEqual(users, []);
        assert.deepEqual(left, [
          { line: 1, reason: "its password is no hash: there is neither secretData nor hashedSaltedValue" },
        ]);
      }
    });

    test("whoever has an app or a key alone has no password", async () => {
      const before = {
        type: "totp",
        hashedSaltedValue: "c2VjcmV0",
        counter: 0,
        algorithm: "HmacSHA1",
        digits: 6,
        period: 30,
      };
      for (const credentials of [[otp], [before], [{ type: "webauthn", secretData: "{}" }], []])
        assert.equal(only(await read(realm(...credentials)), "keycloak").hashed_password, null);
    });
  });

  test("Supabase's auth.users", async () => {
    const text = lines(
      "instance_id,id,aud,role,email,encrypted_password,email_confirmed_at,raw_user_meta_data,is_super_admin,created_at,phone,banned_until,deleted_at",
      `00000000-0000-0000-0000-000000000000,${ID},authenticated,authenticated,Ann@Example.com,$2a$10$abc,2024-05-01 10:00:00.123+00,"{""full_name"": ""Ann""}",,2024-05-01 10:00:00.123+00,,2999-01-01 00:00:00+00,`,
    );
    assert.deepEqual(only(await read(text), "supabase"), {
      username: "ann@example.com",
      email: "Ann@Example.com",
      full_name: "Ann",
      disabled: true,
      hashed_password: "$2a$10$abc",
      scopes: [],
      id: ID,
      is_verified: true,
      created_at: 1714557600,
    });
  });

  describe("better-auth", () => {
    const hash = "00".repeat(16) + ":" + "ff".repeat(64);
    const user = {
      id: ID,
      name: "Ann",
      email: "ann@example.com",
      emailVerified: true,
      image: null,
      createdAt: "2024-05-01T10:00:00.000Z",
    };
    const account = { id: "a", accountId: ID, providerId: "credential", userId: ID, password: hash };
    const google = { id: "b", accountId: "1", providerId: "google", userId: ID, password: null };
    const expected = {
      username: "ann@example.com",
      email: "ann@example.com",
      full_name: "Ann",
      disabled: false,
      hashed_password: hash,
      scopes: [],
      id: ID,
      is_verified: true,
      created_at: 1714557600,
    };

    test("both tables in one JSON text", async () => {
      for (const both of [
        { user: [user], account: [google, account] },
        { account: [account], user: [user] },
      ])
        assert.deepEqual(only(await read(JSON.stringify(both)), "better-auth"), expected);
    });

    test("a table, with the other as --accounts", async () => {
      const users = lines("id,name,email,emailVerified,createdAt", `${ID},Ann,ann@example.com,1,2024-05-01 10:00:00`);
      const accounts = lines("id,accountId,providerId,userId,password", `a,${ID},credential,${ID},${hash}`);
      assert.deepEqual(only(await read(users, { accounts: file(accounts) }), "better-auth"), expected);
      assert.deepEqual(only(await read(users, { accounts: file(JSON.stringify([account])) }), "better-auth"), expected);
      assert.match(await refusal(accounts), /--accounts/);
      assert.match(await refusal(JSON.stringify([account])), /--accounts/);
    });

    test("one export over both", async () => {
      const text = lines(
        "id,name,email,emailVerified,createdAt,password",
        `${ID},Ann,ann@example.com,t,2024-05-01 10:00:00,${hash}`,
      );
      assert.deepEqual(only(await read(text), "better-auth"), expected);
    });
  });

  test("Lucia, version 3 by its hashes, version 2 with its keys", async () => {
    const hash = `s2:abcdefghijklmnop:${"ff".repeat(64)}`;
    const three = lines("id,username,password_hash", `x1,ann,${hash}`);
    assert.equal(only(await read(three), "lucia").hashed_password, hash);
    const keys = lines("id,user_id,hashed_password", `username:ann,x1,${hash}`, "github:1,x1,");
    // A hash that is not Lucia's own, in a column as an ORM in JavaScript names it.
    const argon2 = "$argon2id$v=19$m=64$c2FsdHNhbHQ$aGFzaA";
    for (const text of [
      JSON.stringify([{ id: "x1", username: "ann", hashedPassword: argon2 }]),
      lines("id,username,passwordHash", `x1,ann,${argon2}`),
    ])
      assert.equal(only(await read(text, { from: "lucia" }), "lucia").hashed_password, argon2);
    const two = only(await read(lines("id,username", "x1,ann"), { from: "lucia", accounts: file(keys) }), "lucia");
    assert.deepEqual([two.username, two.hashed_password], ["ann", hash]);
  });

  test("fastapi-users' table", async () => {
    const text = lines(
      "id,email,hashed_password,is_active,is_superuser,is_verified",
      `${ID.replaceAll("-", "")},Ann@example.com,$argon2id$x,1,1,0`,
    );
    assert.deepEqual(only(await read(text, { "admin-scope": "admin" }), "fastapi-users"), {
      username: "ann@example.com",
      email: "Ann@example.com",
      disabled: false,
      hashed_password: "$argon2id$x",
      scopes: ["admin"],
      id: ID,
      is_verified: false,
    });
  });

  test("ASP.NET Identity's AspNetUsers", async () => {
    const text = lines(
      "Id,UserName,NormalizedUserName,Email,NormalizedEmail,EmailConfirmed,PasswordHash,SecurityStamp,LockoutEnd,LockoutEnabled,AccessFailedCount",
      `${ID},ann,ANN,ann@example.com,ANN@EXAMPLE.COM,1,AQAAAAE,S,,1,0`,
    );
    const record = only(await read(text), "aspnet");
    assert.deepEqual(
      [record.username, record.hashed_password, record.id, record.disabled],
      ["ann", "AQAAAAE", ID, false],
    );
  });

  test("Kratos' identities", async () => {
    const ann = {
      id: ID,
      schema_id: "default",
      state: "inactive",
      traits: { email: "ann@example.com", name: { first: "Ann", last: "B" } },
      credentials: {
        password: { type: "password", identifiers: ["ann@example.com"], config: { hashed_password: "$2a$10$abc" } },
      },
      verifiable_addresses: [{ value: "ann@example.com", verified: true }],
      created_at: "2024-05-01T10:00:00.123456Z",
    };
    const record = only(await read(JSON.stringify([ann])), "kratos");
    assert.deepEqual(
      [
        record.username,
        record.hashed_password,
        record.full_name,
        record.disabled,
        record.is_verified,
        record.created_at,
      ],
      ["ann@example.com", "$2a$10$abc", "Ann B", true, true, 1714557600],
    );
  });

  test("Cognito and Okta, which give no hash away, come along without a password", async () => {
    const cognito = JSON.stringify({
      Users: [
        {
          Username: ID,
          Attributes: [
            { Name: "email", Value: "ann@example.com" },
            { Name: "email_verified", Value: "true" },
            { Name: "sub", Value: ID },
          ],
          UserStatus: "CONFIRMED",
          Enabled: true,
        },
      ],
    });
    const okta = JSON.stringify([
      {
        id: "00u",
        status: "ACTIVE",
        profile: { login: "ann@example.com", email: "ann@example.com", firstName: "Ann" },
        credentials: {},
      },
    ]);
    for (const [name, text] of [
      ["cognito", cognito],
      ["okta", okta],
    ]) {
      assert.match(await refusal(text), /no password hash away.*--without-passwords/s);
      const record = only(await read(text, { "without-passwords": true }), name);
      assert.deepEqual([record.username, record.hashed_password], ["ann@example.com", null]);
    }
  });

  test("keyward's own lines stay to the letter, with what KV has beside them", async () => {
    const record = '{ "n":1.10, "id":7, "username":"ann","hashed_password":null ,"email":"A@b.c"}';
    const bob = '{\n"username":"bob",\n"hashed_password":"x"}';
    const text = lines(
      record,
      JSON.stringify({ key: "user:bob", value: bob, expiration: 2_000_000_000, metadata: { a: 1 } }),
      JSON.stringify({ key: "hash:bob", value: "{}" }),
    );
    const entries = [];
    for await (const some of (await openUsers(file(text), {})).users()) entries.push(...some.map(({ entry }) => entry));
    assert.deepEqual(entries.flatMap(pairs), [
      { key: "user:ann", value: record },
      { key: "email:a@b.c", value: "ann" },
      { key: "id:7", value: "ann" },
      { key: "user:bob", value: bob, expiration: 2_000_000_000, metadata: { a: 1 } },
      { key: "hash:bob", value: "{}" },
    ]);
    const table = lines("username,hashed_password,disabled,scopes,claims", 'ann,x,true,me items,"{""a"":1}"');
    assert.deepEqual(only(await read(table), "keyward"), {
      username: "ann",
      disabled: true,
      hashed_password: "x",
      scopes: ["me", "items"],
      claims: { a: 1 },
    });
  });
});

describe("what is no password stays none:", () => {
  for (const [cell, expected] of [
    ["", null],
    ["!abc", "!abc"],
    ["*", "*"],
    ["NULL", null],
  ])
    test(JSON.stringify(cell), async () => {
      const { users } = await read(`user_login,user_pass\nann,${cell}\n`);
      assert.equal(users[0].hashed_password, expected);
    });
});

describe("a broken file is refused with the line:", () => {
  const wordpress = (...rows) => `user_login,user_pass\n${rows.join("\n")}\n`;
  const whole = JSON.stringify([{ model: "auth.user", pk: 1, fields: { username: "ann", password: "x" } }], null, 1);
  /** @type {[string, string | Uint8Array, RegExp][]} */
  const broken = [
    ["an empty one", "", /^the file is empty$/],
    ["one of white space", " \n\n", /^the file is empty$/],
    ["JSON that is cut off", whole.slice(0, 90), /^line \d: the JSON text ends too early: the file was cut off$/],
    ["JSON with something behind it", `${whole}\n{}`, /^line \d+: there is something after the JSON text$/],
    [
      "a JSON line that is cut off",
      '{"username":"a","hashed_password":"x"}\n{"username":"b","hash',
      /^line 2: this is no JSON text/,
    ],
    [
      "a row that is cut off",
      "user_login,user_pass,user_email\nann,x,a@b.c\nbob,y",
      /^line 3: the row has 2 fields and not 3: it was cut off/,
    ],
    ["a quote that nothing closes", wordpress('ann,"x', "bob,y"), /^line 2: a quote is opened and never closed/],
    ["a quote in the middle", wordpress('ann,"x"y'), /^line 2: a closing quote stands in the middle/],
    ["a row with too many fields", wordpress("ann,x,y"), /^line 2: the row has 3 fields and not 2/],
    [
      "latin-1",
      Buffer.from(wordpress("ann,x", "b\xe9b,y"), "latin1"),
      /^line 3: the text is not UTF-8.*--encoding latin1/,
    ],
    [
      "UTF-16 without its mark",
      Buffer.from(wordpress("ann,x"), "utf16le"),
      /^line 1: there is a zero byte.*--encoding utf-16le/,
    ],
    ["a character that is cut off", Buffer.from(wordpress("ann,é")).subarray(0, -2), /cut off/],
    [
      "a line of more than 1 MB",
      wordpress("ann,x", `bob,${"y".repeat(1_100_000)}`),
      /^line 3: a row of more than 1 MiB/,
    ],
    [
      "a JSON line of more than 1 MB",
      `{"username":"a","hashed_password":null}\n{"username":"${"y".repeat(1_100_000)}"}`,
      /^line 2: more than 1 MiB/,
    ],
    [
      "JSON with an element of more than 1 MB",
      `[\n{"localId":"${"y".repeat(1_100_000)}"}]`,
      /^line 2: an element of more than 1 MiB/,
    ],
    ["JSON without a user", "[]", /^there is no user in this JSON text/],
  ];
  for (const [what, content, expected] of broken)
    test(what, async () => assert.match(await refusal(content), expected));

  test("a column that is missing, with those that there are", async () => {
    assert.match(
      await refusal("id,mail\n1,a@b.c\n"),
      /^line 1: no column of this table is known to have passwords.*id, mail.*--column/,
    );
    assert.match(
      await refusal("username,email\nann,x\n", { from: "django" }),
      /^line 1: there is no column password, which Django has/,
    );
    assert.match(
      await refusal("id,b\n1,2\n", { column: ["email=c"] }),
      /^line 1: there is no column c\. There are: id, b$/,
    );
  });

  test("one that could be of several systems asks which", async () => {
    assert.match(
      await refusal("email,password\na@b.c,$2b$10$abc\n"),
      /^line 1: it is not clear.*--from, .*laravel.*werkzeug$/,
    );
    assert.match(await refusal('[{"a":1}]'), /^it is not clear which system.*--from/);
    assert.match(await refusal("a,b\n", { from: "oracle" }), /^--from names no source: there are keyward, django/);
  });

  test("and latin-1 is read where --encoding says so", async () => {
    const { users } = await read(Buffer.from("user_login,user_pass\nb\xe9b,y\n", "latin1"), { encoding: "latin1" });
    assert.equal(users[0].username, "béb");
  });
});

describe("a user who can't be used is left out, with the line and the reason:", () => {
  for (const [what, row, expected] of [
    ["no name and no address", ",x,", "neither a username nor an address"],
    [
      "a name that no key takes",
      `${"é".repeat(254)},x,`,
      "the username has more than 506 bytes, which no key of KV takes",
    ],
    [
      "an address that no key takes",
      `ann,x,${"a".repeat(507)}`,
      "the address or id has more than 506 bytes, which no key of KV takes",
    ],
  ])
    test(what, async () => {
      const { users, left } = await read(`user_login,user_pass,user_email\nbob,y,\n${row}\n`);
      assert.equal(users.length, 1);
      assert.deepEqual(left, [{ line: 3, reason: expected }]);
    });

  test("a name twice, and an address of two", () => {
    const unique = new Unique();
    const entry = (username, address) => ({
      username,
      leading: address ? [`email:${address}`] : [],
    });
    assert.equal(unique.refuse(2, entry("ann", "a@b.c")), null);
    assert.equal(unique.refuse(3, entry("ann", "x@b.c")), "the username of line 2 again");
    assert.equal(unique.refuse(4, entry("bob", "a@b.c")), "the address of line 2 again, under another username");
    // Who is left out holds nothing.
    assert.equal(unique.refuse(5, entry("bob", "x@b.c")), null);
    assert.equal(unique.refuse(6, entry("eve", null)), null);
  });
});

test("pieces of a file may end anywhere", async () => {
  const rows = Array.from({ length: 30_000 }, (_, i) => `"ü${i}","a""b\r\n${i}",${i}@x.y`);
  const { users } = await read(`user_login,user_pass,user_email\r\n${rows.join("\r\n")}`);
  assert.equal(users.length, 30_000);
  assert.ok(
    users.every(
      ({ username, hashed_password: hash, line }, i) =>
        username === `ü${i}` && hash === `a"b\r\n${i}` && line === 2 + 2 * i,
    ),
  );
  const items = Array.from({ length: 20_000 }, (_, i) => ({ localId: `${i}`, displayName: `"ü\\]}[{,: ${i}\n` }));
  const json = await read(JSON.stringify({ other: [{ users: [1] }], users: items }, null, 1));
  assert.equal(json.users.length, 20_000);
  assert.ok(json.users.every(({ full_name: name }, i) => name === items[i].displayName.trim()));
});

test("texts by the hundred thousand keep their numbers", () => {
  const seen = new Seen();
  for (let i = 1; i <= 100_000; i++) seen.set(`user ${i}`, i);
  assert.equal(seen.size, 100_000);
  assert.equal(seen.get("user 1"), 1);
  assert.equal(seen.get("user 100000"), 100_000);
  assert.equal(seen.get("user 100001"), 0);
});

test("times, ids and addresses are read as databases write them", () => {
  for (const [text, expected] of [
    ["2024-05-01 10:00:00", 1714557600],
    ["2024-05-01T10:00:00Z", 1714557600],
    ["2024-05-01 12:00:00.123456+02", 1714557600],
    ["2024-05-01 12:00:00+0200", 1714557600],
    ["2024-05-01 04:30:00-05:30", 1714557600],
    ["2024-05-01", 1714521600],
    ["1714557600", 1714557600],
    ["1714557600123", 1714557600],
    [1714557600123, 1714557600],
    ["0000-00-00 00:00:00", null],
    ["yesterday", null],
    ["", null],
    [null, null],
  ])
    assert.equal(seconds(text), expected, String(text));
  assert.equal(uuid("7C9E6679742540DE944BE07FC1F90AE7"), ID);
  assert.equal(uuid("{7C9E6679-7425-40DE-944B-E07FC1F90AE7}"), ID);
  assert.equal(uuid("5dea9f9c82dd7c0e76e4ec93"), null);
  assert.equal(comparable("Ånn@Exämple.com"), "ånn@exämple.com");
});
