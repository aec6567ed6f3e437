// Schemathesis reads /openapi.json and holds the Worker to every word of it: statuses, media types, schemas and headers
// of the answers, bad data refused, good data taken, no token no entrance, no other method.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { run } from "../../scripts/lib/run.mjs";
import { ensurePython } from "../../scripts/setup/python.mjs";
import { MINUTE, limits } from "../../scripts/test/limits.mjs";
import { startWorker } from "../worker/harness.mjs";
import { assertQuietLog, mint, newSecret, passwordOf, person } from "../worker/support.mjs";

const here = join(dirname(fileURLToPath(import.meta.url)), "schemathesis");
/** One test is some thousand requests. */
limits.test = 10 * MINUTE;

/** Who is there. Their hashes are cheap, because some hundred logins are right. */
const PEOPLE = ["quick", "off"];
const off = { ...person("quick"), username: "off", disabled: true, scopes: [] };
const RESOURCES = ["/users/me/", "/users/me/items/", "/protected", "/status/"];
/** Far fewer than there are, far more than one for each rule. */
const LEAST_CASES = 150;

let python;
let folder;

before(async () => {
  python = await ensurePython(join(here, "requirements.txt"), "Schemathesis");
  folder = mkdtempSync(join(tmpdir(), "keyward-schemathesis-"));
});

after(() => folder && rmSync(folder, { recursive: true, force: true }));

for (const [name, required, good] of /** @type {[string, string, boolean][]} */ ([
  ["a good token", "false", true],
  ["a good token, and with scopes required", "true", true],
  ["a bad token", "true", false],
])) {
  describe(`with ${name}`, () => {
    const secret = randomBytes(32).toString("hex");
    let worker;

    before(async () => {
      worker = await startWorker({ secret, vars: { REQUIRE_SCOPES: required }, users: [person("quick"), off] });
    });

    after(() => worker?.stop());

    test("Schemathesis finds nothing", async (context) => {
      const args = ["--config-file", join(here, "schemathesis.toml"), "run", `${worker.origin}/openapi.json`];
      const token = good ? mint(secret, "quick", { scope: "me items" }) : mint(newSecret(), "quick");
      const passwords = PEOPLE.map((name) => `${name}:${passwordOf.quick}`).join(" ");
      const hooks = join(here, "hooks.py");
      const env = {
        ...process.env,
        KEYWARD_TOKEN: token,
        KEYWARD_PASSWORDS: passwords,
        SCHEMATHESIS_HOOKS: hooks,
        NO_COLOR: "1",
        PYTHONDONTWRITEBYTECODE: "1",
      };
      const { code, output } = await run(join(dirname(python), "schemathesis"), args, {
        cwd: folder,
        env,
        show: "none",
        limit: 9 * MINUTE,
      });
      assert.equal(code, 0, output);
      const [, generated, passed] = /(\d+) generated, (\d+) passed/.exec(output) ?? [];
      assert.ok(Number(generated) >= LEAST_CASES, output);
      assert.equal(passed, generated, output);
      context.diagnostic(`${generated} test cases`);
    });

    test(`it ${good ? "came in everywhere" : "came in nowhere"}, and logged in where it knew the password`, (context) => {
      const answered = worker.output().matchAll(/"route":"([^"]+)","status":(\d+)/g);
      const counts = new Map();
      for (const [, route, status] of answered)
        counts.set(`${route} ${status}`, 1 + (counts.get(`${route} ${status}`) ?? 0));
      const all = JSON.stringify([...counts]);
      for (const route of RESOURCES) {
        assert.equal(counts.has(`${route} 200`), good, `${route}: ${all}`);
        assert.ok(good || counts.has(`${route} 401`), `${route}: ${all}`);
      }
      for (const status of [200, 401, 405, 422]) assert.ok(counts.has(`/token ${status}`), `/token ${status}: ${all}`);
      context.diagnostic(
        `${counts.get("/token 200")} logins, ${counts.get("/users/me/ 200") ?? 0} times /users/me/ with 200`,
      );
      assertQuietLog(worker, [secret]);
    });
  });
}
