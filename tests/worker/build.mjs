// Workers of the tests' own in Rust. Each build resolves to the folder with all modules of one, made where something changed:
// cargo waits for whatever else compiles.
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { WASM_INPUTS, bind } from "../../scripts/build/wasm.mjs";
import { SHAPE } from "../../scripts/build/worker.mjs";
import { TRIPLE } from "../../scripts/lib/cargo.mjs";
import { rustPrint, unlessFresh } from "../../scripts/lib/fresh.mjs";
import { cargoTarget, inRoot } from "../../scripts/lib/paths.mjs";
import { must } from "../../scripts/lib/run.mjs";

const SOURCES = "src/worker";

/** The Worker with the export that tries the store's contract, in the profile that compiles fastest: nothing is measured. */
export const buildContract = () =>
  build("contract", {
    inputs: WASM_INPUTS,
    target: cargoTarget,
    args: ["--lib", "--no-default-features", "--features", "store-contract"],
    wasm: "debug/keyward.wasm",
    modules: readdirSync(inRoot(SOURCES)).filter((name) => name.endsWith(".js")),
  });

/** The small crate around src/worker/task.rs. */
export const buildExecutor = () =>
  build("executor", {
    inputs: [SOURCES, "scripts/build"],
    target: join(cargoTarget, "executor"),
    args: ["--locked", "--release", "--manifest-path", inRoot("tests/worker/executor/Cargo.toml")],
    wasm: "release/keyward_executor.wasm",
    modules: ["instance.js", "task.js"],
  });

/** `modules` are those of src/worker that stand beside the wasm, and beside worker.js of the folder that is called `name`. */
async function build(name, { inputs, target, args, wasm, modules }) {
  const work = join(cargoTarget, "workers", name);
  const print = rustPrint([...inputs, "tests/worker/build.mjs", `tests/worker/${name}`]);
  await unlessFresh(join(work, "inputs"), print, async () => {
    const env = { ...process.env, CARGO_TARGET_DIR: target };
    await must("cargo", ["build", "--target", TRIPLE, ...args], `the Worker ${name} could not be compiled`, { env });
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
    await bind(join(target, TRIPLE, wasm), work, SHAPE);
    cpSync(join(work, "glue_bg.wasm"), join(work, "index_bg.wasm"));
    for (const module of modules) cpSync(inRoot(SOURCES, module), join(work, module));
    cpSync(inRoot("tests/worker", name, "worker.js"), join(work, "worker.js"));
  });
  return work;
}
