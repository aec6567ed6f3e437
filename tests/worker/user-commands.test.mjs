// `npm run user -- … --url` against the Worker in real workerd: what an admin asks for counts at once.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, before, test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { GOOD, address, admin, call, enter, logIn, register } from "./accounts/support.mjs";
import { me, refresh, startSessions } from "./sessions/support.mjs";
import { newSecret } from "./support.mjs";

const NEW = "another password, which is long";

let worker;
let token;

before(async () => {
  worker = await startSessions({ secret: newSecret(), vars: { REGISTRATION: "open", REGISTRATION_SCOPES: "me" } });
  token = await admin(worker);
});
after(() => worker?.stop());

/** Resolves to the exit code and what was said. */
function user(args, { input = "", as = token } = {}) {
  const env = { ...process.env, KEYWARD_ADMIN_TOKEN: as };
  const child = spawn(process.execPath, [inRoot("scripts/user.mjs"), ...args, "--url", worker.origin], { env });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (chunk) => (said += chunk));
  child.stdin.end(input);
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, said })));
}

async function done(...args) {
  const { code, said } = await user(...args);
  assert.equal(code, 0, said);
  return said;
}

test("a user is locked, let in, given a password, changed, logged out and taken out, each at once", async () => {
  const email = address();
  await register(worker, email);
  const first = await enter(worker, email);
  assert.match(await done(["disable", email]), /is disabled/);
  assert.equal(await me(worker, first), 401);
  assert.equal((await logIn(worker, email)).body.detail, "Inactive user");
  assert.match(await done(["enable", email]), /is enabled/);
  const second = await enter(worker, email);
  assert.match(await done(["passwd", email], { input: `${NEW}\n` }), /has a new password/);
  assert.equal((await refresh(worker, second.refresh)).status, 400);
  assert.equal((await logIn(worker, email, GOOD)).status, 401);
  const third = await enter(worker, email, NEW);
  await done(["set", email, "--full-name", "Ann Lee", "--verified"]);
  const { body } = await call(worker, "GET /users/me", undefined, { token: third.access });
  assert.deepEqual([body.full_name, body.is_verified], ["Ann Lee", true]);
  assert.match(await done(["sessions", email]), /1 sessions of/);
  await done(["logout", email]);
  assert.equal((await refresh(worker, third.refresh)).status, 400);
  assert.match(await done(["sessions", email]), /0 sessions of/);
  await done(["rm", email, "--yes"]);
  assert.equal((await logIn(worker, email, NEW)).status, 401);
});

test("what is refused is said, and nothing has changed", async () => {
  const email = address();
  await register(worker, email);
  const { access } = await enter(worker, email);
  for (const [args, options, words] of /** @type {[string[], any, RegExp][]} */ ([
    [["disable", email], { as: "x" }, /KEYWARD_ADMIN_TOKEN is not good/],
    [["disable", email], { as: access }, /has not the scope admin/],
    [["disable", email], { as: "" }, /--url needs an access token/],
    [["disable", "nobody"], {}, /there is no user nobody/],
    [["passwd", email], { input: "short" }, /refused \(400\): Password should be at least 15 characters/],
    [["rm", email], {}, /--yes/],
    [["set", email, "--claims", "{}"], {}, /changes no claims/],
  ])) {
    const { code, said } = await user(args, options);
    assert.equal(code, 1, said);
    assert.match(said, words);
    assert.doesNotMatch(said, /^\s+at /m);
  }
  assert.equal((await logIn(worker, email)).status, 200);
});
