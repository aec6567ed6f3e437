// What an admin writes while logins go on, over a KV that lags as Cloudflare documents it. Nothing that the admin has
// written is ever undone; when it is seen is KV's.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { call } from "./accounts/support.mjs";
import { startWorker } from "./harness.mjs";
import { OBJECTS } from "./sessions/support.mjs";
import { get, login, newSecret, person } from "./support.mjs";

/** The hash is weak, so that every login renews it. */
const QUICK = person("quick");

const CONFIG = { ...OBJECTS, main: inRoot("tests/worker/lagging/worker.js") };

let worker;
let next = 0;

before(async () => {
  worker = await startWorker({ secret: newSecret(), config: CONFIG });
});
after(() => worker?.stop());

/** A user of the test's own, whose records no location has read. */
async function user(more = {}, options = undefined) {
  next += 1;
  const record = { ...QUICK, username: `user-${next}`, ...more };
  await write(record, options);
  return record;
}

const admin = (what, body) =>
  fetch(`${worker.origin}/admin/${what}`, { method: "POST", body: JSON.stringify(body) }).then((response) =>
    response.json(),
  );
const write = (record, options) =>
  admin("put", { key: `user:${record.username}`, value: JSON.stringify(record), options });
const stored = async ({ username }) => (await admin("read", { key: `user:${username}` })).value;
const minutePasses = () => admin("later", { seconds: 61 });
const enter = ({ username }, password = "secret") =>
  login(worker, username, password, { scope: QUICK.scopes.join(" ") });

/** What a login was given: its scopes, and the claim of the test. */
const given = ({ status, body }) =>
  status === 200 ? { status, scope: body.scope, plan: decode(body.access_token).plan } : { status };

/** The claims of a token, whoever has signed it. */
const decode = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());

describe("an admin's write while a location still has the old record", () => {
  const old = { status: 200, scope: "me items", plan: undefined };
  for (const [what, change, later] of /** @type {[string, object, object][]} */ ([
    ["disables the user", { disabled: true }, { status: 400 }],
    ["takes a scope away", { scopes: ["me"] }, { ...old, scope: "me" }],
    ["changes a claim", { claims: { plan: "none" } }, { ...old, plan: "none" }],
    [
      "has a new password",
      { hashed_password: person("johndoe").hashed_password.replace("wagCPX", "waaaaa") },
      { status: 401 },
    ],
  ])) {
    test(`that ${what} stays`, async () => {
      const before = await user();
      // A wrong guess is enough to have the record cached where logins are decided.
      assert.equal((await enter(before, "wrong")).status, 401);
      const written = { ...before, ...change };
      await write(written);
      assert.deepEqual(given(await enter(before)), old, "by the old record");
      assert.equal(await stored(written), JSON.stringify(written), "at once");
      await minutePasses();
      assert.deepEqual(given(await enter(before)), later, "by the new one");
      assert.equal(await stored(written), JSON.stringify(written), "a minute later");
    });
  }

  test("that disables the user is seen within a minute, by logins and by tokens", async () => {
    const before = await user();
    const { body } = await enter(before);
    assert.equal((await get(worker, body.access_token)).status, 200);
    await write({ ...before, disabled: true });
    await minutePasses();
    assert.equal((await enter(before)).status, 400);
    assert.equal((await enter(before)).body.access_token, undefined);
    assert.equal((await get(worker, body.access_token)).status, 400);
  });

  test("with a new password is not undone by the hash that a login made for the old one", async () => {
    const before = await user();
    assert.equal((await enter(before)).status, 200);
    assert.equal((await admin("list", { key: `hash:${before.username}` })).length, 1);
    const changed = { ...before, hashed_password: person("legacy").hashed_password.replace("EixZaY", "EixZaZ") };
    await write(changed);
    await minutePasses();
    assert.equal((await enter(before)).status, 401);
  });

  test("that ends tokens (`tokens_valid_after`), and another user of the same name, are seen within a minute", async () => {
    const before = await user();
    const { body } = await enter(before);
    const now = Math.floor(Date.now() / 1000);
    for (const change of [{ tokens_valid_after: now + 2 }, { created_at: now + 2 }]) {
      await write({ ...before, ...change });
      await minutePasses();
      assert.equal((await get(worker, body.access_token)).status, 401, JSON.stringify(change));
      await write(before);
      await minutePasses();
      assert.equal((await get(worker, body.access_token)).status, 200);
    }
  });

  test("of a user whom a location has looked for in vain is seen within a minute", async () => {
    const coming = { ...QUICK, username: "coming" };
    assert.equal((await enter(coming)).status, 401);
    await write(coming);
    await minutePasses();
    assert.equal((await enter(coming)).status, 200);
  });
});

test("a login that renews a hash leaves the record's metadata and expiration", async () => {
  const expiration = Math.floor(Date.now() / 1000) + 86_400;
  const before = await user({}, { expiration, metadata: { source: "import", row: 7 } });
  assert.equal((await enter(before)).status, 200);
  const [entry] = await admin("list", { key: `user:${before.username}` });
  assert.deepEqual(entry, { name: `user:${before.username}`, expiration, metadata: { source: "import", row: 7 } });
  assert.equal((await admin("list", { key: `hash:${before.username}` })).length, 1);
});

test("a change in the last minute of a record leaves it an end, which KV wants a minute ahead", async () => {
  const expiration = Math.ceil(Date.now() / 1000) + 62;
  const before = await user({}, { expiration });
  const { body } = await enter(before);
  await sleep(5000);
  const { status } = await call(worker, "PATCH /users/me", { full_name: "Brief" }, { token: body.access_token });
  assert.equal(status, 200);
  const [entry] = await admin("list", { key: `user:${before.username}` });
  assert.ok(entry.expiration >= expiration && entry.expiration <= expiration + 60, JSON.stringify(entry));
  assert.equal(JSON.parse(await stored(before)).full_name, "Brief");
});
