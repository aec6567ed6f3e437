// The suites of `npm test`, in order. Each entry is a name that can be asked for, what it is, and how it runs:
// `run` resolves to `{ passed, failed, skipped, problems? }`, and a Failure thrown there fails the suite.
import { readdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { inRoot } from "../lib/paths.mjs";
import { Failure, run } from "../lib/run.mjs";
import { ensureBrowser } from "../setup/browser.mjs";
import { ensureCargoTool } from "../setup/cargo-tools.mjs";
import { machineNode, wranglerNode } from "../setup/node.mjs";
import { ensureRustTarget } from "../setup/rust-target.mjs";
import { cargoCounts, checkCounts } from "./counts.mjs";
import { MINUTE } from "./limits.mjs";
import { nodeTest } from "./node.mjs";

const WASM = ["--target", "wasm32-unknown-unknown", "--no-default-features", "--features"];

/** For what compiles and then tests, where a test may hang. */
const limit = 60 * MINUTE;

export function suites() {
  return [
    { name: "format", what: "cargo fmt", run: async () => checkCounts(await run("cargo", ["fmt", "--check"])) },
    { name: "format", what: "biome format", run: () => biome("format") },
    { name: "lint", what: "biome lint", run: () => biome("lint", "--error-on-warnings") },
    { name: "lint", what: "types of the npm package, tsc --checkJs", run: () => types("tsconfig.strict.json") },
    { name: "lint", what: "types of the pages", run: () => types("tsconfig.pages.json") },
    { name: "lint", what: "clippy, every feature on the host", run: () => clippy("--all-targets", "--all-features") },
    { name: "lint", what: "clippy, npm on wasm32", run: () => clippy("--lib", "--test", "bindings", ...WASM, "npm") },
    {
      name: "lint",
      what: "clippy, passwords of every scheme on wasm32",
      run: () => clippy("--lib", ...WASM, "npm-schemes"),
    },
    {
      name: "lint",
      what: "clippy, keyward/password on wasm32",
      run: () => clippy("--lib", "--test", "bindings_primitives", ...WASM, "npm-primitives"),
    },
    { name: "lint", what: "clippy, keyward/token on wasm32", run: () => clippy("--lib", ...WASM, "npm-token") },
    { name: "lint", what: "clippy, worker on wasm32", run: () => clippy("--lib", ...WASM, "worker") },
    {
      name: "lint",
      what: "clippy, the store's contract on wasm32",
      run: () => clippy("--lib", ...WASM, "store-contract"),
    },
    {
      name: "runner",
      what: "a test that hangs is ended and named",
      run: () => nodeTests(machineNode(), "tests/runner"),
    },
    { name: "host", what: "unit and integration tests", run: () => cargoTest("--lib", "--tests") },
    { name: "doc", what: "documentation examples", run: () => cargoTest("--doc") },
    { name: "doc", what: "links and commands of the documents", run: () => nodeTest(machineNode(), "tests/docs") },
    { name: "kernel", what: "Argon2's kernel against the argon2 crate, on Node", run: () => kernel() },
    { name: "kernel", what: "the same in headless Chromium", run: async () => kernel(await ensureBrowser()) },
    { name: "bindings", what: "the npm face in headless Chromium", run: () => bindings("npm", "bindings") },
    {
      name: "bindings",
      what: "keyward/password in headless Chromium",
      run: () => bindings("npm-primitives", "bindings_primitives"),
    },
    { name: "npm", what: "the packed npm package", run: npmPackage },
    {
      name: "schemes",
      what: "hashes that other systems make now",
      run: () => nodeTests(machineNode(), "tests/schemes"),
    },
    {
      name: "interchange",
      what: "tokens to and from other libraries",
      run: () => nodeTests(machineNode(), "tests/interchange"),
    },
    { name: "worker", what: "the Worker in real workerd", run: () => worker("tests/worker") },
    { name: "conformance", what: "the Worker beside a real FastAPI app", run: () => worker("tests/conformance") },
    { name: "pages", what: "the pages in headless Chromium", run: pages },
  ];
}

/** Over all JavaScript, TypeScript and CSS of the tree. */
const biome = async (...args) => checkCounts(await run(inRoot("node_modules/.bin/biome"), args));

/** The types of JavaScript, of which nothing is built. */
const types = async (config) =>
  checkCounts(await run(inRoot("node_modules/.bin/tsc"), ["--project", inRoot("scripts", config)]));

async function clippy(...args) {
  await ensureRustTarget();
  return checkCounts(await run("cargo", ["clippy", "--quiet", ...args, "--", "-D", "warnings"]));
}

const cargoTest = async (...args) =>
  cargoCounts(await run("cargo", ["test", "--all-features", "--no-fail-fast", ...args], { limit }));

/** The crate with that feature alone, in a page; `tests` is a file of tests/. */
async function bindings(feature, tests) {
  await ensureRustTarget();
  const bindgen = await ensureCargoTool("wasm-bindgen");
  const wasmPack = await ensureCargoTool("wasm-pack");
  const { driver, config } = await ensureBrowser();
  const env = {
    ...process.env,
    // wasm-pack takes wasm-bindgen and its test runner from PATH when they have the right version.
    PATH: [dirname(bindgen), process.env.PATH].join(delimiter),
    WASM_BINDGEN_TEST_WEBDRIVER_JSON: config,
    // Seconds, for all tests together.
    WASM_BINDGEN_TEST_TIMEOUT: "300",
  };
  const args = ["test", "--mode", "no-install", "--headless", "--chrome", "--chromedriver", driver];
  return cargoCounts(
    await run(wasmPack, [...args, "--", "--no-default-features", "--features", feature, "--test", tests], {
      env,
      limit,
    }),
  );
}

/** The kernel's own tests need the crate's inside, so they are unit tests, run by wasm-bindgen's test runner. */
async function kernel(browser) {
  await ensureRustTarget();
  const bindgen = await ensureCargoTool("wasm-bindgen");
  const env = {
    ...process.env,
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: join(dirname(bindgen), "wasm-bindgen-test-runner"),
    WASM_BINDGEN_TEST_TIMEOUT: "600",
  };
  if (browser) {
    // In a worker, because the page must answer the driver while a test computes.
    env.WASM_BINDGEN_USE_DEDICATED_WORKER = "1";
    env.CHROMEDRIVER = browser.driver;
    env.WASM_BINDGEN_TEST_WEBDRIVER_JSON = browser.config;
  }
  return cargoCounts(await run("cargo", ["test", "--lib", ...WASM, "npm", "argon2::kernel"], { env, limit }));
}

/** The tests start the Nodes and the other runtimes themselves. */
async function npmPackage() {
  const { buildNpm } = await import("../build/npm.mjs");
  const { forget, report } = await import("../../tests/npm/record.mjs");
  await buildNpm();
  forget();
  const counts = await nodeTests(machineNode(), "tests/npm");
  const missing = report();
  // A row of the table of runtimes that nothing stood for is no proof. (Where a runtime has no binary, its tests are skipped.)
  if (missing.length === 0 || counts.skipped > 0) return counts;
  return {
    ...counts,
    failed: counts.failed || 1,
    problems: [...(counts.problems ?? []), `no test ran the suite on ${missing.join(", ")}`],
  };
}

async function worker(folder) {
  const { buildWorker } = await import("../build/worker.mjs");
  const { buildWww } = await import("../build/www.mjs");
  await buildWorker();
  await buildWww();
  return nodeTests(wranglerNode(), folder);
}

async function pages() {
  await ensureBrowser();
  return worker("tests/pages");
}

/** Every `*.test.mjs` of `folder`. */
function nodeTests(node, folder) {
  const files = readdirSync(inRoot(folder), { recursive: true })
    .filter((name) => name.endsWith(".test.mjs"))
    .sort();
  if (files.length === 0) throw new Failure(`there is no test in ${folder}`);
  return nodeTest(
    node,
    files.map((name) => join(folder, name)),
  );
}
