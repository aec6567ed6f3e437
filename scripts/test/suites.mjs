// The suites of `npm test`, in order: a name that can be asked for, what it is, and how it runs. That resolves to
// `{ passed, failed, skipped, problems?, failures? }`, and a Failure thrown there fails the suite.
import { readdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { buildNpm } from "../build/npm.mjs";
import { buildWorker } from "../build/worker.mjs";
import { buildWww } from "../build/www.mjs";
import { buildCheck } from "../user/checker.mjs";
import { AS_FOR_TESTS, HOST, TRIPLE, UNOPTIMIZED } from "../lib/cargo.mjs";
import { inRoot } from "../lib/paths.mjs";
import { Failure, run } from "../lib/run.mjs";
import { ensureBrowser, ensureShell } from "../setup/browser.mjs";
import { ensureCargoTool, ensureCargoTools } from "../setup/cargo-tools.mjs";
import { machineNode, wranglerNode } from "../setup/node.mjs";
import { ensurePython } from "../setup/python.mjs";
import { ensureRustTarget } from "../setup/rust-target.mjs";
import { inBrowser } from "./browser.mjs";
import { cargoCounts, checkCounts } from "./counts.mjs";
import { MINUTE } from "./limits.mjs";
import { nodeTest } from "./node.mjs";

const WASM = ["--target", TRIPLE, "--no-default-features", "--features"];

/** For what compiles and then tests, where a test may hang. */
const limit = 60 * MINUTE;

/** What wasm-bindgen's test runner waits for, in seconds: all tests in a browser together, and the driver's start. */
const WAITS = { WASM_BINDGEN_TEST_TIMEOUT: "600", WASM_BINDGEN_TEST_DRIVER_TIMEOUT: "120" };

/** The kernel's own tests need the crate's inside, so they are unit tests. */
const KERNEL = ["npm", "--lib", "argon2::kernel"];
/** Because the page must answer the driver while a test computes. */
const IN_WORKER = { WASM_BINDGEN_USE_DEDICATED_WORKER: "1" };

export const suites = [
  ["format", "cargo fmt", () => check("cargo", "fmt", "--check")],
  ["format", "biome format", () => biome("format")],
  ["lint", "biome lint", () => biome("lint", "--error-on-warnings")],
  ["lint", "types of the npm package, tsc --checkJs", () => types("tsconfig.strict.json")],
  ["lint", "types of the pages", () => types("tsconfig.pages.json")],
  ["lint", "types of scripts, tests and benches", () => types("tsconfig.json")],
  ["lint", "clippy, on the host", () => clippy("--all-targets", ...HOST)],
  ["lint", "clippy, npm on wasm32", () => clippyWasm("npm", "--test", "bindings")],
  ["lint", "clippy, passwords of every scheme on wasm32", () => clippyWasm("npm-schemes")],
  ["lint", "clippy, keyward/password on wasm32", () => clippyWasm("npm-primitives", "--test", "bindings_primitives")],
  ["lint", "clippy, keyward/token on wasm32", () => clippyWasm("npm-token")],
  ["lint", "clippy, worker on wasm32", () => clippyWasm("worker")],
  ["lint", "clippy, the store's contract on wasm32", () => clippyWasm("store-contract")],
  ["runner", "what runs the tests: hangs that end, and the proxy", () => nodeTests(machineNode(), "tests/runner")],
  ["host", "unit and integration tests", () => cargoTest("--lib", "--tests")],
  ["doc", "documentation examples", () => cargoTest("--doc")],
  ["doc", "links and commands of the documents", () => nodeTests(machineNode(), "tests/docs")],
  ["kernel", "Argon2's kernel against the argon2 crate, on Node", () => wasmTest({}, ...KERNEL)],
  ["kernel", "the same in headless Chromium", () => inBrowser((env) => wasmTest({ ...env, ...IN_WORKER }, ...KERNEL))],
  ["bindings", "the npm package's in headless Chromium", () => bindings("npm", "bindings")],
  ["bindings", "keyward/password's in headless Chromium", () => bindings("npm-primitives", "bindings_primitives")],
  ["npm", "the packed npm package", npmPackage],
  ["worker", "the Worker in real workerd", inWorkerd],
  // This needs no Worker, which is still being built; then the longest come first, so that both end at about the same time.
  ["scripts", "npm run user, and the secret of npm start", scripts],
  ["pages", "the pages in headless Chromium", pages],
  ["conformance", "the Worker beside a real FastAPI app", () => withWorker("tests/conformance")],
  ["schemes", "hashes that other systems make now", () => nodeTests(machineNode(), "tests/schemes")],
  ["interchange", "tokens to and from other libraries", () => nodeTests(machineNode(), "tests/interchange")],
].map(([name, what, run]) => ({ name, what, run }));

/** Those that keep the compiler busy most of the time: one at a time. */
export const compiles = ({ name }) => ["format", "lint", "runner", "host", "doc", "kernel", "bindings"].includes(name);

/**
 * What suites need that run at once, so that none installs it while another does. What is compiled keeps the processor busy
 * while what is fetched waits for the network.
 */
export async function prepare() {
  await ensureRustTarget();
  await Promise.all([ensureCargoTools("wasm-bindgen", "wasm-bindgen-test-runner"), fetchWhatIsMade()]);
}

/** One after the other: apt and pip want to be alone. */
async function fetchWhatIsMade() {
  await ensureBrowser();
  await ensureShell();
  for (const suite of ["schemes", "interchange", "conformance"])
    await ensurePython(inRoot("tests", suite, "requirements.txt"), "what is compared with Python's libraries");
}

/** A program that passes or fails as a whole. */
const check = async (command, ...args) => checkCounts(await run(command, args));

/** Over all JavaScript, TypeScript and CSS of the tree. */
const biome = (...args) => check(inRoot("node_modules/.bin/biome"), ...args);

/** The types of JavaScript, of which nothing is built. */
const types = (config) => check(inRoot("node_modules/.bin/tsc"), "--project", inRoot("scripts", config));

async function clippy(...args) {
  await ensureRustTarget();
  return check("cargo", "clippy", "--quiet", ...args, "--", "-D", "warnings");
}

const clippyWasm = (feature, ...args) => clippy("--lib", AS_FOR_TESTS, ...args, ...WASM, feature);

const cargoTest = async (...args) =>
  cargoCounts(await run("cargo", ["test", ...HOST, "--no-fail-fast", ...args], { limit }));

/** The crate with that feature alone, in a page, by wasm-pack; `tests` is a test target of Cargo.toml. */
async function bindings(feature, tests) {
  await ensureRustTarget();
  const [wasmPack, ...fromPath] = await ensureCargoTools("wasm-pack", "wasm-bindgen", "wasm-bindgen-test-runner");
  // wasm-pack takes wasm-bindgen and its test runner from PATH where they have the right version.
  const PATH = [...fromPath.map(dirname), process.env.PATH].join(delimiter);
  const crate = [...UNOPTIMIZED, "--no-default-features", "--features", feature, "--test", tests];
  return inBrowser(async (named, driver) => {
    const env = { ...process.env, ...named, ...WAITS, PATH };
    const args = ["test", "--mode", "no-install", "--headless", "--chrome", "--chromedriver", driver];
    return cargoCounts(await run(wasmPack, [...args, "--", ...crate], { env, limit }));
  });
}

/** Tests in wasm, run by wasm-bindgen's test runner. */
async function wasmTest(settings, feature, ...args) {
  await ensureRustTarget();
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...process.env,
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: await ensureCargoTool("wasm-bindgen-test-runner"),
    ...WAITS,
    ...settings,
  };
  return cargoCounts(await run("cargo", ["test", ...UNOPTIMIZED, ...WASM, feature, ...args], { env, limit }));
}

