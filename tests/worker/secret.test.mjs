// PASSWORD_SECRET in workerd: introduced, changed and given up over one KV. What exactly is written is tested on the host.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { temporaryFolder } from "../support/folder.mjs";
import { withWorker } from "./harness.mjs";
import { assertQuietLog, login, newSecret, person } from "./support.mjs";

const secret = newSecret();
const [first, second] = [newSecret(), newSecret()];
const PEOPLE = ["johndoe", "legacy", "quick"];
/** Nobody's hash becomes weaker by it: johndoe's has the tutorial's parameters. */
const PARAMETERS = ["m=65536,t=3,p=4", "m=19456,t=2,p=1", "m=19456,t=2,p=1"];

describe("a secret in every password hash", () => {
  const persist = temporaryFolder();

  /** What the people's hashes are after each has logged in, to a Worker with these settings. */
  async function hashesAfterLogins(vars, users) {
    return withWorker({ secret, persist, vars, users }, async (worker) => {
      const hashes = [];
      for (const username of PEOPLE) {
        assert.equal((await login(worker, username, "Secret")).status, 401, username);
        assert.equal((await login(worker, username, "secret")).status, 200, username);
        assert.equal((await login(worker, username, "secret")).status, 200, username);
        hashes.push(JSON.parse(await worker.read(`hash:${username}`)).hashed_password);
      }
      assertQuietLog(worker, [secret, first, second, ...hashes]);
      return hashes;
    });
  }

  /** The names of the secrets in these hashes, each once; `undefined` stands for none. */
  function keyids(hashes) {
    const found = hashes.map((hash, index) => {
      const [, kind, version, parameters] = hash.split("$");
      assert.deepEqual([kind, version], ["argon2id", "v=19"]);
      const [own, keyid] = parameters.split(",keyid=");
      assert.equal(own, PARAMETERS[index]);
      return keyid;
    });
    return [...new Set(found)];
  }
  let named;

  test("is introduced by one login of each user, whatever the hash was", async () => {
    const found = keyids(await hashesAfterLogins({ PASSWORD_SECRET: first }, PEOPLE.map(person)));
    assert.equal(found.length, 1);
    [named] = found;
    assert.ok(named);
  });

  test("is changed by one login of each user", async () => {
    const [renamed, ...others] = keyids(
      await hashesAfterLogins({ PASSWORD_SECRET: second, PASSWORD_SECRET_PREVIOUS: first }),
    );
    assert.ok(renamed && renamed !== named);
    assert.deepEqual(others, []);
  });

  test("that is missing is a line in the log, and no password is right", async () => {
    await withWorker({ secret, persist, vars: { PASSWORD_SECRET: first } }, async (worker) => {
      for (const password of ["secret", "Secret"]) assert.equal((await login(worker, "quick", password)).status, 401);
      await worker.logged(/"level":"error".*ERR_HASH_SECRET/);
      assertQuietLog(worker, [secret, first, second]);
    });
  });

  test("is given up by one login of each user", async () => {
    assert.deepEqual(keyids(await hashesAfterLogins({ PASSWORD_SECRET_PREVIOUS: second })), [undefined]);
  });
});
