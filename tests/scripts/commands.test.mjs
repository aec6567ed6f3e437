// The commands that change one user, over a KV in memory.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Failure } from "../../scripts/lib/run.mjs";
import { check } from "../../scripts/user/check.mjs";
import { COMMANDS, helpOf, usage } from "../../scripts/user/commands.mjs";
import { disable, logout, rm, set } from "../../scripts/user/change.mjs";
import { refusal } from "../../scripts/user/password-rule.mjs";
import { hasPassword } from "../../scripts/user/record.mjs";
import * as running from "../../scripts/user/running.mjs";
import { list, show } from "../../scripts/user/show.mjs";
import { within } from "../support/patience.mjs";
import { memoryKv } from "./memory-kv.mjs";

const BCRYPT = "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW";
const ann = { username: "ann", hashed_password: BCRYPT, email: "Ann@b.c", is_verified: true, scopes: ["me"] };
const store = (more = {}) => memoryKv({ "user:ann": JSON.stringify(ann), "email:ann@b.c": "ann", ...more });
const at = (kv) => ({ remote: false, kv, print: () => {} });
const record = (kv, name = "ann") => JSON.parse(kv.read([`user:${name}`]).get(`user:${name}`));

/** Control characters as they are shown. */
const TAMED = "\ufffd]0;x\ufffd\ufffd";

/** From now on it is bytes that are no text, as scripts/user/kv.mjs gives them. */
function notText(kv, name) {
  const read = kv.read;
  kv.read = (names) =>
    new Map([...read(names)].map(([key, value]) => [key, key === name ? new Failure("not UTF-8") : value]));
}

/** What a command prints. */
async function printed(kv, run) {
  let text = "";
  const print = (piece) => {
    text += piece;
  };
  await run({ ...at(kv), print });
  return text;
}

describe("set", () => {
  test("moves the index with the address, which is then not verified", async () => {
    const kv = store();
    await set(at(kv), "ann", { email: "New@b.c" });
    assert.deepEqual([record(kv).email, record(kv).is_verified], ["New@b.c", false]);
    assert.deepEqual(
      kv.list("email:").map(({ name }) => name),
      ["email:new@b.c"],
    );
    await set(at(kv), "ann", { email: "" });
    assert.deepEqual([record(kv).email, kv.list("email:")], [null, []]);
  });

  test("leaves a verified address verified where only its letters change", async () => {
    const kv = store();
    await set(at(kv), "ann", { email: "ann@b.c", scope: ["items"], "full-name": "Ann", claims: '{"a":1}' });
    assert.deepEqual(record(kv), { ...ann, email: "ann@b.c", scopes: ["items"], full_name: "Ann", claims: { a: 1 } });
    await set(at(kv), "ann", { "no-scopes": true, "not-verified": true });
    assert.deepEqual([record(kv).scopes, record(kv).is_verified], [[], false]);
  });

  test("refuses an address that is another user's, but not one of the index alone", async () => {
    const kv = store({ "user:bob": '{"username":"bob","hashed_password":"!"}', "email:old@b.c": "gone" });
    await assert.rejects(set(at(kv), "bob", { email: "ANN@b.c" }), /belongs to the user ann/);
    await set(at(kv), "bob", { email: "old@b.c" });
    assert.equal(kv.read(["email:old@b.c"]).get("email:old@b.c"), "bob");
  });

  test("refuses an address that leads to a user whose record cannot be read", async () => {
    const kv = store({ "user:bad": "{", "email:bad@b.c": "bad", "user:bytes": "\ufffd", "email:bytes@b.c": "bytes" });
    notText(kv, "user:bytes");
    for (const owner of ["bad", "bytes"])
      await assert.rejects(
        set(at(kv), "ann", { email: `${owner}@b.c` }),
        new RegExp(`leads to the user ${owner} .* cannot be read`),
      );
    assert.deepEqual(record(kv), ann);
  });

  test("wants to know what, and whom", async () => {
    await assert.rejects(set(at(store()), "ann", {}), /say what to set/);
    await assert.rejects(set(at(store()), "eve", { email: "e@b.c" }), /there is no user eve/);
    await assert.rejects(set(at(store()), "ann", { claims: "[]" }), /--claims is a JSON object/);
    await assert.rejects(set(at(store()), "ann", { claims: '{"id":12345678901234567890}' }), /more digits/);
  });
});

test("rm asks, and takes the hash and the address along", async () => {
  const kv = store({ "hash:ann": "{}", "user:anna": "{}" });
  await assert.rejects(rm(at(kv), "ann", {}), /There is no way back\. Say --yes/);
  await rm(at(kv), "ann", { yes: true });
  assert.deepEqual([...kv.all.keys()], ["user:anna"]);
});