/** The tests start the Nodes and the other runtimes themselves. */
async function npmPackage() {
  const { forget, report } = await import("../../tests/npm/record.mjs");
  await buildNpm();
  await ensureShell();
  forget();
  const counts = await nodeTests(machineNode(), "tests/npm");
  // The runtimes themselves are installed where the first test asks for one.
  const { isLeftOut } = await import("../../tests/npm/binaries.mjs");
  // A row of the table of runtimes that nothing stood for is no proof, but where the runtime has no binary for this machine.
  const missing = report().flatMap(({ id, name }) => (isLeftOut(id) ? [] : [name]));
  if (missing.length === 0) return counts;
  return {
    ...counts,
    failed: counts.failed || 1,
    problems: [...(counts.problems ?? []), `no test ran the suite on ${missing.join(", ")}`],
  };
}

/** With the package of the page, and a wrangler for each look into the KV. What is compiled first, no test has to wait for. */
async function scripts() {
  await buildWww();
  await buildCheck();
  return nodeTests(machineNode(), "tests/scripts");
}

/** What is compiled here, no test has to wait for: cargo lets one compile at a time. */
async function inWorkerd() {
  const { buildContract, buildExecutor } = await import("../../tests/worker/build.mjs");
  await buildContract();
  await buildExecutor();
  return withWorker("tests/worker");
}

async function withWorker(folder) {
  await buildWorker();
  await buildWww();
  return nodeTests(wranglerNode(), folder);
}

/** The package of the page is compared with the one that is published. */
async function pages() {
  await buildNpm();
  await ensureShell();
  return withWorker("tests/pages");
}

/** Every `*.test.mjs` of `folder`. */
function nodeTests(node, folder) {
  const files = readdirSync(inRoot(folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.mjs"))
    .sort();
  if (files.length === 0) throw new Failure(`there is no test in ${folder}`);
  return nodeTest(
    node,
    files.map((name) => join(folder, name)),
  );
}
