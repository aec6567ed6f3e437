// `npx keyward`, driven as people do: through pipes, and at a terminal.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHmac, generateKeyPairSync } from "node:crypto";
import { readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { systemPython } from "../../scripts/setup/python.mjs";
import { PATIENCE } from "../support/patience.mjs";
import { ARGON2, BCRYPT } from "./suite/samples.mjs";
import { installed, pack, run } from "./support.mjs";

const COMMANDS = ["hash", "verify", "identify", "import", "issue", "decode", "peek", "generate-key", "tune"];
const SECRET = "a secret of more than thirty-two bytes";

let folder;
let program;
let python;

before(async () => {
  // It has a terminal in its library.
  python = await systemPython("the tests at a terminal");
  await pack();
  folder = await installed("command-line");
  program = join(folder, "node_modules/.bin/keyward");
  await writeFile(join(folder, "secret.txt"), `${SECRET}\n`);
});

/**
 * Runs it with `input` at standard input; resolves to `{ code, out, err }`.
 *
 * @param {string[]} args
 * @param {string | Uint8Array} input
 */
function keyward(args, input = "", env = {}) {
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    timeout: PATIENCE,
    killSignal: "SIGKILL",
  });
  const texts = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (chunk) => (texts.out += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk) => (texts.err += chunk));
  // One that does not read its input closes it.
  child.stdin.on("error", () => {}).end(input);
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...texts })));
}

/** Runs it at a terminal; `dialogue` is a list of what to wait for and what to type then. */
async function terminal(args, dialogue) {
  const output = await run(
    python,
    [inRoot("tests/npm/command-line/terminal.py"), JSON.stringify(dialogue), program, ...args],
    { cwd: folder },
  );
  const { untyped, ...result } = JSON.parse(output);
  assert.deepEqual(untyped, [], `not everything was asked for; the screen: ${result.screen}`);
  return result;
}

const CHEAP = ["--memory", "64", "--iterations", "1"];

describe("passwords", () => {
  test("hash reads standard input without its final line break, and verify agrees", async () => {
    const { code, out, err } = await keyward(["hash"], "correct horse\n");
    assert.equal(code, 0, err);
    assert.equal(err, "");
    assert.match(out, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$\S+\n$/);
    const encoded = out.trim();
    for (const input of ["correct horse", "correct horse\n", "correct horse\r\n"]) {
      assert.deepEqual(await keyward(["verify", encoded], input), { code: 0, out: "right\n", err: "" });
    }
    for (const input of ["wrong", "", "correct horse\n\n", " correct horse"]) {
      assert.deepEqual(await keyward(["verify", encoded], input), { code: 1, out: "wrong\n", err: "" });
    }
  });

  test("a writer may take its time", async () => {
    const output = await run("bash", ["-c", `(sleep 1; printf x) | "${program}" hash ${CHEAP.join(" ")}`], {
      cwd: folder,
    });
    assert.equal((await keyward(["verify", output.trim()], "x")).code, 0);
  });

  test("an empty password is not hashed", async () => {
    for (const input of ["", "\n"])
      assert.deepEqual(await keyward(["hash"], input), { code: 2, out: "", err: "keyward: the password is empty.\n" });
  });

  test("parameters are options, with units", async () => {
    const { out } = await keyward(
      ["hash", "--memory", "1MiB", "--iterations", "3", "--parallelism", "2", "--tag-length=16"],
      "x",
    );
    assert.match(out, /^\$argon2id\$v=19\$m=1024,t=3,p=2\$[\w+/]{22}\$[\w+/]{22}\n$/);
  });

  test("a password may be any bytes", async () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x0a]);
    const { out } = await keyward(["hash", ...CHEAP], bytes);
    assert.equal((await keyward(["verify", out.trim()], bytes)).code, 0);
    assert.equal((await keyward(["verify", out.trim()], bytes.subarray(0, 3))).code, 1);
  });

  test("a secret value comes from a file", async () => {
    const { out } = await keyward(["hash", ...CHEAP, "--secret-file", "secret.txt"], "x");
    assert.equal((await keyward(["verify", out.trim(), "--secret-file", "secret.txt"], "x")).code, 0);
    // The hash names the secret it needs, so that a missing one is not taken for a wrong password.
    const without = await keyward(["verify", out.trim()], "x");
    assert.equal(without.code, 2);
    assert.match(without.err, /secret/);
  });

  test("verify says what to do about an old hash, takes the hash from a file, and answers programs in JSON", async () => {
    const { code, out, err } = await keyward(["verify", BCRYPT], "secret");
    assert.deepEqual([code, out], [0, "right\n"]);
    assert.match(err, /replace it/);
    await writeFile(join(folder, "hash.txt"), `${ARGON2}\n`);
    const json = await keyward(["verify", "--hash-file", "hash.txt", "--json"], "secret");
    assert.deepEqual(json, { code: 0, out: '{"valid":true,"needsRehash":false}\n', err: "" });
    assert.deepEqual(await keyward(["verify", ARGON2, "--json"], "x"), { code: 1, out: '{"valid":false}\n', err: "" });
  });

  test("a hash that cannot be used is no wrong password", async () => {
    for (const args of [
      ["not a hash"],
      [ARGON2.replace("m=65536", "m=4194304")],
      ["{MD5}X03MO1qnZdYdgyfeuILPmQ=="],
      [],
      [ARGON2, "--hash-file", "hash.txt"],
      [ARGON2, "--memory-limit", "1MiB"],
    ]) {
      const { code, out, err } = await keyward(["verify", ...args], "password");
      assert.deepEqual([code, out], [2, ""], args.join(" "));
      assert.match(err, /^keyward: \S/);
    }
    assert.equal((await keyward(["verify", "--allow-legacy", "{MD5}X03MO1qnZdYdgyfeuILPmQ=="], "password")).code, 0);
    const low = await keyward(["verify", BCRYPT, "--cost-limit", "4"], "secret");
    assert.match(low.err, /limit of 4.*--cost-limit/);
  });

  test("identify names the format", async () => {
    assert.deepEqual(await keyward(["identify", BCRYPT]), await keyward(["identify"], `${BCRYPT}\n`));
    assert.match((await keyward(["identify", BCRYPT])).out, /^bcrypt .*cost=12/);
    const { scheme, parameters, needsRehash } = JSON.parse((await keyward(["identify", ARGON2, "--json"])).out);
    assert.deepEqual([scheme, parameters.memory, needsRehash], ["argon2id", 65536, false]);
    const { err, ...unknown } = await keyward(["identify", "not a hash"]);
    assert.deepEqual(unknown, { code: 1, out: "unknown\n" });
    assert.match(err, /^keyward: .*no known format/);
    assert.match((await keyward(["identify", `'${BCRYPT}'`])).err, /quotes/);
    assert.equal((await keyward(["identify", "not a hash", "--json"])).err, "");
  });
});

