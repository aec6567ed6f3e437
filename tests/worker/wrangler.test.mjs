// The Worker as `npm start` runs it: through wrangler's command line, with wrangler.toml.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { buildWorker } from "../../scripts/build/worker.mjs";
import { buildWww } from "../../scripts/build/www.mjs";
import { stopGroup } from "../../scripts/lib/run.mjs";
import { startWrangler } from "../../scripts/lib/wrangler.mjs";
import { demoUsers, entriesOf } from "../../scripts/seed.mjs";
import { MINUTE } from "../../scripts/test/limits.mjs";
import { openKv } from "../../scripts/user/kv.mjs";
import { temporaryFolder } from "../support/folder.mjs";
import { patientFetch, within } from "../support/patience.mjs";
import { login, newSecret } from "./support.mjs";

const folder = temporaryFolder();
const state = join(folder, "state");
let child;
let origin;

before(async () => {
  // What is not built here, wrangler builds while it starts.
  await buildWorker();
  await buildWww();
  const users = join(folder, "users.json");
  writeFileSync(users, JSON.stringify(entriesOf(demoUsers)));
  await within(openKv({ "persist-to": state }).putFile(users), "wrangler kv bulk put");
  // An --env-file keeps it from reading the project's own .dev.vars.
  const settings = join(folder, "settings.env");
  writeFileSync(settings, `SECRET_KEY=${newSecret()}\n`, { mode: 0o600 });
  const address = ["--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0"];
  child = startWrangler([...address, "--persist-to", state, "--env-file", settings], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { NO_COLOR: "1", FORCE_COLOR: "0", WRANGLER_LOG_PATH: join(folder, "logs") },
  });
  origin = await within(listening(child), "wrangler dev", 2 * MINUTE);
});

after(() => child && stopGroup(child));

/** Resolves to the address that wrangler says it is ready on. */
function listening({ stdout, stderr, ended }) {
  return new Promise((resolve, reject) => {
    let text = "";
    for (const stream of [stdout, stderr])
      stream.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
        const found = /Ready on (http:\/\/127\.0\.0\.1:\d+)\s/.exec(text);
        if (found) resolve(found[1]);
      });
    ended.then((code) => reject(new Error(`wrangler dev ended (exit code ${code}):\n${text}`)));
  });
}

test("a login, its session and the user behind the token", async () => {
  const worker = { origin };
  const { status, body } = await login(worker, "johndoe", "secret");
  assert.equal(status, 200);
  assert.match(body.refresh_token, /^kwr_/);
  const me = await patientFetch(`${origin}/users/me`, { headers: { Authorization: `Bearer ${body.access_token}` } });
  assert.equal(me.status, 200);
  assert.equal((await me.json()).username, "johndoe");
  assert.equal((await login(worker, "johndoe", "wrong")).status, 401);
});

test("the page, and its routes beside it", async () => {
  const page = await patientFetch(`${origin}/`);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /keyward/);
  const missing = await patientFetch(`${origin}/nothing-here`);
  assert.deepEqual([missing.status, await missing.json()], [404, { detail: "Not Found" }]);
});
