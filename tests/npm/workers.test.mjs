// The package in a Cloudflare Worker: bundled by wrangler, run by workerd.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { wrangler, wranglerEnvironment } from "../../scripts/lib/wrangler.mjs";
import { patientFetch } from "../support/patience.mjs";
import { by, checkGuarded, shared, startGuarded } from "./guarded.mjs";
import { startServer } from "./servers.mjs";
import { checkOnTheSpot, installed, pack, proven, suiteOf } from "./support.mjs";

let issuer;
let server;

before(async () => {
  await pack();
  issuer = await startGuarded();
  // Where Hono runs as a Worker it is exported, and not served.
  const hono = by(issuer, "hono.mjs")
    .replace(/^import .*node-server.*\n/, "")
    .replace(/^serve\(.*\n/m, "export default app;\n");
  const folder = await installed("workers", {
    "guarded.js": `export { default as items } from "./items.js";
export { default as shared } from "./shared.js";
export { default as hono } from "./hono.js";\n`,
    "items.js": by(issuer, "worker.js"),
    "shared.js": shared("worker.js"),
    "hono.js": hono,
  });
  server = await startServer((port) => {
    const on = ["--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"];
    const [command, args] = wrangler("dev", "--local", ...on);
    return [command, args, { cwd: folder, env: { ...process.env, ...wranglerEnvironment, CI: "true" } }];
  });
});

after(async () => {
  await server?.stop();
  await issuer?.stop();
});

test("in a Cloudflare Worker the installed package keeps its contract", async (context) => {
  checkOnTheSpot(context, await suiteOf(`${server.origin}/suite`));
  proven("workers");
});

describe("in a Cloudflare Worker a guard", () => {
  test("fetches keys once for many requests at a time", async () => {
    const headers = { authorization: `Bearer ${issuer.token({ aud: "api", scope: "items" })}` };
    const ask = async () => {
      const before = issuer.requests();
      const requests = Array.from({ length: 20 }, () => patientFetch(`${server.origin}/items`, { headers }));
      const statuses = new Set((await Promise.all(requests)).map(({ status }) => status));
      return { statuses: [...statuses], fetched: issuer.requests() - before };
    };
    let answers = await ask();
    // A guard waits five seconds for keys, which a machine may stand still for: then nobody gets them, and the next ask again.
    for (let tries = 0; answers.statuses.includes(503) && tries < 3; tries += 1) {
      await sleep(1500);
      answers = await ask();
    }
    assert.deepEqual(answers, { statuses: [200], fetched: 1 });
  });

  test("lets right tokens pass", (context) => checkGuarded(context, `${server.origin}/items`, issuer));
  test("and those of a shared secret", (context) => checkGuarded(context, `${server.origin}/shared/items`));
  test("in Hono too", (context) => checkGuarded(context, `${server.origin}/hono/items`, issuer));
});