test("logout ends what was issued until now, and nothing else changes", async () => {
  const kv = store();
  await logout(at(kv), "ann", {});
  const { tokens_valid_after: time, ...rest } = record(kv);
  assert.ok(Math.abs(time - Date.now() / 1000) < 60);
  assert.deepEqual(rest, ann);
});

test("what ends with a change is more than had ended before, also where the clock is behind", async () => {
  const ahead = Math.floor(Date.now() / 1000) + 1000;
  for (const before of [{ tokens_valid_after: ahead }, { created_at: ahead + 0.5 }])
    for (const run of [logout, disable]) {
      const kv = store({ "user:ann": JSON.stringify({ ...ann, ...before }) });
      await run(at(kv), "ann", {});
      assert.equal(record(kv).tokens_valid_after, ahead + 1);
    }
});

test("show says what kind of hash it is, and never the hash", async () => {
  const text = await printed(store({ "hash:ann": "{}" }), (where) => show(where, "ann", {}));
  assert.match(text, /^password +bcrypt cost=12/m);
  assert.match(text, /^found_by +\["email"\]$/m);
  assert.ok(!text.includes(BCRYPT));
  const json = JSON.parse(await printed(store(), (where) => show(where, "ann", { json: true })));
  assert.deepEqual([json.email, json.password.split(" ")[0]], ["Ann@b.c", "bcrypt"]);
});

test("what users say of themselves moves no cursor", async () => {
  const rude = { ...ann, full_name: "Ann\r\u001b[2Kdisabled  true", claims: { a: "\u009b" } };
  const kv = memoryKv({
    "user:ann": JSON.stringify(rude),
    "user:e\u001bve": JSON.stringify({ ...rude, email: "\u001b[1m" }),
  });
  for (const run of [
    (where) => show(where, "ann", {}),
    (where) => show(where, "ann", { json: true }),
    (where) => list(where, "", {}),
    (where) => list(where, "", { names: true }),
    (where) => list(where, "", { json: true }),
  ])
    assert.doesNotMatch((await printed(kv, run)).replace(/[\n\t]/g, ""), /\p{Cc}/u);
  const { full_name, claims } = JSON.parse(await printed(kv, (where) => show(where, "ann", { json: true })));
  assert.deepEqual([full_name, claims], [rude.full_name, rude.claims]);
});

test("list has a line for each, some of their names, or JSON", async () => {
  const kv = store({ "user:bob": '{"username":"bob","hashed_password":"!","disabled":true}', "user:bad": "{" });
  assert.equal(
    await printed(kv, (where) => list(where, "", {})),
    "ann\tAnn@b.c\nbad\t\tcannot be read\nbob\t\tdisabled, no password\n",
  );
  assert.equal(await printed(kv, (where) => list(where, "b", { names: true })), "bad\nbob\n");
  const lines = (await printed(kv, (where) => list(where, "ann", { json: true }))).trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).username),
    ["ann"],
  );
});

test("whether a user has a password, list and show say as a login has it", async () => {
  // The vectors of src/password/tests.rs.
  const none = [null, "", "*", "*LK*", "x", "*0", "!!", " \n", "!$6$salt$tag", "x\0\0", "x \r\n"];
  const some = ["X", "xx", "LK", " x", "x\u000b", BCRYPT];
  for (const [hashes, has] of /** @type {[unknown[], boolean][]} */ ([
    [none, false],
    [some, true],
  ]))
    for (const hash of hashes) {
      assert.equal(hasPassword(hash), has, JSON.stringify(hash));
      const kv = memoryKv({ "user:bob": JSON.stringify({ username: "bob", hashed_password: hash }) });
      const said = JSON.parse(await printed(kv, (where) => list(where, "", { json: true })));
      assert.equal(said.password, has, JSON.stringify(hash));
      const { password } = JSON.parse(await printed(kv, (where) => show(where, "bob", { json: true })));
      assert.equal(password !== "none", has, JSON.stringify(hash));
    }
});

