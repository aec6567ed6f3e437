// The package in frameworks that render on a server and in the browser.
import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { MINUTE, limits } from "../../scripts/test/limits.mjs";
import { patientFetch } from "../support/patience.mjs";
import { toolNode } from "./binaries.mjs";
import { closeChromium, resultsOf } from "./chromium.mjs";
import { by, checkGuarded, shared, startGuarded } from "./guarded.mjs";
import { startServer } from "./servers.mjs";
import { check, checkOnTheSpot, installed, pack, proven, run, suiteOf } from "./support.mjs";

/** What builds them may have to be downloaded, and takes its time. */
limits.test = 15 * MINUTE;

const quiet = { ...process.env, CI: "true", NO_COLOR: "1", NEXT_TELEMETRY_DISABLED: "1", NUXT_TELEMETRY_DISABLED: "1" };

let issuer;

before(async () => {
  await pack();
  issuer = await startGuarded();
});

after(async () => {
  await issuer?.stop();
  await closeChromium();
});

test("Next.js: server component, route handler, client component", async (context) => {
  const route = "app/items/route.js";
  const folder = await installed("next", {
    [route]: by(issuer, route),
    "app/shared/items/route.js": shared(route),
    "proxy.js": by(issuer, "proxy.js"),
    "app/all/items/route.js": 'export const GET = () => Response.json({ owner: "johndoe" });\n',
  });
  const server = await nextServer(folder);
  try {
    const html = await suiteOf(server.origin);
    check(context, html.match(/<script id="results" type="application\/json">(.*?)<\/script>/s)?.[1]);
    check(context, await suiteOf(`${server.origin}/route`));
    assert.match(await (await patientFetch(`${server.origin}/client`)).text(), /<p>function<\/p>/);
    check(context, await resultsOf(`${server.origin}/client`));
    proven("next");
    for (const path of ["/items", "/all/items"]) await checkGuarded(context, server.origin + path, issuer);
    await checkGuarded(context, `${server.origin}/shared/items`);
  } finally {
    await server.stop();
  }
});

test("Next.js: middleware and a route of the Edge runtime", async (context) => {
  const folder = await installed("next-edge", { "protected.js": by(issuer, "proxy.js") }, "next");
  const answers = async (server, path) => {
    const body = JSON.parse(await suiteOf(server.origin + path));
    assert.equal(body.runtime, "edge-runtime", path);
    checkOnTheSpot(context, body);
  };
  for (const bundler of ["--turbopack", "--webpack"]) {
    const paths = bundler === "--turbopack" ? ["/suite", "/edge"] : ["/suite"];
    // Next 16 can't build any route of that runtime with webpack: it misses a manifest of its own.
    if (!paths.includes("/edge")) await rm(join(folder, "app/edge"), { recursive: true });
    const server = await nextServer(folder, bundler);
    try {
      const built = JSON.parse(await readFile(join(folder, ".next/server/middleware-manifest.json"), "utf8"));
      assert.equal(built.middleware["/"].wasm.length, 2, `${bundler}: one module for each half`);
      for (const path of paths) await answers(server, path);
      await checkGuarded(context, `${server.origin}/all/items`, issuer);
    } finally {
      await server.stop();
    }
  }
  proven("nextEdge");
});

/** Builds a project of Next's and starts it. */
async function nextServer(folder, ...options) {
  const next = join("node_modules", "next/dist/bin/next");
  await run(toolNode, [next, "build", ...options], { cwd: folder, env: quiet });
  return await startServer((port) => [
    toolNode,
    [next, "start", "--hostname", "127.0.0.1", "--port", String(port)],
    { cwd: folder, env: quiet },
  ]);
}

test("Nuxt: a page on the server and in the browser, a server route", async (context) => {
  const folder = await installed("nuxt");
  await run(toolNode, ["node_modules/nuxt/bin/nuxt.mjs", "build"], { cwd: folder, env: quiet });
  await serves(context, "nuxt", folder, ".output/server/index.mjs");
});

test("SvelteKit: a page on the server and in the browser, an endpoint", async (context) => {
  const route = "src/routes/items/+server.js";
  const folder = await installed("sveltekit", {
    [route]: by(issuer, route),
    "src/routes/shared/items/+server.js": shared(route),
  });
  await run(toolNode, ["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"], { cwd: folder, env: quiet });
  await serves(context, "sveltekit", folder, "build", async (origin) => {
    await checkGuarded(context, `${origin}/items`, issuer);
    await checkGuarded(context, `${origin}/shared/items`);
  });
});

/** Starts what was built, and runs the suite at its route /route and in its page, which it renders as well; then `more`. */
async function serves(context, id, folder, program, more = async (_origin) => {}) {
  const server = await startServer((port) => [
    toolNode,
    [program],
    { cwd: folder, env: { ...quiet, HOST: "127.0.0.1", PORT: String(port) } },
  ]);
  try {
    check(context, await suiteOf(`${server.origin}/route`));
    assert.match(await suiteOf(server.origin), /<p>function<\/p>/);
    check(context, await resultsOf(server.origin));
    proven(id);
    await more(server.origin);
  } finally {
    await server.stop();
  }
}
