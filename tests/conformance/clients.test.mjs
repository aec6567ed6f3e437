// The client libraries that people use, against the running Worker: they find it by its metadata, log in, refresh, ask about
// tokens and take them back, with nothing told to them that they could not know of any server.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ensurePackages } from "../../scripts/setup/node.mjs";
import { ensurePython } from "../../scripts/setup/python.mjs";
import { MINUTE } from "../../scripts/test/limits.mjs";
import { startWorker } from "../worker/harness.mjs";
import { API, CLIENTS, generation } from "../worker/sessions/support.mjs";
import { assertQuietLog, newSecret, person } from "../worker/support.mjs";
import { open } from "./forge.mjs";

const here = join(dirname(fileURLToPath(import.meta.url)), "clients");
const APP = "a phone";

await ensurePackages(here, "the client libraries to try the Worker with", "--ignore-scripts");
const { libraries } = await import("./clients/libraries.mjs");

let python;
let worker;

before(async () => {
  python = await ensurePython(join(here, "requirements.txt"), "trying Python's client of OAuth");
  worker = await startWorker({ secret: newSecret(), vars: { CLIENTS }, users: [person("quick")] });
});
after(() => worker?.stop());

function assertMetadata(metadata) {
  const at = (path) => `${worker.origin}${path}`;
  assert.equal(metadata.issuer, worker.origin);
  assert.equal(metadata.token_endpoint, at("/token"));
  assert.equal(metadata.revocation_endpoint, at("/revoke"));
  assert.equal(metadata.introspection_endpoint, at("/introspect"));
  assert.deepEqual(metadata.grant_types_supported, ["password", "refresh_token"]);
}

/** A pair of tokens as a library gives it. */
function assertPair(tokens, number) {
  assert.equal(tokens.token_type, "bearer");
  assert.equal(tokens.expires_in, 1800);
  assert.equal(tokens.scope, "me");
  assert.equal(open(tokens.access_token).claims.sub, "quick");
  assert.equal(generation(tokens.refresh_token), number);
}

function assertActive(introspection, token) {
  const { active, username, scope, sid } = introspection;
  const expected = open(token).claims.sid;
  assert.deepEqual({ active, username, scope, sid }, { active: true, username: "quick", scope: "me", sid: expected });
}

for (const [name, connect] of Object.entries(libraries)) {
  describe(name, () => {
    test("finds the Worker, logs in, refreshes, asks and revokes", async () => {
      const library = await connect({ origin: worker.origin, app: APP, api: API });
      assertMetadata(library.metadata);
      const first = await library.login("quick", "secret", "me");
      assertPair(first, 0);
      assert.equal((await library.get(first.access_token, "/users/me")).username, "quick");
      const second = await library.refresh(first.refresh_token);
      assertPair(second, 1);
      assertActive(await library.introspect(second.access_token), second.access_token);
      assertActive(await library.introspect(second.refresh_token), second.access_token);
      await library.revoke(second.refresh_token);
      assert.deepEqual(await library.introspect(second.access_token), { active: false });
      await assert.rejects(library.refresh(second.refresh_token), { error: "invalid_grant" });
      await assert.rejects(library.get(second.access_token, "/users/me"), isChallenge("bearer"));
    });

    test("understands what it is refused", async () => {
      const library = await connect({ origin: worker.origin, app: APP, api: API });
      const { refresh_token: token } = await library.login("quick", "secret", "me");
      const stranger = await connect({ origin: worker.origin, app: "another", api: { ...API, secret: "wrong" } });
      await assert.rejects(stranger.refresh(token), { error: "invalid_grant", status: 400 });
      await assert.rejects(stranger.introspect(token), isChallenge("basic"));
      await stranger.revoke("no token at all");
      assertPair(await library.refresh(token), 1);
    });
  });
}

/** Both libraries read the challenge of a 401 (RFC 9110 section 11.6.1). */
const isChallenge = (scheme) => (error) => error.status === 401 && error.cause[0].scheme === scheme;

test("Authlib finds the Worker, logs in, refreshes by itself too, asks and revokes", () => {
  const work = { origin: worker.origin, app: APP, api: API, username: "quick", password: "secret", scope: "me" };
  // Isolated, and away from the project, whose folders Python could take for libraries.
  const { status, stdout, stderr } = spawnSync(python, ["-I", join(here, "client.py")], {
    cwd: here,
    input: JSON.stringify(work),
    encoding: "utf8",
    timeout: MINUTE,
  });
  assert.equal(status, 0, stderr);
  const said = JSON.parse(stdout);
  assertMetadata(said.metadata);
  assertPair(said.login, 0);
  assertPair(said.refreshed, 1);
  assert.deepEqual([said.me.username, said.me_again.username], ["quick", "quick"]);
  // It tells of what it has fetched by itself.
  const given = said.given.at(-1);
  assertPair(given, 2);
  assertActive(said.introspected.access_token, given.access_token);
  assertActive(said.introspected.refresh_token, given.access_token);
  assert.equal(said.revoked, 200);
  assert.deepEqual(said.introspected_again, { active: false });
  assert.equal(said.refused, "invalid_grant");
});

test("the log has none of it", () => {
  assertQuietLog(worker, ["kwr_", API.secret]);
});