describe("check", () => {
  const checked = async (kv, values = {}) => {
    const text = await printed(kv, (where) => check(where, undefined, values));
    const code = process.exitCode;
    process.exitCode = undefined;
    return { text, code };
  };

  test("finds where the index of the addresses disagrees, and mends it", async () => {
    const user = (username, email) => JSON.stringify({ username, hashed_password: BCRYPT, email });
    const kv = store({
      "user:bob": user("bob", "bob@b.c"),
      "user:cat": user("cat", "ANN@b.c"),
      "email:gone@b.c": "eve",
    });
    const { text, code } = await checked(kv);
    assert.equal(code, 1);
    assert.match(text, /^bob: the key of the address leads nowhere/m);
    assert.match(text, /^cat: has the address of ann too.*npm run user -- set cat --email/m);
    assert.match(text, /^email:gone@b\.c: nobody has this address/m);
    assert.match(text, /^3 users in the KV in memory, 0 of them cannot log in/m);
    const mended = await checked(kv, { mend: true });
    assert.match(mended.text, /^2 keys of addresses and ids were put right$/m);
    assert.equal(mended.code, 1, "whose the address of ann is, nobody else can say");
    const again = await checked(kv, { mend: true });
    assert.doesNotMatch(again.text, /put/);
    assert.equal(again.code, 1);
    assert.deepEqual(
      kv.list("email:").map(({ name }) => name),
      ["email:ann@b.c", "email:bob@b.c"],
    );
    assert.equal(kv.read(["email:ann@b.c"]).get("email:ann@b.c"), "ann");
  });

  test("takes no address from a user whose record cannot be read", async () => {
    const kv = store({
      "user:bad": "{",
      "email:bad@b.c": "bad",
      "user:twice": '{"username":"twice","hashed_password":"!","email":"one@b.c","email":"two@b.c"}',
      "email:one@b.c": "twice",
      "user:moved": JSON.stringify({ username: "from", hashed_password: BCRYPT, email: "moved@b.c" }),
      "email:moved@b.c": "moved",
      "user:bytes": "\ufffd",
      "id:7": "bytes",
      "user:cat": JSON.stringify({ username: "cat", hashed_password: BCRYPT, email: "bad@b.c" }),
      "email:gone@b.c": "eve",
    });
    notText(kv, "user:bytes");
    const { text } = await checked(kv, { mend: true });
    assert.match(text, /^cat: has the address of bad too/m);
    // One line, for what it is.
    assert.equal(text.match(/^moved: .*$/gm)?.length, 1, text);
    assert.deepEqual(
      [...kv.all].filter(([key]) => /^(email|id):/.test(key)).map(([key, { value }]) => [key, value]),
      [
        ["email:ann@b.c", "ann"],
        ["email:bad@b.c", "bad"],
        ["email:one@b.c", "twice"],
        ["email:moved@b.c", "moved"],
        ["id:7", "bytes"],
        ["email:two@b.c", "twice"],
      ],
    );
  });

  test("says the same to programs, and that all is well", async () => {
    const kv = store({ "hash:ann": "{}" });
    const { text, code } = await checked(kv, { json: true });
    assert.equal(code, undefined);
    const { users, cannotLogIn, findings, index } = JSON.parse(text);
    assert.deepEqual({ users, cannotLogIn, findings, index }, { users: 1, cannotLogIn: 0, findings: [], index: [] });
  });

  test("leaves nothing running where the KV cannot be read", async () => {
    const kv = store();
    const readable = kv.batches;
    kv.batches = async function* (names) {
      if (names.includes("user:ann")) throw new Failure("the network is down");
      yield* readable(names);
    };
    await assert.rejects(check(at(kv), undefined, {}), /the network is down/);
    const programs = () => process.getActiveResourcesInfo().filter((name) => name === "ProcessWrap");
    const gone = async () => {
      while (programs().length > 0) await pause(50);
    };
    await within(gone(), "the end of the program that checks", 10_000);
  });
});

