// `npm run user -- import` and `export`, over a KV in memory: the report, pieces, interruptions, and back out again.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { openUsers } from "../../pkg-template/cli/import/read.js";
import { exportUsers } from "../../scripts/user/export.mjs";
import { importUsers } from "../../scripts/user/import.mjs";
import { look } from "../../scripts/user/import/look.mjs";
import { page } from "../../scripts/user/import/page.mjs";
import { openJournal, prepare, send } from "../../scripts/user/import/pieces.mjs";
import { bar, duration } from "../../scripts/user/import/progress.mjs";
import { inWords } from "../../scripts/user/import/table.mjs";
import { temporaryFolder } from "../support/folder.mjs";
import { memoryKv } from "./memory-kv.mjs";

const folder = temporaryFolder();
before(() => {
  // The settings of this machine have no say.
  Object.assign(process.env, { ALLOW_LEGACY_HASHES: "", LOGIN_HASH_MS: "", PASSWORD_SECRET: "", LOGIN_DECOY_MS: "" });
  // As npm says where a command was given.
  process.env.INIT_CWD = folder;
});

let files = 0;
function file(content) {
  const name = join(folder, `users-${files++}`);
  writeFileSync(name, content);
  return name;
}

const BCRYPT = "$2b$04$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW";
const COSTLY = BCRYPT.replace("$04$", "$15$");
const MD5 = "md5$a$b5c0b187fe309af0f4d35982fd961d7e";
const COLUMNS = "id,password,is_superuser,username,email,is_active,date_joined";
const table = (...rows) =>
  `${COLUMNS}\n${rows.map(([name, hash, address = "", active = "t"]) => `1,"${hash}",f,${name},${address},${active},2024-05-01`).join("\n")}\n`;

/** @param {ReturnType<typeof memoryKv>} kv @returns {any} */
const at = (kv) => ({ remote: false, kv, persist: join(folder, "state"), print: () => {} });

async function report(kv, path, values = {}) {
  return look(at(kv), path, await openUsers(path, {}), values);
}

/** All of an import with --write. */
async function write(kv, path, values = {}) {
  const where = at(kv);
  const journal = await openJournal(where, path, { write: true, ...values });
  if (!journal.begun) {
    const users = await openUsers(path, {});
    await prepare(where, journal, path, users, await look(where, path, users, { write: true, ...values }), values);
  }
  await send(where, journal, values);
  return journal;
}

