// `npm run user -- … --remote`: the same commands for the KV that is deployed, through wrangler, with an API of Cloudflare's
// that is made here. What each command does with records, the other files try on this machine's KV.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { buildWww } from "../../scripts/build/www.mjs";
import { cargoTarget, inRoot } from "../../scripts/lib/paths.mjs";
import { MINUTE, limits } from "../../scripts/test/limits.mjs";
import { buildCheck } from "../../scripts/user/checker.mjs";
import { temporaryFolder } from "../support/folder.mjs";
import { within } from "../support/patience.mjs";
import { startApi } from "./cloudflare.mjs";

/** Each command starts a few wranglers, of two seconds each. */
limits.test = 5 * MINUTE;

const NAMESPACE = "0f2ac74b498b48028cb68387c421e279";
const PASSWORD = "correct horse battery staple";

const folder = temporaryFolder();
let api;

before(async () => {
  // What the commands need is not made in the copy.
  await buildWww();
  await buildCheck();
  api = await startApi(NAMESPACE);
  // The scripts take the folder that they lie in for the project's. Nothing of a copy leads back into it, because they write.
  const leftOut = [".git", ".wrangler", "node_modules", "pkg", "target", "wrangler.toml"];
  const copied = readdirSync(inRoot()).filter(
    (name) => !leftOut.includes(name) && !/^\.dev\.vars|^pkg\.next/.test(name),
  );
  const filter = (path) => !path.includes("node_modules");
  for (const name of copied) cpSync(inRoot(name), join(folder, name), { recursive: true, filter });
  symlinkSync(inRoot("node_modules"), join(folder, "node_modules"));
  // As wrangler leaves it when it has made the namespace.
  const toml = readFileSync(inRoot("wrangler.toml"), "utf8");
  writeFileSync(
    join(folder, "wrangler.toml"),
    toml.replace('binding = "AUTH"\n', `binding = "AUTH"\nid = "${NAMESPACE}"\n`),
  );
});

after(() => api?.stop());

async function user(args, { input = "", env = {} } = {}) {
  const child = spawn(process.execPath, [join(folder, "scripts/user.mjs"), ...args, "--remote"], {
    cwd: folder,
    env: { ...process.env, ...api.environment, CARGO_TARGET_DIR: cargoTarget, INIT_CWD: folder, ...env },
  });
  child.stdin.end(input);
  const ended = new Promise((resolve) => child.once("close", resolve));
  const all = Promise.all([ended, text(child.stdout), text(child.stderr)]);
  const [code, out, err] = await within(all, `npm run user -- ${args.join(" ")}`, 2 * MINUTE);
  return { code, out, err };
}

async function done(...args) {
  const { code, out, err } = await user(args);
  assert.equal(code, 0, err);
  return out;
}

const record = (name) => JSON.parse(api.keys.get(`user:${name}`)?.value ?? "null");

test("a user is put in, shown, changed, locked and taken out", async () => {
  const added = await user(["add", "ann", "--email", "ann@example.com", "--scope", "me"], { input: PASSWORD });
  assert.equal(added.code, 0, added.err);
  assert.match(record("ann").hashed_password, /^\$argon2id\$/);
  assert.equal(api.keys.get("email:ann@example.com")?.value, "ann");
  assert.ok(!`${added.out}${added.err}`.includes(PASSWORD));

  assert.equal(JSON.parse(await done("show", "ann", "--json")).email, "ann@example.com");
  await done("set", "ann", "--scope", "items");
  assert.deepEqual(record("ann").scopes, ["items"]);
  const before = record("ann").hashed_password;
  const changed = await user(["passwd", "ann"], { input: "another good long password" });
  assert.equal(changed.code, 0, changed.err);
  assert.notEqual(record("ann").hashed_password, before);
  assert.ok(record("ann").tokens_valid_after > 0);
  await done("disable", "ann");
  assert.equal(record("ann").disabled, true);
  await done("enable", "ann");
  assert.equal(record("ann").disabled, false);
  await done("logout", "ann");
  await done("rm", "ann", "--yes");
  assert.deepEqual([...api.keys.keys()], []);
});

test("users are moved in, listed page by page, and written out again", async () => {
  const people = Array.from({ length: 7 }, (_, index) => ({
    username: `user-${index}`,
    email: `user-${index}@example.com`,
    hashed_password: "$argon2id$v=19$m=8,t=1,p=1$tODiwPvws+OSkBAqSmvQFA$eal7ga49gwIMMpVFw045mIfXC5R3zAE/Ur/r/r25uuI",
  }));
  const file = join(folder, "people.jsonl");
  writeFileSync(file, people.map((person) => `${JSON.stringify(person)}\n`).join(""));
  await done("import", file);
  assert.equal(api.keys.size, 0, "a report writes nothing");
  await done("import", file, "--write", "--yes");
  assert.equal((await done("list", "--names")).trim().split("\n").length, people.length);
  const written = await done("export");
  const again = await user(["import", file, "--write", "--yes"]);
  assert.match(again.out, /: 7 users can be taken, 7 there already \(skipped\), 0 are left out\n/);
  assert.equal(await done("export"), written);
  for (const { username } of people) assert.ok(written.includes(username), username);
});

test("what Cloudflare refuses is said, and nothing is half done", async () => {
  const before = JSON.stringify([...api.keys]);
  const denied = await user(["list"], { env: { CLOUDFLARE_API_TOKEN: "another" } });
  assert.equal(denied.code, 1);
  assert.match(denied.err, /Authentication error[^]*wrangler could not use the KV/);
  // wrangler asks again where the service has failed.
  api.failures.push(...Array(20).fill(500));
  const failed = await user(["disable", "user-1"]);
  api.failures.length = 0;
  assert.equal(failed.code, 1);
  assert.match(failed.err, /wrangler could not use the KV/);
  assert.equal(JSON.stringify([...api.keys]), before);
});
