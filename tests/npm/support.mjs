// Fresh projects with the packed package in them, and the suite run there.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { ensureProject, projectSource } from "../../scripts/setup/npm-projects.mjs";
import { MINUTE, limits } from "../../scripts/test/limits.mjs";
import { temporaryFolder } from "../support/folder.mjs";
import { patientFetch } from "../support/patience.mjs";
import { record } from "./record.mjs";
import { lockedVersion } from "./runtimes.mjs";

/** One test is often the whole suite. */
limits.test = 5 * MINUTE;

const execute = promisify(execFile);

/**
 * Runs a program to its end, which comes in less time than a test has; a failure shows all that it said. Resolves to what it
 * wrote to standard output.
 */
export async function run(command, args, options = {}) {
  const { stdout } = await execute(command, args, {
    maxBuffer: 64 << 20,
    timeout: limits.test - 10_000,
    killSignal: "SIGKILL",
    ...options,
  }).catch((error) =>
    assert.fail(`${[command, ...args].join(" ")}\n${error.stdout}\n${error.stderr}\n${error.message}`),
  );
  return stdout;
}

let work;
let tarball;

/** Packs pkg/ as it would be published. Call it once in each test file. */
export async function pack() {
  work = temporaryFolder();
  const [{ filename }] = JSON.parse(
    await run("npm", ["pack", "--json", "--pack-destination", work], { cwd: inRoot("pkg") }),
  );
  tarball = join(work, filename);
  return tarball;
}

/**
 * Makes the project of that name from projects/ (or from what is common to them all), with everything that its lock file
 * has, the package and the suite, and resolves to its folder. `files` are more contents by path; `locked` is the project
 * whose package.json and lock file it takes, where it has none of its own.
 */
export async function installed(name, files = {}, locked = name) {
  const folder = join(work, name);
  for (const source of ["common", name].map(projectSource).filter(existsSync))
    await cp(source, folder, { recursive: true });
  if (locked !== name) await cp(join(projectSource(locked), "package.json"), join(folder, "package.json"));
  await addSuite(folder);
  await put(folder, files);
  const lock = join(folder, "package-lock.json");
  if (existsSync(join(projectSource(locked), "package-lock.json")))
    await run("cp", ["-R", join(await ensureProject(locked), "node_modules"), folder]);
  // With --no-package-lock npm takes what is installed for what is wanted only where no lock file lies about: else it asks
  // the registry, or its cache of it, and puts newer releases over the locked ones.
  await rm(lock, { force: true });
  const quietly = [
    "--offline",
    "--no-save",
    "--no-package-lock",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  await run("npm", ["install", ...quietly, tarball], { cwd: folder });
  return folder;
}

async function addSuite(folder) {
  await cp(inRoot("tests/npm/suite.mjs"), join(folder, "suite.mjs"));
  await cp(inRoot("tests/npm/suite"), join(folder, "suite"), { recursive: true });
}

export async function put(folder, files) {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

/**
 * How many tests each part has: of every file of suite/, whether suite.mjs names it or not, so that one which drops out there is
 * missed here.
 */
async function whole() {
  const load = (...path) => import(pathToFileURL(inRoot(...path)).href);
  const names = readdirSync(inRoot("tests/npm/suite"));
  const parts = Object.assign({}, ...(await Promise.all(names.map((name) => load("tests/npm/suite", name)))));
  const [keyward, password, token] = await Promise.all(
    ["node.js", "password/node.js", "token/node.js"].map((entry) => load("pkg", entry)),
  );
  const { poolTests, threadTests, halfTests, ...others } = parts;
  const count = (groups, ...of) => groups.reduce((sum, group) => sum + group(...of).length, 0);
  const groups = Object.keys(others).filter((name) => name.endsWith("Tests"));
  return {
    suite: count(
      groups.map((name) => others[name]),
      keyward,
    ),
    password: count([others.passwordTests, halfTests], password),
    token: count([others.tokenTests, others.keyTests, halfTests], token),
    pool: count([poolTests, threadTests], {}, keyward),
    poolOnTheSpot: count([poolTests], {}, keyward),
  };
}

const WHOLE = await whole();

/** What `check` has seen since the last row of the table was complete. */
let seen = { runs: 0, passed: 0 };

/**
 * Checks what `runAll` resolved to somewhere, given as JSON text (the last line of it) or as it is. Without `threads` those
 * tests of the pool are left out that need them.
 */
export function check(context, results, expected = ["suite", "pool"], { threads = true } = {}) {
  const parts = typeof results === "string" ? JSON.parse(results.trim().split("\n").at(-1)) : results;
  seen.runs += 1;
  for (const name of expected) {
    const { passed, failures } = parts[name];
    context.diagnostic(`${name}: ${passed} passed, ${failures.length} failed`);
    assert.deepEqual(failures, [], name);
    assert.equal(passed, WHOLE[name === "pool" && !threads ? "poolOnTheSpot" : name], `tests of ${name}`);
    seen.passed += passed;
  }
}

/** The same where there are no threads. */
export const checkOnTheSpot = (context, results) => check(context, results, ["suite", "pool"], { threads: false });

/**
 * For Node and those that are like it: a pool whose thread ends when it rests. Prints how many threads two calls have had; where
 * one does not end, the program does not get that far.
 */
export const RESTING = `
import { Pool } from "keyward/pool";
import process from "node:process";
const exits = [];
process.on("worker", (worker) => exits.push(new Promise((ended) => worker.once("exit", ended))));
// A thread that rests does not keep the process.
const alive = setTimeout(() => process.exit(1), ${MINUTE});
const one = new Pool({ size: 1, idleTimeout: 20 });
for (const password of ["a", "b"]) {
  await one.hash(password, { memory: 8, iterations: 1 });
  await exits.at(-1);
}
console.log(exits.length);
clearTimeout(alive);
`;

/** What a server answers that runs the whole suite for it, for `check`. */
export const suiteOf = async (url) => (await patientFetch(url, { signal: AbortSignal.timeout(4 * MINUTE) })).text();

/** Completes a row of the table with what was checked for it; `version` is what ran, where the lock file does not say it. */
export function proven(id, version = lockedVersion(id)) {
  if (seen.runs > 0) record({ id, version, ...seen });
  seen = { runs: 0, passed: 0 };
}
