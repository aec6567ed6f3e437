// The small crate around src/worker/task.rs, as a Worker.
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bind } from "../../../scripts/build/wasm.mjs";
import { SHAPE } from "../../../scripts/build/worker.mjs";
import { TRIPLE } from "../../../scripts/lib/cargo.mjs";
import { rustPrint, unlessFresh } from "../../../scripts/lib/fresh.mjs";
import { cargoTarget, inRoot } from "../../../scripts/lib/paths.mjs";
import { must } from "../../../scripts/lib/run.mjs";

const CRATE = inRoot("tests/worker/executor");
const TARGET = join(cargoTarget, "executor");

const work = join(TARGET, "worker");

/** Resolves to the folder with all of its modules; made where something changed, because cargo waits for whatever else compiles. */
export async function buildExecutor() {
  const inputs = ["src/worker", "scripts/build", "tests/worker/executor"];
  await unlessFresh(join(work, "inputs"), rustPrint(inputs), build);
  return work;
}

async function build() {
  const args = ["build", "--locked", "--release", "--target", TRIPLE, "--manifest-path", join(CRATE, "Cargo.toml")];
  await must("cargo", args, "the executor could not be compiled", {
    env: { ...process.env, CARGO_TARGET_DIR: TARGET },
  });
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work);
  await bind(join(TARGET, TRIPLE, "release/keyward_executor.wasm"), work, SHAPE);
  cpSync(join(work, "glue_bg.wasm"), join(work, "index_bg.wasm"));
  for (const name of ["instance.js", "task.js"]) cpSync(inRoot("src/worker", name), join(work, name));
  cpSync(join(CRATE, "worker.js"), join(work, "worker.js"));
}
