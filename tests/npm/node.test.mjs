// The package as users get it: packed, installed into an empty folder, and
// used from every Node at hand and from TypeScript.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { access, cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const run = promisify(execFile);
const exists = (path) => access(path).then(() => true, () => false);

let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "keyward-npm-"));
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: join(root, "pkg") });
  const [{ filename }] = JSON.parse(stdout);
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", join(folder, filename)], { cwd: folder });
  await cp(join(here, "consumer"), folder, { recursive: true });
});

after(async () => {
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** This Node, the one on the PATH, and those that the project installed: version to executable. */
async function nodes() {
  const installed = (await readdir(join(root, "node_modules")).catch(() => []))
    .filter((name) => name === "node" || name.startsWith("node-"))
    .map((name) => join(root, "node_modules", name, "bin", "node"));
  const onPath = process.env.PATH.split(delimiter).map((entry) => join(entry, "node"));
  const found = new Map();
  for (const executable of [process.execPath, ...onPath, ...installed]) {
    if (!(await exists(executable))) continue;
    const { stdout } = await run(executable, ["--version"]);
    if (!found.has(stdout.trim())) found.set(stdout.trim(), executable);
  }
  return found;
}

const found = await nodes();

describe("the installed package keeps its contract", () => {
  for (const [version, executable] of found) {
    test(`on Node ${version}`, async (context) => {
      const { stdout } = await run(executable, ["--test", "--test-reporter=tap", "contract.test.mjs"], { cwd: folder }).catch((error) =>
        assert.fail(`${error.stdout}\n${error.stderr}`),
      );
      const passed = Number(/^# pass (\d+)$/m.exec(stdout)[1]);
      context.diagnostic(`${passed} tests passed on ${version}`);
      assert.ok(passed > 30, `only ${passed} tests ran`);
      assert.match(stdout, /^# fail 0$/m);
      assert.match(stdout, /^# skipped 0$/m);
    });
  }

  test("on Node 22 or newer at least, where wrangler and the newest V8 are", () => {
    assert.ok([...found.keys()].some((version) => Number(version.slice(1).split(".")[0]) >= 22), [...found.keys()].join(", "));
  });
});

describe("the installed package", () => {
  test("needs nothing but itself", async () => {
    assert.deepEqual((await readdir(join(folder, "node_modules"))).filter((name) => !name.startsWith(".")), ["keyward"]);
  });

  test("is ready on import, without a call or an await", async () => {
    const program = 'import { hash } from "keyward"; const encoded = hash("x", { memory: 64, iterations: 1 }); console.log(typeof encoded)';
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], { cwd: folder });
    assert.equal(stdout.trim(), "string");
  });

  test("has types that tsc --strict accepts, and that refuse what is wrong", async () => {
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const options = ["--strict", "--noEmit", "--target", "es2022", "--lib", "es2022,dom", "--types", "", "--skipLibCheck", "false"];
    for (const modules of [["--module", "nodenext"], ["--module", "esnext", "--moduleResolution", "bundler"]]) {
      await run(process.execPath, [tsc, ...options, ...modules, "types.ts"], { cwd: folder }).catch((error) => assert.fail(error.stdout));
    }
  });
});
