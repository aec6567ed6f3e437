// The packed package under the checks that others have written for packages, and as it would be published.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { before, test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { ensureProject } from "../../scripts/setup/npm-projects.mjs";
import { pack, run } from "./support.mjs";

let tools;
let tarball;

before(async () => {
  tools = join(await ensureProject("lint"), "node_modules");
  tarball = await pack();
});

test("publint has nothing to say, not even a suggestion", async () => {
  const { publint } = await import(pathToFileURL(join(tools, "publint/src/index-node.js")).href);
  const { messages } = await publint({ pkgDir: inRoot("pkg"), strict: true });
  assert.deepEqual(messages, []);
});

test("are-the-types-wrong finds every entry point right, for CommonJS, ES modules and bundlers", async () => {
  // Files that are copied or fetched, not imported by a TypeScript program.
  const files = ["keyward.wasm", "password/keyward.wasm", "token/keyward.wasm", "pool/worker.js"];
  const output = await run(process.execPath, [
    join(tools, "@arethetypeswrong/cli/dist/index.js"),
    tarball,
    "--format",
    "json",
    "--exclude-entrypoints",
    ...files,
  ]);
  const { analysis } = JSON.parse(output);
  assert.deepEqual(analysis.problems, []);
  const checked = Object.keys(analysis.entrypoints).sort();
  for (const entry of [
    ".",
    "./guard",
    "./guard/express",
    "./guard/fastify",
    "./guard/hono",
    "./jwks",
    "./password",
    "./pool",
    "./slim",
    "./token",
  ])
    assert.ok(checked.includes(entry), `${entry} was not checked: ${checked}`);
});

test("npm publish --dry-run publishes exactly what belongs to the package, with provenance, without a network", async () => {
  // A registry where nobody answers.
  const command = ["publish", "--dry-run", "--json", "--registry", "http://127.0.0.1:9/", "--fetch-retries", "0"];
  const output = JSON.parse(await run("npm", command, { cwd: inRoot("pkg") }));
  // Newer releases of npm list packages by name.
  const { files, name } = output.files ? output : Object.values(output)[0];
  assert.equal(name, "keyward");
  const paths = files.map(({ path }) => path);
  for (const wanted of [
    "LICENSE",
    "README.md",
    "package.json",
    "index.d.ts",
    "keyward.wasm",
    "password/keyward.wasm",
    "token/index.d.cts",
  ])
    assert.ok(paths.includes(wanted), wanted);
  for (const path of paths)
    assert.match(
      path,
      /^(LICENSE[-\w]*|README\.md|package\.json|((cli(\/import(\/sources)?)?|generated(\/\w+)?|guard|internal|jwks|password|pool|primitives|schemes|token)\/)?[\w-]+\.(js|cjs|d\.ts|d\.cts|wasm))$/,
      path,
    );
});

test("the manifest says what registries and bundlers ask", async () => {
  const manifest = JSON.parse(await readFile(inRoot("pkg/package.json"), "utf8"));
  assert.deepEqual(manifest.publishConfig, { access: "public", provenance: true });
  assert.equal(manifest.license, "MIT OR Apache-2.0");
  assert.equal(manifest.dependencies, undefined);
  assert.equal(manifest.scripts, undefined);
  for (const path of manifest.sideEffects) assert.match(path, /^\.\//);
});
