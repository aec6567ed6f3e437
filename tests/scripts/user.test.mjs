// `npm run user`, over a KV on this machine.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { json, text } from "node:stream/consumers";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { demoUsers, entriesOf } from "../../scripts/seed.mjs";
import { openKv } from "../../scripts/user/kv.mjs";
import { withMembers } from "../../scripts/user/record.mjs";
import { MINUTE, limits } from "../../scripts/test/limits.mjs";
import { temporaryFolder } from "../support/folder.mjs";
import { within } from "../support/patience.mjs";

/** A wrangler for each look into the KV: two seconds, and more where the machine is busy. */
limits.test = 10 * MINUTE;

const state = temporaryFolder();

const kv = openKv({ "persist-to": state });
const { verify } = await import(inRoot("www/pkg/web.js"));

/** Runs the command; the settings of this machine have no say. */
async function user(args, { input = "", env = {} } = {}) {
  const blank = { LOGIN_SECRET: "", KEYS: "", SECRET_KEY: "", PASSWORD_SECRET: "" };
  const child = spawn(process.execPath, [inRoot("scripts/user.mjs"), ...args], {
    env: { ...process.env, ...blank, ...env },
  });
  child.stdin.end(input);
  const ended = new Promise((resolve) => child.once("close", resolve));
  const all = Promise.all([ended, text(child.stdout), text(child.stderr)]);
  // The check is compiled the first time.
  const [code, out, err] = await within(all, `npm run user -- ${args.join(" ")}`, 300_000);
  return { code, out, err };
}

const local = (...args) => [...args, "--persist-to", state];
const now = () => Math.floor(Date.now() / 1000);

describe("a record", () => {
  const record = ` { "n":123456789012345678901234567890, "hashed\\u005fpassword" : "x\\"," ,
    "tiny":1.00e-400,"ü":[0.1000, {"disabled":[null]}] } `;

  test("keeps everything to the letter but the members that change", () => {
    const changed = withMembers(record, { hashed_password: "y", disabled: true });
    const expected = record.replace('"x\\","', '"y"').replace("}] }", '}],"disabled":true }');
    assert.equal(changed, expected);
    assert.equal(withMembers(changed, { disabled: false }), expected.replace("true", "false"));
    assert.equal(withMembers('\ufeff{"a":1}', { a: 2 }), '\ufeff{"a":2}');
    assert.equal(withMembers("{}", { a: 1, b: "2" }), '{"a":1,"b":"2"}');
  });

  test("that cannot be read is not changed", () => {
    for (const wrong of ["", "[]", "null", "{", '{"a":1,"\\u0061":2}'])
      assert.throws(() => withMembers(wrong, { a: 1 }), /put it right first/, wrong);
  });
});

test("a reader that has seen enough is no error", async () => {
  const child = spawn(process.execPath, [inRoot("scripts/user.mjs"), "--help"]);
  child.stdout.destroy();
  const ended = new Promise((resolve) => child.once("close", resolve));
  assert.deepEqual(await within(Promise.all([ended, text(child.stderr)]), "the end"), [0, ""]);
});

describe("ref", () => {
  const secret = "0123456789abcdef0123456789abcdef";

  test("prints what the log calls a user", async () => {
    // The vector of src/account/reference.rs.
    const { code, out } = await user(["ref", "johndoe", "--remote"], { env: { SECRET_KEY: secret } });
    assert.deepEqual({ code, out }, { code: 0, out: "9e3d533396fea279\n" });
  });

  test("takes LOGIN_SECRET before KEYS before SECRET_KEY", async () => {
    const other = "f".repeat(32);
    for (const env of [
      { LOGIN_SECRET: secret, KEYS: other, SECRET_KEY: other },
      { KEYS: secret, SECRET_KEY: other },
    ])
      assert.equal((await user(["ref", "johndoe", "--remote"], { env })).out, "9e3d533396fea279\n");
  });

  test("says where the secret of the deployed Worker has to be", async () => {
    const { code, out, err } = await user(["ref", "johndoe", "--remote"]);
    assert.deepEqual({ code, out }, { code: 1, out: "" });
    assert.match(err, /set LOGIN_SECRET.*in the environment/);
  });
});