describe("the report", () => {
  /** @type {import("../../scripts/user/import/look.mjs").Report} */
  let found;
  const path = file(
    table(
      ["ann", BCRYPT, "Ann@Example.com"],
      ["bob", BCRYPT, "bob@example.com", "f"],
      ["md5", MD5],
      ["costly", COSTLY],
      ["none", "!"],
      ["ann", BCRYPT],
      ["eve", BCRYPT, "ANN@example.com"],
      ["mad", "no hash at all"],
      ["cat", BCRYPT, "taken@example.com"],
      ["dan", BCRYPT, "stale@example.com"],
      ["there", BCRYPT],
      ["", BCRYPT],
    ),
  );
  before(async () => {
    const kv = memoryKv({
      "user:there": "{}",
      "user:owner": '{"username":"owner","hashed_password":null,"email":"Taken@example.com"}',
      "email:taken@example.com": "owner",
      "email:stale@example.com": "gone",
    });
    found = (await report(kv, path)).report;
    assert.equal(kv.writes.size, 0, "a report writes nothing");
  });

  test("counts who can be taken, and names who can't by line and reason", () => {
    const { users, existing, leftOut, disabled, withoutPassword, reasons } = found;
    assert.deepEqual(
      { users, existing, leftOut, disabled, withoutPassword },
      { users: 7, existing: 1, leftOut: 5, disabled: 1, withoutPassword: 1 },
    );
    const said = Object.fromEntries(
      reasons.flatMap(({ reason, lines }) => lines.map(({ line, detail }) => [line, [reason, detail]])),
    );
    assert.deepEqual(Object.keys(said), ["7", "8", "9", "10", "13"]);
    assert.deepEqual(said[7], ["the username of an earlier line again", "the username of line 2 again"]);
    assert.deepEqual(said[8][1], "the address of line 2 again, under another username");
    assert.match(said[9][0], /^ERR_HASH_FORMAT/);
    assert.deepEqual(said[10][1], "the address belongs to owner in the KV in memory");
    assert.equal(said[13][0], "neither a username nor an address");
  });

  test("says what hashes there are, what they cost, and which settings they need", () => {
    const kinds = Object.fromEntries(
      found.kinds.map((kind) => [`${kind.scheme} ${kind.parameters.cost ?? ""}`.trim(), kind]),
    );
    assert.equal(kinds["bcrypt 4"].users, 5);
    assert.ok(Number(kinds["bcrypt 4"].measured) > 0, "it is measured");
    assert.equal(kinds["bcrypt 4"].problem, null);
    assert.match(String(kinds["django-md5"].problem), /^ERR_HASH_LEGACY/);
    assert.match(String(kinds["bcrypt 15"].problem), /^ERR_HASH_LIMIT/);
    assert.ok(Number(kinds["bcrypt 15"].estimated) > 1000);
    const { ALLOW_LEGACY_HASHES: legacy, LOGIN_HASH_MS: most, LOGIN_DECOY_MS: decoy } = found.settings;
    assert.equal(legacy, "true");
    assert.ok(Number(most) >= Number(kinds["bcrypt 15"].estimated));
    assert.equal(decoy, "2000");
    assert.deepEqual(found.later.map(({ users, lines }) => [users, lines[0].line]).sort(), [
      [1, 4],
      [1, 5],
    ]);
  });

  test("says what KV holds of it: those that are new, and their addresses", () => {
    // ann, bob, md5, costly, none, mad, cat and dan, four with an address: those that the check leaves out are counted before.
    assert.deepEqual(found.kv, { pairs: 12, bytes: 1368 });
  });

  test("is a table without a hash in it", () => {
    const words = inWords(found);
    assert.match(
      words,
      /^Django, for the KV in memory: 7 users can be taken, 1 there already \(skipped\), 5 are left out\n/,
    );
    assert.match(words, /^ +5 {2}bcrypt +cost=4 .*renewed at the next login$/m);
    assert.match(words, /needs ALLOW_LEGACY_HASHES/);
    assert.match(words, /ALLOW_LEGACY_HASHES = "true"/);
    for (const text of [words, page(found), JSON.stringify(found)]) {
      assert.ok(!text.includes(BCRYPT.slice(10)) && !text.includes(MD5) && !text.includes("no hash at all"));
    }
  });

  test("is a page that needs nothing from elsewhere", () => {
    const html = page({ ...found, source: "<Django>" });
    assert.match(html, /<svg viewBox/);
    assert.doesNotMatch(html, /<script|https?:|<Django>|src=|url\(/);
    assert.match(html, /default-src 'none'/);
  });
});

test("the report says what does not come along, and whose password will not be right", async () => {
  // A cost that is not measured.
  const hash = BCRYPT.replace("$04$", "$20$");
  const flask = "id,email,password,active,fs_uniquifier,tf_primary_method";
  const rows = [`1,ann@example.com,${hash},1,x1,sms`, "2,bob@example.com,!,1,x2,"];
  const { report: found } = await report(memoryKv(), file(`${flask}\n${rows.join("\n")}\n`));
  assert.deepEqual([found.users, found.leftOut, found.notes], [2, 0, ["1 had a second factor, which keyward has not"]]);
  const [twice] = found.later.filter(({ reason }) => /^hashed twice by Flask-Security/.test(reason));
  assert.deepEqual([twice.users, twice.lines.map(({ line }) => line)], [1, [2]]);
  for (const text of [inWords(found), page(found)]) {
    assert.match(text, /1 had a second factor, which keyward has not/);
    assert.match(text, /hashed twice by Flask-Security, unless SECURITY_PASSWORD_SINGLE_HASH was set/);
  }
});

test("a file that can be read once only is refused, and one that is not there", async () => {
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  const users = file(table(["ann", BCRYPT]));
  for (const [argument, given, expected] of /** @type {[string, any, RegExp][]} */ ([
    ["pipe", {}, /^Error: pipe is no regular file/],
    [".", { write: true }, /^Error: \. is no regular file/],
    ["nothing", {}, /^Error: nothing cannot be read \(ENOENT\)/],
    [users, { accounts: "pipe", write: true }, /^Error: the file of --accounts is no regular file/],
    [users, { "firebase-config": "nothing", write: true }, /^Error: the file of --firebase-config cannot be read/],
  ]))
    await assert.rejects(importUsers(at(memoryKv()), argument, given), expected);
});

test("the report counts those as disabled whose record says so, however it is written", async () => {
  const records = [
    '{"username":"ann","hashed_password":"!","disabled" : true}',
    '{"username":"bob","hashed_password":"!","disabled":false,"claims":{"disabled":true}}',
    '{"username":"cat","hashed_password":"!","full_name":"\\"disabled\\":true"}',
  ];
  const { report: found } = await report(memoryKv(), file(records.join("\n")));
  assert.deepEqual([found.users, found.disabled], [3, 1]);
});

test("an address that leads to a user whose record cannot be read is not given to another", async () => {
  const kv = memoryKv({ "user:bad": "{", "email:bad@example.com": "bad" });
  const { report: found } = await report(kv, file(table(["ann", BCRYPT, "Bad@example.com"], ["bob", BCRYPT])));
  assert.deepEqual([found.users, found.leftOut], [1, 1]);
  const [{ reason, lines }] = found.reasons;
  assert.equal(reason, "the address leads to another user in the KV in memory, whose record cannot be read");
  assert.match(lines[0].detail, /^the address leads to bad in/);
  assert.match(inWords(found), /line 2: the address leads to bad in/);
});

describe("writing", () => {
  test("puts the users and the index in, and those who are there stay", async () => {
    const kv = memoryKv({ "user:bob": "as it was" });
    await write(kv, file(table(["ann", BCRYPT, "Ann@Example.com"], ["bob", BCRYPT, "bob@example.com"])));
    assert.deepEqual(Object.keys(kv.dump()), ["email:ann@example.com", "user:ann", "user:bob"]);
    assert.equal(kv.read(["email:ann@example.com"]).get("email:ann@example.com"), "ann");
    assert.equal(kv.read(["user:bob"]).get("user:bob"), "as it was");
    assert.equal(JSON.parse(kv.read(["user:ann"]).get("user:ann")).hashed_password, BCRYPT);
  });

  test("again changes nothing", async () => {
    const kv = memoryKv();
    const path = file(table(["ann", BCRYPT, "ann@example.com"], ["bob", BCRYPT]));
    await write(kv, path);
    const once = kv.dump();
    await write(kv, path);
    assert.deepEqual(kv.dump(), once);
    assert.deepEqual([...new Set(kv.writes.values())], [1]);
  });

  test("with --overwrite takes the place of who is there: tokens end, and an old address is nobody's", async () => {
    const old = { username: "ann", hashed_password: "!", email: "old@example.com" };
    const kv = memoryKv({
      "user:ann": JSON.stringify(old),
      "email:old@example.com": "ann",
      "email:other@example.com": "bob",
    });
    const before = Math.floor(Date.now() / 1000);
    await write(kv, file(table(["ann", BCRYPT, "new@example.com"])), { overwrite: true });
    assert.deepEqual(Object.keys(kv.dump()), ["email:new@example.com", "email:other@example.com", "user:ann"]);
    const record = JSON.parse(kv.read(["user:ann"]).get("user:ann"));
    assert.equal(record.hashed_password, BCRYPT);
    assert.ok(record.tokens_valid_after >= before);
    // Who gets the address that another has given up, keeps it.
    await write(kv, file(table(["bob", BCRYPT, "new@example.com"])));
    assert.equal(kv.read(["user:bob"]).get("user:bob"), null, "it is ann's still");
    kv.put([{ key: "user:ann", value: JSON.stringify({ ...record, email: "third@example.com" }) }]);
    await write(kv, file(table(["bob", BCRYPT, "new@example.com"], ["ann", BCRYPT, "ann@example.com"])), {
      overwrite: true,
    });
    assert.deepEqual(
      ["email:new@example.com", "email:ann@example.com"].map((key) => kv.read([key]).get(key)),
      ["bob", "ann"],
    );
  });

  test("goes on where a piece has failed: nothing is written twice, and nothing lost", async () => {
    const kv = memoryKv();
    const path = file(table(...Array.from({ length: 2500 }, (_, i) => [`user${i}`, BCRYPT, `user${i}@example.com`])));
    const whole = kv.putFile;
    let calls = 0;
    const { Failure } = await import("../../scripts/lib/run.mjs");
    kv.putFile = async (piece) => {
      if (++calls > 2) throw new Failure("the network is down");
      await whole(piece);
    };
    // Three tries of one piece wait for some seconds.
    await assert.rejects(
      write(kv, path),
      /the network is down\n2 of 5 pieces are in the KV in memory; give the same command again/,
    );
    assert.equal(kv.all.size, 2000);
    const journal = await openJournal(at(kv), path, { write: true });
    assert.deepEqual([journal.begun, journal.done, journal.pieces], [true, 2, 5]);
    assert.equal(statSync(journal.folder).mode & 0o077, 0, "hashes are nobody's business");
    kv.putFile = whole;
    await write(kv, path);
    assert.equal(kv.all.size, 5000);
    assert.deepEqual([...new Set(kv.writes.values())], [1]);
    assert.ok(!existsSync(journal.folder));
  });

  test("that goes on leaves whoever has come meanwhile as they are, and says what it said before", async () => {
    const kv = memoryKv({ "email:user1005@example.com": "nobody" });
    const rows = Array.from({ length: 1200 }, (_, i) => [`user${i}`, BCRYPT, `user${i}@example.com`]);
    const path = file(table(...rows, ["", BCRYPT]));
    const whole = kv.putFile;
    kv.putFile = async (piece) => {
      process.emit("SIGINT");
      await whole(piece);
    };
    const where = at(kv);
    const printed = [];
    where.print = (text) => printed.push(JSON.parse(text));
    await assert.rejects(importUsers(where, path, { write: true, json: true }), /stopped: 1 of 3 pieces/);
    process.exitCode = undefined;
    kv.putFile = whole;
    // In the second piece: one has registered, one has an address of the file, one has an id of its own.
    const came = '{"username":"user1001","hashed_password":"!","disabled":true}';
    kv.put([{ key: "user:user1001", value: came }]);
    kv.put([
      { key: "user:other", value: '{"username":"other","hashed_password":"!","email":"user1003@example.com"}' },
      { key: "email:user1003@example.com", value: "other" },
    ]);
    await importUsers(where, path, { write: true, json: true });
    assert.equal(process.exitCode, 1, "one of the file was left out");
    process.exitCode = undefined;
    assert.equal(kv.all.get("user:user1001")?.value, came);
    assert.equal(kv.all.has("email:user1001@example.com"), false);
    assert.equal(kv.all.has("user:user1003"), false);
    assert.equal(kv.all.get("email:user1003@example.com")?.value, "other");
    assert.equal(kv.all.get("email:user1005@example.com")?.value, "user1005", "what led to nobody");
    assert.equal(kv.list("user:").length, 1200);
    assert.deepEqual(printed[1], printed[0]);
    assert.deepEqual([printed[0].users, printed[0].leftOut], [1200, 1]);
  });

  test("stops after Ctrl-C when the piece is in, and goes on the next time", async () => {
    const kv = memoryKv();
    const path = file(table(...Array.from({ length: 1200 }, (_, i) => [`user${i}`, BCRYPT, `user${i}@example.com`])));
    const whole = kv.putFile;
    kv.putFile = async (piece) => {
      process.emit("SIGINT");
      await whole(piece);
    };
    await assert.rejects(write(kv, path), /stopped: 1 of 3 pieces/);
    assert.equal(process.exitCode, 130);
    process.exitCode = undefined;
    assert.equal(kv.all.size, 1000);
    kv.putFile = whole;
    await write(kv, path);
    assert.deepEqual([kv.all.size, ...new Set(kv.writes.values())], [2400, 1]);
  });

  test("writes nothing of a file that breaks off", async () => {
    const kv = memoryKv();
    const path = file(`${table(...Array.from({ length: 3000 }, (_, i) => [`user${i}`, BCRYPT]))}1,"x`);
    await assert.rejects(write(kv, path), /line 3002: a quote is opened and never closed/);
    assert.equal(kv.all.size, 0);
    assert.equal((await openJournal(at(kv), path, { write: true })).begun, false);
  });

  test("knows users of one long line apart", async () => {
    const kv = memoryKv();
    const users = [BCRYPT, "no hash", BCRYPT].map((password, pk) => ({
      model: "auth.user",
      pk,
      fields: { username: `user${pk}`, password },
    }));
    await write(kv, file(JSON.stringify(users)));
    assert.deepEqual(Object.keys(kv.dump()), ["user:user0", "user:user2"]);
  });
});

test("what is exported and imported again is the same, byte for byte", async () => {
  const records = {
    "user:ann": '{ "n":1.10,"big":12345678901234567890, "username":"ann","hashed_password":null ,"email":"Ann@b.c"}',
    "user:bob": '{\n  "username": "bob",\n  "hashed_password": "!"\n}\n',
    "user:ü": '{"username":"ü","hashed_password":"","key":"user:ü","value":"x"}',
    "user:mark": '\ufeff{"username":"mark","hashed_password":"*"}',
    "user:late": '{"username":"late","hashed_password":"*"}',
  };
  const kv = memoryKv({
    ...records,
    "hash:bob": '{"replaces":"x","hashed_password":"y"}',
    "email:ann@b.c": "ann",
  });
  kv.all.set("user:late", { value: records["user:late"], expiration: 2_000_000_000, metadata: { from: "x" } });
  const path = join(folder, "users.jsonl");
  await exportUsers(at(kv), "users.jsonl", {});
  assert.equal(statSync(path).mode & 0o077, 0);
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  assert.ok(lines.includes(records["user:ann"]), "a record is a line as it is");
  assert.equal(lines.length, 6);
  const again = memoryKv();
  await write(again, path);
  assert.deepEqual(again.dump(), kv.dump());
});

test("an export is its user's alone, in a file that others could read before too", async () => {
  const kv = memoryKv({ "user:ann": '{"username":"ann","hashed_password":"!"}' });
  const path = join(folder, "before.jsonl");
  writeFileSync(path, "something longer than what is written now\n".repeat(9));
  chmodSync(path, 0o644);
  await exportUsers(at(kv), "before.jsonl", { yes: true });
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(readFileSync(path, "utf8"), '{"username":"ann","hashed_password":"!"}\n');
  mkdirSync(join(folder, "a-folder"));
  await assert.rejects(
    exportUsers(at(kv), "a-folder", { yes: true }),
    /^Error: a-folder cannot be written, so that only you can read it \(EISDIR\)$/,
  );
});

test("an export that fails leaves the one of before", async () => {
  const kv = memoryKv(
    Object.fromEntries(
      ["a", "b", "c", "d"].map((name) => [`user:${name}`, `{"username":"${name}","hashed_password":"!"}`]),
    ),
  );
  const path = join(folder, "yesterday.jsonl");
  writeFileSync(path, "yesterday\n");
  const whole = kv.batches;
  kv.batches = async function* (names) {
    for await (const some of whole(names)) {
      yield some;
      throw new Error("the network is down");
    }
  };
  await assert.rejects(exportUsers(at(kv), "yesterday.jsonl", { yes: true }), /the network is down/);
  assert.equal(readFileSync(path, "utf8"), "yesterday\n");
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith(".part")),
    [],
  );
});

test("a setting that is wrong is named, however long the file is", async () => {
  const path = file(table(...Array.from({ length: 5000 }, (_, i) => [`user${i}`, BCRYPT])));
  process.env.LOGIN_HASH_MS = "500ms";
  try {
    await assert.rejects(report(memoryKv(), path), /^Error: the check could not be made: .*LOGIN_HASH_MS/);
  } finally {
    process.env.LOGIN_HASH_MS = "";
  }
});

test("the bar says how much time is left", () => {
  assert.equal(bar("pieces written", 5, 20, 2000), "[######------------------] 25 % 5 of 20 pieces written, 0:30 left");
  assert.equal(bar("bytes read", 0, 1000, Number.NaN), "[------------------------] 0 % 0 of 1,000 bytes read");
  assert.equal(duration(3725), "1:02:05");
});