describe("tokens", () => {
  test("a generated pair of keys signs and verifies, from files that only the owner reads", async () => {
    const made = await keyward(["generate-key", "EdDSA", "--out", "key.json", "--public", "public.json"]);
    assert.deepEqual(made, { code: 0, out: "", err: "" });
    assert.equal((await stat(join(folder, "key.json"))).mode & 0o777, 0o600);
    const half = JSON.parse(await readFile(join(folder, "public.json"), "utf8"));
    assert.equal(half.d, undefined);
    assert.match(half.kid, /^[\w-]{43}$/);
    const { out } = await keyward([
      "issue",
      "--key",
      "key.json",
      "--subject",
      "johndoe",
      "--claims",
      '{"admin":true}',
      "--expires-in",
      "30m",
      "--audience",
      "api",
      "--issued-at",
    ]);
    const { header, claims } = JSON.parse((await keyward(["peek", "--json"], out)).out);
    assert.deepEqual(header, { alg: "EdDSA", typ: "JWT", kid: half.kid });
    assert.equal(claims.exp - claims.iat, 1800);
    const good = await keyward(["decode", "--key", "public.json", "--audience", "api"], out);
    assert.equal(good.code, 0, good.err);
    assert.deepEqual(JSON.parse(good.out), claims);
    const bad = await keyward(["decode", "--key", "public.json"], out);
    assert.deepEqual([bad.code, bad.out], [1, ""]);
    assert.match(bad.err, /ERR_TOKEN_CLAIM/);
  });

  test("a key is never overwritten", async () => {
    await writeFile(join(folder, "there.json"), "precious");
    const { code, err } = await keyward(["generate-key", "--out", "there.json"]);
    assert.equal(code, 2);
    assert.match(err, /^keyward: --out "there\.json": .*not overwritten/);
    assert.equal(await readFile(join(folder, "there.json"), "utf8"), "precious");
  });

  test("where one of two files cannot be written, there is no half of a key", async () => {
    await writeFile(join(folder, "old.json"), "precious");
    const before = await readdir(folder);
    for (const [files, message] of /** @type {[string[], RegExp][]} */ ([
      [["--out", "old.json", "--public", "new.json"], /^keyward: --out "old\.json": /],
      [["--out", "new.json", "--public", "old.json"], /^keyward: --public "old\.json": /],
      [["--out", "new.json", "--public", "new.json"], /^keyward: --public "new\.json": /],
      [["--out", "new.json", "--public", "missing/new.json"], /^keyward: --public: .*ENOENT/],
      [["--out", "missing/new.json", "--public", "new.json"], /^keyward: --out: .*ENOENT/],
    ])) {
      const { code, out, err } = await keyward(["generate-key", "EdDSA", ...files]);
      assert.deepEqual([code, out], [2, ""], files.join(" "));
      assert.deepEqual(await readdir(folder), before, files.join(" "));
      assert.match(err, message);
    }
    // No file may have a byte: what is written breaks off.
    const line = `ulimit -f 0; "${program}" generate-key --out new.json 2>&1 || echo $?`;
    assert.match(await run("bash", ["-c", line], { cwd: folder }), /^keyward: --out: .*EFBIG.*\n2\n$/);
    assert.deepEqual(await readdir(folder), before);
    assert.equal(await readFile(join(folder, "old.json"), "utf8"), "precious");
  });

  test("a key comes from a file, from standard input, or from KEYWARD_KEY: a secret without its line break, PEM, JWK, JWK Set", async () => {
    const { out: token } = await keyward(["issue", "--key", "secret.txt", "--subject", "a"]);
    assert.equal((await keyward(["issue", "--key", "-", "--subject", "a"], SECRET)).out, token);
    assert.equal((await keyward(["issue", "--subject", "a"], "", { KEYWARD_KEY: SECRET })).out, token);
    await writeFile(join(folder, "token.txt"), token);
    const set = { keys: [{ kty: "oct", k: Buffer.from(SECRET).toString("base64url"), alg: "HS256" }] };
    assert.equal((await keyward(["decode", "--key", "-", "--token-file", "token.txt"], JSON.stringify(set))).code, 0);
    const pem = String(generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }));
    const signed = await keyward(["issue", "--key", "-", "--json"], pem);
    assert.match(JSON.parse(signed.out).token, /^[\w-]+\.[\w-]+\.[\w-]+$/);
    const text = await keyward(["generate-key", "--text"]);
    assert.match(text.out, /^[\w-]{43}\n$/);
    assert.equal((await keyward(["issue", "--key", "-"], text.out)).code, 0);
  });

  test("a key in any encoding is the key that it is, and never a secret", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const pem = String(privateKey.export({ type: "pkcs8", format: "pem" }));
    const half = String(publicKey.export({ type: "spki", format: "pem" }));
    const forms = (text) => [
      text,
      Buffer.from(text).toString("base64"),
      JSON.stringify(text),
      text.replaceAll("\n", "\\n"),
    ];
    const { out: token } = await keyward(["issue", "--subject", "a"], "", { KEYWARD_KEY: forms(pem)[1] });
    for (const form of forms(half)) {
      assert.equal((await keyward(["decode"], token, { KEYWARD_KEY: form })).code, 0, form);
      const input = `${Buffer.from('{"alg":"HS256"}').toString("base64url")}.e30`;
      const forged = `${input}.${createHmac("sha256", form).update(input).digest("base64url")}`;
      assert.equal((await keyward(["decode"], forged, { KEYWARD_KEY: form })).code, 1, form);
    }
  });

  test("a token that is not good is exit code 1, and JSON that says why", async () => {
    const { out: token } = await keyward(["issue", "--key", "secret.txt", "--claims", '{"exp":1}']);
    const { code, out } = await keyward(["decode", "--key", "secret.txt", "--json"], token);
    assert.equal(code, 1);
    const { valid, code: reason, claim } = JSON.parse(out);
    assert.deepEqual([valid, reason, claim], [false, "ERR_TOKEN_EXPIRED", "exp"]);
    for (const text of ["", "a.b.c", `${token.trim()}x`])
      assert.equal((await keyward(["decode", "--key", "secret.txt"], text)).code, 1, text);
    assert.equal((await keyward(["peek"], "no token")).code, 1);
  });

  test("an algorithm that there is not is exit code 2, whatever the token", async () => {
    const { out: token } = await keyward(["issue", "--key", "secret.txt", "--subject", "a"]);
    const decode = (input, ...args) => keyward(["decode", "--key", "secret.txt", "--json", ...args], input);
    for (const name of ["FOO", "none", "hs256"])
      for (const input of [token, "no token"]) {
        const { code, out, err } = await decode(input, "--algorithm", "HS256", "--algorithm", name);
        assert.deepEqual([code, out], [2, ""], name);
        assert.match(err, new RegExp(`^keyward: unknown algorithm "${name}", expected one of HS256, .*\\n$`));
      }
    // One that there is, and that is not allowed, makes a token that is not good.
    const { code, out } = await decode(token, "--algorithm", "HS384");
    assert.deepEqual([code, JSON.parse(out).code], [1, "ERR_TOKEN_ALGORITHM"]);
  });

  test("the leeway is any number of seconds, as in the library", async () => {
    const now = Date.now() / 1000;
    const { out } = await keyward(["issue", "--key", "secret.txt", "--claims", JSON.stringify({ exp: now - 30 })]);
    const decode = (...args) => keyward(["decode", "--key", "secret.txt", "--leeway", ...args], out);
    assert.equal((await decode("3600.5")).code, 0);
    assert.equal((await decode("1e9")).code, 0);
    assert.equal((await decode("0.5")).code, 1);
    for (const wrong of ["", "some", "Infinity", "1m"]) {
      const { code, err } = await decode(wrong);
      assert.equal(code, 2, wrong);
      assert.match(err, /leeway/, wrong);
    }
    assert.match((await keyward(["decode", "--key", "secret.txt", "--leeway=-1"], out)).err, /from 0 on/);
  });

  test("a key or a claim that cannot be used is exit code 2", async () => {
    await writeFile(join(folder, "short.txt"), "short");
    await writeFile(join(folder, "broken.json"), "{");
    for (const args of [
      ["--key", "short.txt"],
      ["--key", "broken.json"],
      ["--key", "missing.txt"],
      ["--key", "secret.txt", "--claims", "[1"],
      ["--key", "secret.txt", "--expires-in", "soon"],
      ["--key", "secret.txt", "--algorithm", "none"],
      [],
    ]) {
      const { code, out, err } = await keyward(["issue", ...args], "", { KEYWARD_KEY: "" });
      assert.deepEqual([code, out], [2, ""], args.join(" "));
      assert.match(err, /^keyward: \S.*\n$/, args.join(" "));
    }
  });

  test("a claim with a number that would be rounded is refused, and one in quotes is signed to the letter", async () => {
    const issue = (claims) => keyward(["issue", "--key", "secret.txt", "--claims", claims]);
    for (const claims of ['{"id":1234567890123456789}', '{"a":[{"b":-9007199254740993}]}', '{"id":1e400}'])
      assert.deepEqual(await issue(claims), {
        code: 2,
        out: "",
        err: "keyward: --claims has a number with more digits than are kept here: write it as a text, in quotes.\n",
      });
    const claims = { id: "1234567890123456789", most: Number.MAX_SAFE_INTEGER, part: 1.5 };
    const { code, out, err } = await issue(JSON.stringify(claims));
    assert.equal(code, 0, err);
    assert.deepEqual(JSON.parse((await keyward(["peek", "--json"], out)).out).claims, claims);
  });
});