describe("a password", () => {
  test("is taken from no argument", async () => {
    for (const args of [
      ["passwd", "ann", "secret"],
      ["add", "ann", "secret"],
      ["passwd", "ann", "--password=secret"],
      [],
    ]) {
      const { code, err } = await user(local(...args));
      assert.equal(code, 1);
      assert.match(err, /usage: npm run user/);
    }
  });

  test("that is new takes the place of the old one, and nothing else changes", async () => {
    const expiration = now() + 86_400;
    const metadata = { from: "the old system" };
    const record = '{"username":"ann", "hashed_password":"$1$old","claims":{"id":12345678901234567890}}';
    await kv.put([
      { key: "user:ann", value: record, expiration, metadata },
      { key: "hash:ann", value: "{}" },
      { key: "hash:anna", value: "{}" },
    ]);
    const before = now();
    const { code, err } = await user(local("passwd", "ann"), { input: "correct horse battery\n" });
    assert.equal(code, 0, err);
    assert.ok(!err.includes("correct horse"));
    const [key] = await kv.list("user:ann");
    assert.deepEqual(key, { name: "user:ann", expiration, metadata });
    const changed = (await kv.read(["user:ann"])).get("user:ann");
    const { hashed_password: hash, tokens_valid_after: time } = JSON.parse(String(changed));
    assert.equal(changed, withMembers(record, { hashed_password: hash, tokens_valid_after: time }));
    assert.ok(time >= before && time <= now());
    assert.ok(verify("correct horse battery", hash));
    assert.deepEqual(
      (await kv.list("hash:")).map(({ name }) => name),
      ["hash:anna"],
    );
  });

  test("for the running Worker is judged there", async () => {
    const sent = [];
    const server = createServer(async (request, response) => {
      if (request.method === "PATCH") sent.push(await json(request));
      const tooShort = request.method === "PATCH" && sent.at(-1).password === "seven c";
      response.writeHead(tooShort ? 400 : 200, { "content-type": "application/json" });
      const detail = { code: "INVALID_PASSWORD", reason: "Password should be at least 8 characters" };
      response.end(JSON.stringify(tooShort ? { detail } : { username: "ann" }));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const passwd = (input) =>
      user(["passwd", "ann", "--url", `http://127.0.0.1:${port}`], {
        input,
        // That of this machine says nothing of the Worker's.
        env: { KEYWARD_ADMIN_TOKEN: "t0ken", PASSWORD_MIN_LENGTH: "much" },
      });
    const empty = await passwd("\n");
    assert.match(empty.err, /the password is empty/);
    const latin1 = await passwd(Buffer.from("p\u00e4ssw\u00f6rter gibt es viele\n", "latin1"));
    assert.match(latin1.err, /the password is not in UTF-8/);
    const short = await passwd("seven c\n");
    assert.match(short.err, /refused \(400\): Password should be at least 8 characters\n/);
    const good = await passwd("nine char\n");
    server.closeAllConnections();
    server.close();
    assert.deepEqual([empty.code, short.code, good.code], [1, 1, 0], good.err);
    assert.deepEqual(sent, [{ password: "seven c" }, { password: "nine char" }]);
    assert.ok(![short, good].some(({ out, err }) => /seven c|nine char/.test(`${out}${err}`)));
  });

  test("of nobody is not asked for", async () => {
    const { code, err } = await user(local("passwd", "an"), { input: "a password" });
    assert.equal(code, 1);
    assert.match(err, /there is no user an in the local KV/);
  });
});

test("Ctrl-C leaves no file behind that has records in it", async () => {
  await kv.put([{ key: "user:ctrl", value: '{"username":"ctrl","hashed_password":"!"}' }]);
  const TMPDIR = join(state, "tmp");
  mkdirSync(TMPDIR);
  const files = () => readdirSync(TMPDIR).filter((name) => name.startsWith("keyward-kv-"));
  const args = local("set", "ctrl", "--full-name", "Ctrl");
  const child = spawn(process.execPath, [inRoot("scripts/user.mjs"), ...args], { env: { ...process.env, TMPDIR } });
  const ended = once(child, "close");
  const deadline = Date.now() + 2 * MINUTE;
  while (files().length === 0) {
    assert.ok(Date.now() < deadline, "no file was made");
    await pause(20);
  }
  child.kill("SIGINT");
  assert.deepEqual(await within(ended, "the end", 2 * MINUTE), [130, null]);
  assert.deepEqual(files(), []);
});

test("a user is put in, disabled, enabled and taken out", async () => {
  const record = async () => JSON.parse(String((await kv.read(["user:bob"])).get("user:bob")));
  const done = async (...args) => assert.equal((await user(local(...args), { input: "a password of bob" })).code, 0);
  await done("bob", "--scope", "me", "--scope", "items", "--email", "bob@example.com");
  const { hashed_password: hash, created_at: created, ...rest } = await record();
  assert.deepEqual(rest, { username: "bob", email: "bob@example.com", disabled: false, scopes: ["me", "items"] });
  assert.ok(verify("a password of bob", hash) && created <= now());
  await done("disable", "bob");
  const { disabled, tokens_valid_after: ended } = await record();
  assert.ok(disabled === true && ended >= created);
  await done("enable", "bob");
  assert.equal((await record()).disabled, false);
  await done("rm", "bob", "--yes");
  const left = (await kv.list("")).map(({ name }) => name);
  assert.ok(!left.includes("user:bob") && !left.includes("email:bob@example.com"));
  assert.equal((await user(local("rm", "bob", "--yes"))).code, 1);
});

describe("check", () => {
  const bcrypt = "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW";
  const hashes = {
    md5: `$1$saltsalt$${".".repeat(22)}`,
    costly: bcrypt.replace("$12$", "$15$"),
    unknown: "no hash at all",
    firebase: `$fbscrypt$42xEC+ixf3L2lw==$${Buffer.alloc(64, 7).toString("base64")}`,
    locked: "!",
    good: bcrypt,
  };
  const entry = (key, value) => ({ key, value: typeof value === "string" ? value : JSON.stringify(value) });

  test("names every record that no login can use, what is wrong with it, and what helps", async () => {
    await kv.remove((await kv.list("")).map(({ name }) => name));
    await kv.put([
      ...entriesOf(demoUsers),
      ...Object.entries(hashes).map(([username, hash]) =>
        entry(`user:${username}`, { username, hashed_password: hash }),
      ),
      entry("user:broken", "{"),
      entry("user:twice", '{"username":"twice","hashed_password":"!","hashed_password":"!"}'),
      entry("user:moved", { username: "from", hashed_password: bcrypt }),
      { key: "user:bytes", value: Buffer.from([0x7b, 0xff]).toString("base64"), base64: true },
    ]);
    const { code, out, err } = await user(local("check"), { env: { ALLOW_LEGACY_HASHES: "" } });
    assert.equal(code, 1, err);
    const lines = out.trimEnd().split("\n");
    const last = lines.pop();
    const said = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s).slice(0, 2)));
    assert.match(said.md5, /ERR_HASH_LEGACY.*ALLOW_LEGACY_HASHES/);
    assert.match(said.costly, /ERR_HASH_LIMIT.*LOGIN_HASH_MS/);
    assert.match(said.unknown, /ERR_HASH_FORMAT/);
    assert.match(said.firebase, /ERR_OPTION.*\$fbscrypt\$v=1/);
    assert.match(said.broken, /malformed user record/);
    assert.match(said.twice, /`hashed_password` is there twice/);
    assert.match(said.moved, /`username` is not the name in the key/);
    assert.match(said.bytes, /not UTF-8/);
    assert.equal(lines.length, 8);
    for (const hash of Object.values(hashes).slice(0, 4)) assert.ok(!out.includes(hash), "no hash is shown");
    assert.match(last ?? "", /^13 users in the local KV, 8 of them cannot log in; .* LOGIN_DECOY_MS = "\d+"$/);
  });

  test("says that all is well, and how much the costliest hash takes", async () => {
    await kv.remove([...Object.keys(hashes), "broken", "twice", "moved", "bytes"].map((name) => `user:${name}`));
    await kv.put([entry("user:costly", { username: "costly", hashed_password: hashes.costly })]);
    const { code, out } = await user(local("check"), { env: { LOGIN_HASH_MS: "20000" } });
    assert.equal(code, 0);
    // Eight times bcrypt at cost 12.
    const sum = /^4 users in the local KV, 0 of them .* takes about (\d+) ms: LOGIN_DECOY_MS = "2000"\n$/.exec(out);
    assert.ok(Number(sum?.[1]) > 2000 && Number(sum?.[1]) < 5000, out);
    const wrong = await user(local("check"), { env: { LOGIN_HASH_MS: "much" } });
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /LOGIN_HASH_MS is not a whole number/);
  });
});
