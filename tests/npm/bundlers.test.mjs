// The package through bundlers: built into a page that Chromium opens, and into a program that Node runs.
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { MINUTE, limits } from "../../scripts/test/limits.mjs";
import { toolNode } from "./binaries.mjs";
import { closeChromium, resultsOf } from "./chromium.mjs";
import { STRICT_POLICY, serveFiles, startServer } from "./servers.mjs";
import { check, installed, pack, proven, run } from "./support.mjs";
import { checkHalves } from "./used-half.mjs";

/** A bundler may have to be downloaded, and builds several pages in one test. */
limits.test = 15 * MINUTE;

before(pack);

after(closeChromium);

const tool = (folder, path, ...args) =>
  run(toolNode, [join("node_modules", path), ...args], { cwd: folder, env: quiet });
const script = (folder, file) => run(toolNode, [file], { cwd: folder, env: quiet });
/** Nothing is told to anybody. */
const quiet = { ...process.env, CI: "true", NO_COLOR: "1", PARCEL_WORKERS: "0" };

/**
 * Opens what a bundler made: a folder with a page. The strict policy lets a pool run only where the bundler has brought
 * the worker along.
 */
async function checkPage(context, folder, policy = STRICT_POLICY) {
  const server = await serveFiles(folder, policy && { "content-security-policy": policy });
  try {
    check(context, await resultsOf(`${server.origin}/`));
  } finally {
    await server.stop();
  }
}

/** For the bundlers that make no page, when they are done. */
async function pageOf(project, folder, built) {
  await built;
  await copyFile(join(project, "index.html"), join(project, folder, "index.html"));
}

/** What the README says to do where a bundler leaves the worker behind and the policy is strict. */
const copyWorker = (project, folder) =>
  copyFile(join(project, "node_modules/keyward/pool/worker.js"), join(project, folder, "worker.js"));

test("Vite: the dev server", async (context) => {
  const folder = await installed("vite");
  const server = await startServer((port) => [
    toolNode,
    ["node_modules/vite/bin/vite.js", "--host", "127.0.0.1", "--port", String(port), "--strictPort"],
    { cwd: folder },
  ]);
  try {
    check(context, await resultsOf(`${server.origin}/`));
  } finally {
    await server.stop();
  }

  await context.test("and the build", async (context) => {
    const build = () => tool(folder, "vite/bin/vite.js", "build", "--logLevel", "warn");
    await build();
    await checkPage(context, join(folder, "dist"));
    proven("vite");
    await checkHalves(context, folder, "dist", build);
  });
});

test("webpack: for the web, by import and require, and for Node", async (context) => {
  const folder = await installed("webpack");
  const build = () => pageOf(folder, "dist-web", script(folder, "build.mjs"));
  await build();
  await checkPage(context, join(folder, "dist-web"));
  await pageOf(folder, "dist-required");
  await checkPage(context, join(folder, "dist-required"));
  check(context, await script(folder, "dist-node/server.cjs"));
  proven("webpack");
  await checkHalves(context, folder, "dist-web", build);
});

test("Rollup", async (context) => {
  const folder = await installed("rollup");
  const build = () => pageOf(folder, "dist", tool(folder, "rollup/dist/bin/rollup", "--config", "--silent"));
  await build();
  await checkPage(context, join(folder, "dist"), null);
  await copyWorker(folder, "dist");
  await checkPage(context, join(folder, "dist"));
  proven("rollup");
  await checkHalves(context, folder, "dist", build);
});

test("esbuild: for the web, by import and require, and for Node", async (context) => {
  const folder = await installed("esbuild");
  const build = () => pageOf(folder, "dist-web", script(folder, "build.mjs"));
  await build();
  await checkPage(context, join(folder, "dist-web"), null);
  await pageOf(folder, "dist-required");
  await checkPage(context, join(folder, "dist-required"), null);
  check(context, await script(folder, "dist-node/server.js"));
  proven("esbuild");
  await checkHalves(context, folder, "dist-web", build);
});

test("Parcel", async (context) => {
  const folder = await installed("parcel");
  const build = () =>
    tool(folder, "parcel/lib/bin.js", "build", "index.html", "--dist-dir", "dist", "--no-cache", "--log-level", "warn");
  await build();
  // Parcel puts an import map into the page itself.
  const policy = STRICT_POLICY.replace("'self'", "'self' 'unsafe-inline'");
  await checkPage(context, join(folder, "dist"), policy);
  proven("parcel");
  await checkHalves(context, folder, "dist", build, policy);
});
