// The small crate around src/worker/task.rs, as a Worker.
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { TRIPLE, bind } from "../../../scripts/build/wasm.mjs";
import { SHAPE } from "../../../scripts/build/worker.mjs";
import { cargoTarget, inRoot } from "../../../scripts/lib/paths.mjs";
import { must } from "../../../scripts/lib/run.mjs";

const CRATE = inRoot("tests/worker/executor");
const TARGET = join(cargoTarget, "executor");

/** Resolves to the folder with all of its modules. */
export async function buildExecutor() {
  const args = ["build", "--locked", "--release", "--target", TRIPLE, "--manifest-path", join(CRATE, "Cargo.toml")];
  await must("cargo", args, "the executor could not be compiled", {
    env: { ...process.env, CARGO_TARGET_DIR: TARGET },
  });
  const work = join(TARGET, "worker");
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work);
  await bind(join(TARGET, TRIPLE, "release/keyward_executor.wasm"), work, SHAPE);
  cpSync(join(work, "glue_bg.wasm"), join(work, "index_bg.wasm"));
  for (const name of ["instance.js", "task.js"]) cpSync(inRoot("src/worker", name), join(work, name));
  cpSync(join(CRATE, "worker.js"), join(work, "worker.js"));
  return work;
}
