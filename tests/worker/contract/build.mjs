// The Worker with the export that tries the store's contract: compiled in the profile that compiles fastest, since nothing is
// measured.
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { WASM_INPUTS, bind } from "../../../scripts/build/wasm.mjs";
import { SHAPE } from "../../../scripts/build/worker.mjs";
import { TRIPLE } from "../../../scripts/lib/cargo.mjs";
import { rustPrint, unlessFresh } from "../../../scripts/lib/fresh.mjs";
import { cargoTarget, inRoot } from "../../../scripts/lib/paths.mjs";
import { must } from "../../../scripts/lib/run.mjs";

const SOURCES = inRoot("src/worker");

const work = join(cargoTarget, "contract");

/** Resolves to the folder with all of its modules; made where something changed, because cargo waits for whatever else compiles. */
export async function buildContract() {
  const print = rustPrint([...WASM_INPUTS, "tests/worker/contract"]);
  await unlessFresh(join(work, "inputs"), print, build);
  return work;
}

async function build() {
  const args = ["build", "--lib", "--target", TRIPLE, "--no-default-features", "--features", "store-contract"];
  await must("cargo", args, "the Worker of the contract could not be compiled", {
    env: { ...process.env, CARGO_TARGET_DIR: cargoTarget },
  });
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  await bind(join(cargoTarget, TRIPLE, "debug/keyward.wasm"), work, SHAPE);
  cpSync(join(work, "glue_bg.wasm"), join(work, "index_bg.wasm"));
  for (const name of readdirSync(SOURCES).filter((name) => name.endsWith(".js")))
    cpSync(join(SOURCES, name), join(work, name));
  cpSync(inRoot("tests/worker/contract/worker.js"), join(work, "worker.js"));
}
