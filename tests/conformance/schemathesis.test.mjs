// Schemathesis reads /openapi.json and holds the Worker to every word of it: statuses, media types, schemas and headers
// of the answers, bad data refused, good data taken, no token no entrance, no other method.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { run } from "../../scripts/lib/run.mjs";
import { ensurePython } from "../../scripts/setup/python.mjs";
import { MINUTE, limits } from "../../scripts/test/limits.mjs";
import { temporaryFolder } from "../support/folder.mjs";
import { startWorker } from "../worker/harness.mjs";
import { API, CLIENTS, enter } from "../worker/sessions/support.mjs";
import { assertQuietLog, mint, newSecret, passwordOf, person } from "../worker/support.mjs";

const here = join(dirname(fileURLToPath(import.meta.url)), "schemathesis");
/** One test is some thousand requests. */
limits.test = 10 * MINUTE;

/** Who is there. Their hashes are cheap, because some hundred logins are right. */
const PEOPLE = ["quick", "off"];
const off = { ...person("quick"), username: "off", disabled: true, scopes: [] };
/** Whose session nobody ends. */
const asked = { ...person("quick"), username: "asked" };
const RESOURCES = [
  "/users/me/ 200",
  "/users/me/items/ 200",
  "/protected 200",
  "/status/ 200",
  "/users/me/sessions 200",
];
const ENDS = ["/users/me/sessions 204", "/users/me/sessions/{id} 404", "/auth/jwt/logout 204"];
const OPEN = ["/revoke 200", "/introspect 200", "/.well-known/oauth-authorization-server 200"];
const HOUR = 3600;
/** The most that the Worker allows for clocks to differ, in seconds. */
const LEEWAY = 300;
/**
 * What changes or deletes whoever asks is not asked at random, nor what counts guesses: tests/login/users.rs holds these to
 * the document, and accounts.test.mjs to fastapi-users.
 */
const ACCOUNTS = "^(auth_jwt_login|register|verify|reset|users)_";
/** Far fewer than there are, far more than one for each rule. */
const LEAST_CASES = 150;

let python;
const folder = temporaryFolder();

before(async () => {
  python = await ensurePython(join(here, "requirements.txt"), "Schemathesis");
});

for (const [name, required, good] of /** @type {[string, string, boolean][]} */ ([
  ["a good token", "false", true],
  ["a good token, and with scopes required", "true", true],
  ["a bad token", "true", false],
])) {
  describe(`with ${name}`, () => {
    const secret = randomBytes(32).toString("hex");
    let worker;

    before(async () => {
      const vars = { REQUIRE_SCOPES: required, CLIENTS, LEEWAY: `${LEEWAY}` };
      worker = await startWorker({ secret, vars, users: [person("quick"), off, asked] });
    });

    after(() => worker?.stop());

    test("Schemathesis finds nothing", async (context) => {
      const document = `${worker.origin}/openapi.json`;
      const options = ["--exclude-operation-id-regex", ACCOUNTS];
      const args = ["--config-file", join(here, "schemathesis.toml"), "run", document, ...options];
      // Schemathesis logs the user out everywhere, again and again: this one is from afterwards.
      const iat = Math.floor(Date.now() / 1000) + LEEWAY;
      const claims = { scope: "me items", iat, exp: iat + HOUR };
      const token = mint(good ? secret : newSecret(), "quick", claims);
      const { refresh } = await enter(worker, asked.username);
      const passwords = PEOPLE.map((name) => `${name}:${passwordOf.quick}`).join(" ");
      const hooks = join(here, "hooks.py");
      const env = {
        ...process.env,
        KEYWARD_TOKEN: token,
        KEYWARD_REFRESH_TOKEN: refresh,
        KEYWARD_CLIENT: API.id,
        KEYWARD_CLIENT_SECRET: API.secret,
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
      for (const answer of [...RESOURCES, ...ENDS]) {
        assert.equal(counts.has(answer), good, `${answer}: ${all}`);
        assert.ok(good || counts.has(answer.replace(/\d+$/, "401")), `${answer}: ${all}`);
      }
      for (const answer of [...OPEN, "/introspect 401"]) assert.ok(counts.has(answer), `${answer}: ${all}`);
      for (const status of [200, 401, 405, 422]) assert.ok(counts.has(`/token ${status}`), `/token ${status}: ${all}`);
      context.diagnostic(
        `${counts.get("/token 200")} logins, ${counts.get("/users/me/ 200") ?? 0} times /users/me/ with 200`,
      );
      assertQuietLog(worker, [secret, API.secret, "kwr_"]);
    });
  });
}