describe("secrets on the command line", () => {
  const secret = "hunter2hunter2hunter2hunter2hunter2";
  const attempts = {
    hash: [[secret], ["--password", secret], [`--password=${secret}`], ["-p", secret]],
    verify: [
      [secret, ARGON2],
      [ARGON2, secret],
      [ARGON2, "--password", secret],
    ],
    issue: [["--secret", secret], ["--key", secret], [secret]],
    decode: [
      ["--key", "secret.txt", secret],
      ["--key", "secret.txt", "--token", secret],
    ],
    peek: [[secret]],
    "generate-key": [["HS256", secret]],
    tune: [[secret]],
  };
  for (const [command, all] of Object.entries(attempts)) {
    test(`${command} refuses them, says why, and does not repeat them`, async () => {
      for (const args of all) {
        const { code, out, err } = await keyward([command, ...args], "x");
        assert.deepEqual([code, out], [2, ""], args.join(" "));
        assert.match(err, /never taken from the command line|there is no option -p/, args.join(" "));
        assert.ok(!err.includes("hunter2"), err);
      }
    });
  }

  test("a command that does not exist is not repeated either", async () => {
    const { code, err } = await keyward([secret]);
    assert.equal(code, 2);
    assert.ok(!err.includes("hunter2"), err);
  });
});

