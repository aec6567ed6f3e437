// Workers of the tests' own in Rust. Each build resolves to the folder with all modules of one, made where something changed:
// cargo waits for whatever else compiles.
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { WASM_INPUTS, bind } from "../../scripts/build/wasm.mjs";
import { SHAPE } from "../../scripts/build/worker.mjs";
import { AS_FOR_TESTS, TRIPLE, UNOPTIMIZED } from "../../scripts/lib/cargo.mjs";
import { rustPrint, unlessFresh } from "../../scripts/lib/fresh.mjs";
import { cargoTarget, inRoot } from "../../scripts/lib/paths.mjs";
import { must } from "../../scripts/lib/run.mjs";

const SOURCES = inRoot("src/worker");

/** What both are compiled with, at once. Nothing is measured with them. */
const CRATE = ["--lib", AS_FOR_TESTS, "--no-default-features", "--features", "store-contract"];

/** The Worker with the export that tries the store's contract. */
export const buildContract = () =>
  build(
    "contract",
    "keyward.wasm",
    readdirSync(SOURCES).filter((name) => name.endsWith(".js")),
  );

/** src/worker/task.rs without the login around it. */
export const buildExecutor = () => build("executor", "examples/executor.wasm", ["instance.js", "task.js"]);

/** `modules` are those of src/worker that stand beside the wasm, and beside worker.js of the folder that is called `name`. */
async function build(name, wasm, modules) {
  const work = join(cargoTarget, "workers", name);
  const print = rustPrint([...WASM_INPUTS, "tests/worker/build.mjs", `tests/worker/${name}`]);
  await unlessFresh(join(work, "inputs"), print, async () => {
    const env = { ...process.env, CARGO_TARGET_DIR: cargoTarget };
    const args = ["build", ...UNOPTIMIZED, "--target", TRIPLE, ...CRATE];
    await must("cargo", args, `the Worker ${name} could not be compiled`, { env });
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
    await bind(join(cargoTarget, TRIPLE, "debug", wasm), work, SHAPE);
    cpSync(join(work, "glue_bg.wasm"), join(work, "index_bg.wasm"));
    for (const module of modules) cpSync(join(SOURCES, module), join(work, module));
    cpSync(inRoot("tests/worker", name, "worker.js"), join(work, "worker.js"));
  });
  return work;
}