describe("with --url", () => {
  test("that is empty nothing is done in the KV of this machine", async () => {
    const kv = store();
    const before = JSON.stringify(kv.dump());
    for (const name of ["disable", "enable", "passwd", "rm", "set", "logout"]) {
      const { run } = COMMANDS.find(({ words }) => words === name) ?? assert.fail(name);
      process.env.KEYWARD_ADMIN_TOKEN = "t0ken";
      const done = (async () => run(at(kv), "ann", { url: "", yes: true, email: "x@b.c" }))();
      await assert.rejects(done, /--url is an address/, name).finally(() => delete process.env.KEYWARD_ADMIN_TOKEN);
    }
    assert.equal(JSON.stringify(kv.dump()), before);
  });

  test("sessions are asked of the running Worker, with the token of the environment", async () => {
    const asked = [];
    const server = createServer((request, response) => {
      asked.push([request.method, request.url, request.headers.authorization]);
      if (request.url?.startsWith("/moved/"))
        return response.writeHead(301, { location: "https://login.example/" }).end();
      const refused = { forbidden: 403, eve: 404, wrong: 400 };
      const [, name] = request.url?.match(/(forbidden|eve|wrong)/) ?? [];
      response.writeHead(name ? refused[name] : 200, { "content-type": "application/json" });
      response.end(
        JSON.stringify(
          name ? { detail: { code: "CODE", reason: "why not" } } : [{ id: "s1", client_id: "\u001b]0;x\u0007\u009b" }],
        ),
      );
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    process.env.KEYWARD_ADMIN_TOKEN = "t0ken";
    try {
      const kv = store();
      const url = `http://127.0.0.1:${port}`;
      assert.equal(
        await printed(kv, (where) => running.sessions(where, "ann", { url })),
        `s1\t${TAMED}\n1 sessions of ann\n`,
      );
      assert.equal(
        await printed(kv, (where) => running.sessions(where, "ann", { url, json: true })),
        '[{"id":"s1","client_id":"\\u001b]0;x\\u0007\\u009b"}]\n',
      );
      await running.sessions(at(kv), "a/b c", { url, end: true });
      assert.deepEqual(asked.shift(), asked[0]);
      assert.deepEqual(asked, [
        ["GET", "/users/ann/sessions", "Bearer t0ken"],
        ["DELETE", "/users/a%2Fb%20c/sessions", "Bearer t0ken"],
      ]);
      await assert.rejects(running.sessions(at(kv), "ann", { url: `${url}/forbidden` }), /has not the scope admin/);
      await assert.rejects(running.sessions(at(kv), "eve", { url }), /there is no user eve/);
      await assert.rejects(running.sessions(at(kv), "wrong", { url }), /refused \(400\): why not/);
      const claims = running.set(at(kv), "ann", { url, claims: "{}" });
      await assert.rejects(claims, /changes no claims/);
      assert.equal(asked.length, 5);
      await assert.rejects(
        running.rm(at(kv), "ann", { url: `${url}/moved`, yes: true }),
        /redirects to https:\/\/login/,
      );
      assert.equal(asked.length, 6);
      for (const open of ["http://login.example", "login.example", "https://me:secret@login.example"])
        await assert.rejects(running.logout(undefined, "ann", { url: open }), /--url is an address such as https/);
    } finally {
      delete process.env.KEYWARD_ADMIN_TOKEN;
      server.close();
    }
  });

  test("what is needed is said where it is not there", async () => {
    await assert.rejects(running.sessions(at(store()), "ann", {}), /--url.*logout ann/s);
    await assert.rejects(running.sessions(at(store()), "ann", { url: "http://127.0.0.1:9" }), /KEYWARD_ADMIN_TOKEN/);
  });
});

test("the rule about passwords is that of the Worker", () => {
  // The vectors of src/account/password_rule.rs.
  const user = { username: "annie", email: "ann.lee@example.com", full_name: "Ann Lee" };
  for (const password of [
    "correct horse battery staple",
    "               a               b",
    "ünïcödé wörds",
    "annoying leeches 7",
  ])
    assert.equal(refusal(password, user, 8), null, password);
  for (const [passwords, expected] of /** @type {[string[], RegExp][]} */ ([
    [["password", "PassWord", "1qaz2wsx", "trustno1", "iloveyou", "password123!", "sunshine2026"], /common/],
    [["zzzzzzzzzzzzzzz", "abcabcabcabcabca", "23456789012345678", "zyxwvutsrqponmlkji"], /sequence/],
    [["ann.lee@example.com", "Ann.Lee2026", "annlee annlee", "ANN LEE 12"], /your name/],
    [["ab c".repeat(2000)], /at most 4096 bytes/],
    [["eight\0chars"], /NUL/],
  ]))
    for (const password of passwords) assert.match(String(refusal(password, user, 8)), expected, password);
  assert.equal(refusal("fourteen chars", user), "Password should be at least 15 characters, this one has 14");
  assert.equal(refusal("fifteen charsss", user), null);
  // Characters, not bytes or halves of them.
  assert.match(String(refusal("🔑é".repeat(7), user)), /this one has 14/);
});

test("every command has a line in the usage, and a --help with all of its options", () => {
  for (const command of COMMANDS) {
    assert.ok(usage().includes(`  ${command.words}`));
    const help = helpOf(command);
    for (const option of command.options.filter((name) => name !== "help"))
      assert.ok(help.includes(`--${option}`), `${command.words} --${option}`);
    assert.match(help, /^usage: npm run user -- /);
  }
});