describe("at a terminal", () => {
  test("a password is asked for twice, and nothing that is typed is shown", async () => {
    const { screen, code } = await terminal(
      ["hash", ...CHEAP],
      [
        ["Password: ", "hunter2 é\r"],
        ["again: ", "hunter2 é\r"],
      ],
    );
    assert.equal(code, 0, screen);
    assert.ok(!screen.includes("hunter2"), screen);
    const [encoded] = screen.match(/\$argon2id\S+/);
    assert.equal((await keyward(["verify", encoded], "hunter2 é")).code, 0);
    const right = await terminal(["verify", encoded], [["Password: ", "hunter2 é\r"]]);
    assert.deepEqual([right.code, right.screen.includes("hunter2")], [0, false]);
    const wrong = await terminal(["verify", encoded], [["Password: ", "hunter3\r"]]);
    assert.deepEqual([wrong.code, wrong.screen.includes("hunter3")], [1, false]);
  });

  test("two different passwords are refused", async () => {
    const { screen, code } = await terminal(
      ["hash"],
      [
        ["Password: ", "one\r"],
        ["again: ", "two\r"],
      ],
    );
    assert.equal(code, 2);
    assert.match(screen, /two different passwords/);
  });

  test("what was typed can be corrected", async () => {
    const { screen } = await terminal(
      ["hash", ...CHEAP],
      [
        ["Password: ", "onx\x7fe\r"],
        ["again: ", "one\r"],
      ],
    );
    const [encoded] = screen.match(/\$argon2id\S+/);
    assert.equal((await keyward(["verify", encoded], "one")).code, 0);
  });

  test("Ctrl-C and Ctrl-D end it", async () => {
    assert.equal((await terminal(["hash"], [["Password: ", "half\x03"]])).code, 130);
    const { screen, code } = await terminal(["hash"], [["Password: ", "\x04"]]);
    assert.equal(code, 2);
    assert.match(screen, /nothing was typed/);
  });

  test("a key and a token are asked for, and not shown", async () => {
    const { screen } = await terminal(["issue", "--subject", "a"], [["Key: ", `${SECRET}\r`]]);
    const [token] = screen.match(/ey[\w.-]+/);
    assert.ok(!screen.includes(SECRET), screen);
    const seen = await terminal(
      ["decode"],
      [
        ["Key: ", `${SECRET}\r`],
        ["Token: ", `${token}\r`],
      ],
    );
    assert.equal(seen.code, 0, seen.screen);
    assert.ok(!seen.screen.includes(token), seen.screen);
    assert.match(seen.screen, /"sub": "a"/);
  });
});

