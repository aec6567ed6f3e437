// Users of other systems, as those export them, log in here with the passwords that they have, and get a better hash.
import assert from "node:assert/strict";
import { cpSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { asked } from "../../pkg-template/cli/import/options.js";
import { pairs } from "../../pkg-template/cli/import/pairs.js";
import { openUsers } from "../../pkg-template/cli/import/read.js";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { printed } from "../../scripts/lib/run.mjs";
import { ensureProject } from "../../scripts/setup/npm-projects.mjs";
import { ensurePython } from "../../scripts/setup/python.mjs";
import { MINUTE, limits } from "../../scripts/test/limits.mjs";
import { temporaryFolder } from "../support/folder.mjs";
import { startWorker } from "./harness.mjs";
import { assertQuietLog, login, newSecret } from "./support.mjs";

/** Python's packages may have to be installed. */
limits.test = 10 * MINUTE;

const here = dirname(fileURLToPath(import.meta.url));
const folder = temporaryFolder();
const secret = newSecret();
/** @type {{ source: string, file: string, users: Record<string, string>, options: Record<string, string> }[]} */
let made;
let worker;

before(async () => {
  // The same packages as for the hashes of those systems.
  const python = await ensurePython(inRoot("tests/schemes/requirements.txt"), "making hashes with Python's libraries");
  const make = (program, script) =>
    JSON.parse(printed(program, [script, folder], { cwd: folder, timeout: 5 * MINUTE }));
  // A script finds the packages that lie beside it.
  const script = join(folder, "make.mjs");
  cpSync(join(here, "move-in/make.mjs"), script);
  symlinkSync(join(await ensureProject("systems"), "node_modules"), join(folder, "node_modules"));
  made = [...make(python, join(here, "move-in/make.py")), ...make(process.execPath, script)];
  const records = {};
  for (const { source, file, users, options } of made) {
    // Which system it is, the file says itself.
    const opened = await openUsers(file, asked(options));
    assert.equal(opened.source.name, source, file);
    const names = [];
    for await (const some of opened.users())
      for (const { entry, reason } of some) {
        assert.ok(entry, reason);
        names.push(entry.username);
        for (const { key, value } of pairs(entry)) records[key] = value;
      }
    for (const name of Object.keys(users)) assert.ok(names.includes(name), `${name} of ${file}`);
  }
  worker = await startWorker({ secret, vars: { ALLOW_LEGACY_HASHES: "true" }, records });
});

after(() => worker?.stop());

describe("users who have moved in", () => {
  test("log in with the password that they have, and with no other", async () => {
    for (const { users } of made)
      for (const [username, password] of Object.entries(users)) {
        assert.equal((await login(worker, username, password)).status, 200, username);
        assert.equal((await login(worker, username, `${password}x`)).status, 401, username);
      }
  });

  test("have a better hash from then on, which takes the same password", async () => {
    const { verify } = await import(inRoot("www/pkg/web.js"));
    const all = made.flatMap(({ users }) => Object.entries(users));
    assert.ok(all.length >= 20, `${all.length} users`);
    for (const [username, password] of all) {
      const { hashed_password: hash } = JSON.parse(await worker.read(`hash:${username}`));
      assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      assert.ok(verify(password, hash));
    }
    for (const [username, password] of all)
      assert.equal((await login(worker, username, password)).status, 200, username);
  });

  test("who had no password there have none here", async () => {
    assert.equal(JSON.parse(await worker.read("user:django-unusable")).username, "django-unusable");
    for (const password of ["", "!", "x"]) {
      const { status } = await login(worker, "django-unusable", password);
      assert.ok(status === 401 || (password === "" && status === 422), `${status}`);
    }
    assertQuietLog(worker, [secret]);
  });
});
