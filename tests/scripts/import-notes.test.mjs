// What the report says of a file as a whole: what does not come along, and what will surprise people.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { lines, only, read } from "./import-read.mjs";

describe("a second factor is counted, and said to be lost:", () => {
  const otp = { type: "otp", secretData: "{}", credentialData: "{}" };
  const realm = (user) => JSON.stringify({ users: [{ username: "ann", enabled: true, ...user }] });
  const auth0 = (user) => JSON.stringify([{ email: "a@b.c", email_verified: true, password_hash: "x", ...user }]);
  const kratos = (type) =>
    JSON.stringify([{ schema_id: "default", traits: { email: "a@b.c" }, credentials: { [type]: { type } } }]);
  const hash = "scrypt:32768:8:1$salt$00ff";
  /** @type {[string, string, string][]} */
  const having = [
    ["Keycloak", "totp", realm({ totp: true })],
    ["Keycloak", "an app", realm({ credentials: [otp] })],
    ["Keycloak", "a key", realm({ credentials: [{ type: "webauthn" }] })],
    ["Auth0", "multifactor", auth0({ multifactor: ["guardian"] })],
    ["Auth0", "mfa_factors", auth0({ mfa_factors: [{ totp: { secret: "x" } }] })],
    ["Kratos", "totp", kratos("totp")],
    ["ASP.NET", "TwoFactorEnabled", lines("UserName,NormalizedUserName,PasswordHash,TwoFactorEnabled", "ann,ANN,x,1")],
    ["better-auth", "twoFactorEnabled", lines("id,email,emailVerified,password,twoFactorEnabled", "1,a@b.c,1,x,t")],
    [
      "Laravel",
      "Fortify",
      lines("email,password,remember_token,two_factor_confirmed_at", "a@b.c,x,,2024-05-01 10:00:00"),
    ],
    ["Devise", "otp", lines("email,encrypted_password,reset_password_token,otp_required_for_login", "a@b.c,$2a$1,,t")],
    ["a table", "mfa_enabled", lines("email,password_hash,mfa_enabled", `a@b.c,${hash},1`)],
  ];
  for (const [system, what, text] of having)
    test(`${system}, ${what}`, async () => {
      assert.deepEqual((await read(text)).notes, ["1 had a second factor, which keyward has not"]);
    });

  test("and whoever has none is not counted", async () => {
    for (const text of [
      realm({ totp: false, credentials: [{ type: "password" }] }),
      auth0({ multifactor: [] }),
      kratos("password"),
      lines("UserName,NormalizedUserName,PasswordHash,TwoFactorEnabled", "ann,ANN,x,0"),
      lines("email,password,remember_token,two_factor_confirmed_at", "a@b.c,x,,NULL"),
      lines("email,password_hash,mfa_enabled", `a@b.c,${hash},0.0`),
      lines("email,password_hash,mfa_enabled", `a@b.c,${hash},b'0'`),
    ])
      assert.deepEqual((await read(text)).notes, []);
  });
});

describe("names with capital letters are counted where the old system took them in any case:", () => {
  const names = (columns, row) => lines(columns, ...["Ann", "BOB", "eve"].map((name) => row.replace("NAME", name)));
  const realm = { users: ["Ann", "BOB", "eve"].map((username) => ({ username, enabled: true })) };
  for (const [source, text] of [
    ["wordpress", names("user_login,user_pass", "NAME,x")],
    ["aspnet", names("UserName,NormalizedUserName,PasswordHash", "NAME,X,x")],
    ["better-auth", names("id,email,emailVerified,username,password", "1,,1,NAME,x")],
    ["keycloak", JSON.stringify(realm)],
  ])
    test(source, async () => {
      const { source: found, users, notes } = await read(text);
      assert.equal(found, source);
      assert.deepEqual(
        users.map(({ username }) => username),
        ["Ann", "BOB", "eve"],
      );
      assert.deepEqual(notes, [
        "2 names have capital letters; the old system took them in any case, here they are exact",
      ]);
    });

  test("but not where a name was exact there, nor where it is an address", async () => {
    const django = lines("id,password,is_superuser,username,date_joined", "1,x,f,Ann,2024-05-01");
    const wordpress = lines("user_login,user_pass,user_email", "ann,x,Ann@Example.com");
    const better = lines("id,email,emailVerified,password", "1,Ann@Example.com,1,x");
    for (const text of [django, wordpress, better]) assert.deepEqual((await read(text)).notes, []);
    const one = await read(lines("user_login,user_pass", "Ann,x"));
    assert.match(one.notes[0], /^1 name has capital letters; the old system took it in any case, here it is exact$/);
  });
});

describe("Flask-Security", () => {
  const table = (...hashes) =>
    lines("id,email,password,active,fs_uniquifier", ...hashes.map((hash, id) => `${id},${id}@b.c,"${hash}",1,x${id}`));

  test("has hashed twice, which the report says as a problem", async () => {
    const { source, users, problems } = await read(
      table("$argon2id$v=19$m=65536,t=3,p=4$a$b", "$2b$12$abc", "$pbkdf2-sha512$25000$a$b"),
    );
    assert.deepEqual([source, users.length], ["werkzeug", 3]);
    assert.equal(problems.length, 1);
    assert.match(problems[0], /^3: hashed twice by Flask-Security, unless SECURITY_PASSWORD_SINGLE_HASH was set/);
  });

  test("hashes once in Django's schemes, and for whoever has no password", async () => {
    assert.deepEqual((await read(table("pbkdf2_sha256$1000$a$b", ""))).problems, []);
    const other = lines("id,email,password_hash", "1,a@b.c,scrypt:32768:8:1$salt$00ff");
    assert.equal(only(await read(other), "werkzeug").disabled, false);
    assert.deepEqual((await read(other)).problems, []);
  });
});
