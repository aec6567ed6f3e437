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
import { startWorker } from "../worker/harness.mjs";
import { mint, newSecret, person } from "../worker/support.mjs";

const here = join(dirname(fileURLToPath(import.meta.url)), "schemathesis");
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

for (const [name, required, good] of [
  ["a good token", "false", true],
  ["a good token, and with scopes required", "true", true],
  ["a bad token", "true", false],
]) {
  describe(`with ${name}`, () => {
    const secret = randomBytes(32).toString("hex");
    let worker;

    before(async () => {
      worker = await startWorker({ secret, vars: { REQUIRE_SCOPES: required }, users: [person("quick")] });
    });

    after(() => worker?.stop());

    test("Schemathesis finds nothing", async (context) => {
      const args = ["--config-file", join(here, "schemathesis.toml"), "run", `${worker.origin}/openapi.json`];
      const token = good ? mint(secret, "quick", { scope: "me items" }) : mint(newSecret(), "quick");
      const env = { ...process.env, KEYWARD_TOKEN: token, NO_COLOR: "1", PYTHONDONTWRITEBYTECODE: "1" };
      const { code, output } = await run(join(dirname(python), "schemathesis"), args, { cwd: folder, env, show: "none" });
      assert.equal(code, 0, output);
      const [, generated, passed] = /(\d+) generated, (\d+) passed/.exec(output) ?? [];
      assert.ok(Number(generated) >= LEAST_CASES, output);
      assert.equal(passed, generated, output);
      context.diagnostic(`${generated} test cases`);
    });

    test(`it ${good ? "came in everywhere" : "came in nowhere"}, and no login was let in that nobody knows the password of`, () => {
      const answered = worker.output().matchAll(/"route":"([^"]+)","status":(\d+)/g);
      const seen = new Set([...answered].map(([, route, status]) => `${route} ${status}`));
      for (const route of RESOURCES) {
        assert.equal(seen.has(`${route} 200`), good, `${route}: ${[...seen]}`);
        assert.ok(good || seen.has(`${route} 401`), `${route}: ${[...seen]}`);
      }
      assert.equal(seen.has("/token 200"), false);
      for (const status of [401, 405, 422]) assert.ok(seen.has(`/token ${status}`), `/token ${status}: ${[...seen]}`);
    });
  });
}