describe("tune", () => {
  test("proposes parameters that hash takes, within the limits it was given, none weaker than OWASP's", async () => {
    const { code, out } = await keyward(["tune", "--target", "60ms", "--memory-limit", "20MiB", "--json"]);
    assert.equal(code, 0);
    const { memory, iterations, parallelism, milliseconds, measured } = JSON.parse(out);
    assert.ok(milliseconds > 0);
    assert.deepEqual(
      measured.map((row) => row.memory),
      [20480, 19456, 12288, 9216, 7168],
    );
    for (const row of measured) {
      assert.ok(row.iterations >= { 20480: 2, 19456: 2, 12288: 3, 9216: 4, 7168: 5 }[row.memory], JSON.stringify(row));
      // Which is judged before it is rounded.
      assert.ok(row.withinTarget ? row.milliseconds <= 60 : row.milliseconds >= 60, JSON.stringify(row));
    }
    assert.ok(measured.some((row) => row.memory === memory && row.iterations === iterations));
    const hashed = await keyward(
      ["hash", "--memory", `${memory}`, "--iterations", `${iterations}`, "--parallelism", `${parallelism}`],
      "x",
    );
    assert.match(hashed.out, new RegExp(`m=${memory},t=${iterations},p=${parallelism}`));
  });

  test("says so when nothing is fast enough, and still proposes nothing weaker", async () => {
    const { code, out, err } = await keyward(["tune", "--target", "1ms", "--memory-limit", "8MiB"]);
    assert.equal(code, 0);
    assert.match(err, /Nothing that OWASP recommends/);
    assert.match(out, /memory \(KiB\).*iterations.*parallelism.*ms/);
    assert.match(out, /hash\(password, \{ memory: (8192|7168), iterations: 5, parallelism: 1 \}\)/);
  });

  test("refuses what it cannot do", async () => {
    for (const args of [
      ["--target", "soon"],
      ["--target", "0ms"],
      ["--memory-limit", "1MiB"],
      ["--memory-limit", "much"],
      ["--parallelism", "0"],
    ]) {
      assert.equal((await keyward(["tune", ...args])).code, 2, args.join(" "));
    }
  });
});

