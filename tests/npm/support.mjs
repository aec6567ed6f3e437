// Fresh projects with the packed package in them, and the suite run there.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { inRoot } from "../../scripts/lib/paths.mjs";

const execute = promisify(execFile);

/** Runs a program to its end; a failure shows all that it said. Resolves to what it wrote to standard output. */
export async function run(command, args, options = {}) {
  const { stdout } = await execute(command, args, { maxBuffer: 64 << 20, timeout: 540_000, ...options }).catch((error) =>
    assert.fail(`${[command, ...args].join(" ")}\n${error.stdout}\n${error.stderr}\n${error.message}`),
  );
  return stdout;
}

let work;
let tarball;

/** Packs pkg/ as it would be published. Call it once in each test file, and `clean` at its end. */
export async function pack() {
  work = await mkdtemp(join(tmpdir(), "keyward-npm-"));
  const [{ filename }] = JSON.parse(await run("npm", ["pack", "--json", "--pack-destination", work], { cwd: inRoot("pkg") }));
  tarball = join(work, filename);
  return tarball;
}

export const clean = () => work && rm(work, { recursive: true, force: true });

/**
 * Makes a project with the package and the suite in it and resolves to its folder.
 * `files` are contents by path; `manifest` is added to its package.json.
 */
export async function project(name, files = {}, manifest = {}) {
  const folder = join(work, name);
  await mkdir(folder);
  const contents = { private: true, type: "module", ...manifest, dependencies: { ...manifest.dependencies, keyward: `file:${tarball}` } };
  await put(folder, { "package.json": JSON.stringify(contents), ...files });
  await cp(inRoot("tests/npm/suite.mjs"), join(folder, "suite.mjs"));
  await cp(inRoot("tests/npm/suite"), join(folder, "suite"), { recursive: true });
  const offline = Object.keys(contents.dependencies).length === 1 ? ["--offline"] : ["--prefer-offline"];
  await run("npm", ["install", ...offline, "--no-audit", "--no-fund", "--loglevel=error"], { cwd: folder });
  return folder;
}

export async function put(folder, files) {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

/** The smallest number of tests that counts as the whole suite having run. */
const WHOLE = 120;

/** Checks what `runSuite` resolved to somewhere, given as JSON text (the last line of it) or as it is. */
export function check(context, result) {
  const { passed, failures } = typeof result === "string" ? JSON.parse(result.trim().split("\n").at(-1)) : result;
  context.diagnostic(`${passed} passed, ${failures.length} failed`);
  assert.deepEqual(failures, []);
  assert.ok(passed >= WHOLE, `only ${passed} tests ran`);
}