describe("import", () => {
  const columns = "id,password,is_superuser,username,email,is_active,date_joined\n";
  const row = (name, hash, address) => `1,${hash},f,${name},${address},t,2024-05-01 10:00:00\n`;

  test("converts the users of another system, and says who is left out and why", async () => {
    const users = row("ann", BCRYPT, "Ann@example.com") + row("bob", "!", "") + row("ann", BCRYPT, "");
    await writeFile(join(folder, "auth_user.csv"), columns + users);
    const { code, out, err } = await keyward(["import", "auth_user.csv"]);
    assert.equal(code, 1);
    const records = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      records.map(({ username, email, hashed_password: hash }) => [username, email, hash]),
      [
        ["ann", "Ann@example.com", BCRYPT],
        ["bob", undefined, "!"],
      ],
    );
    assert.match(
      err,
      /^Django: 2 users, 1 left out\n1 {2} {5}bcrypt\n1 {2}no password\nline 4: the username of line 2 again\n$/,
    );
    // What it prints is a source again.
    await writeFile(join(folder, "users.jsonl"), out);
    assert.deepEqual(await keyward(["import", "users.jsonl"]).then((again) => [again.code, again.out]), [0, out]);
  });

  test("with --kv prints what wrangler takes", async () => {
    await writeFile(join(folder, "one.csv"), columns + row("ann", BCRYPT, "Ann@example.com"));
    const { code, out, err } = await keyward(["import", "one.csv", "--kv", "--json"]);
    assert.equal(code, 0, err);
    const [user, address] = JSON.parse(out);
    assert.equal(user.key, "user:ann");
    assert.equal(JSON.parse(user.value).hashed_password, BCRYPT);
    assert.deepEqual(address, { key: "email:ann@example.com", value: "ann" });
    assert.deepEqual(JSON.parse(err), {
      source: "Django",
      users: 1,
      leftOut: 0,
      schemes: { bcrypt: 1 },
      left: [],
      notes: [],
    });
  });

  test("prints nothing of a file that breaks off", async () => {
    await writeFile(join(folder, "cut.csv"), `${columns}${row("ann", BCRYPT, "")}1,x`);
    const { code, out, err } = await keyward(["import", "cut.csv"]);
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, /^keyward: line 3: the row has 2 fields/);
    assert.equal((await keyward(["import", "there-is-none.csv"])).code, 2);
    assert.equal((await keyward(["import"])).code, 2);
    const refused = await keyward(["import", "."]);
    assert.deepEqual([refused.code, refused.out], [2, ""]);
    assert.match(refused.err, /^keyward: the file is no regular file: .* into one\.\n$/);
  });
});

describe("help", () => {
  test("every command has its own, with every option", async () => {
    const { code, out } = await keyward(["--help"]);
    assert.equal(code, 0);
    for (const command of COMMANDS) {
      assert.match(out, new RegExp(`^  ${command} `, "m"));
      const help = await keyward([command, "--help"]);
      assert.deepEqual([help.code, help.err], [0, ""]);
      const { options } = await import(join(folder, `node_modules/keyward/cli/${command}.js`));
      for (const option of Object.keys(options)) assert.ok(help.out.includes(`--${option}`), `${command} --${option}`);
      for (const line of help.out.split("\n")) assert.ok(line.length <= 84, line);
    }
  });

  test("without a command it is shown as an error", async () => {
    const { code, out, err } = await keyward([]);
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, /usage: keyward COMMAND/);
  });

  test("npx finds it, and it knows its version", async () => {
    const { version } = JSON.parse(await readFile(join(folder, "node_modules/keyward/package.json"), "utf8"));
    assert.equal(
      await run("npx", ["--offline", "--no", "--", "keyward", "--version"], { cwd: folder }),
      `${version}\n`,
    );
  });

  test("a reader that has seen enough is no error", async () => {
    const command = `"${program}" tune --target 1ms --memory-limit 7MiB | true; echo "\${PIPESTATUS[0]}"`;
    assert.equal(await run("bash", ["-c", command], { cwd: folder }), "0\n");
  });
});
