// build/: the Cloudflare Worker, made by worker-build.
import { delimiter, join } from "node:path";
import { fingerprint, unlessFresh } from "../lib/fresh.mjs";
import { inRoot } from "../lib/paths.mjs";
import { capture, must, which } from "../lib/run.mjs";
import { say } from "../lib/say.mjs";
import { ensureCargoTool } from "../setup/cargo-tools.mjs";
import { ensureRustTarget } from "../setup/rust-target.mjs";
import { esbuild, remapArguments, shippedEnvironment, wasmOpt } from "./wasm.mjs";

const INPUTS = ["Cargo.toml", "Cargo.lock", "build.rs", ".cargo", "src", "scripts/build", "package-lock.json"];

/** Builds the Worker where something changed since the last time. */
export async function buildWorker() {
  await ensureRustTarget();
  const bindgen = await ensureCargoTool("wasm-bindgen");
  const workerBuild = await ensureCargoTool("worker-build");
  const print = fingerprint(INPUTS, capture("rustc", ["-V"]) ?? "");
  const built = await unlessFresh(inRoot("build/.inputs"), print, async () => {
    say("building the Worker (usually 2 minutes the first time, half a minute after a change) …");
    const env = {
      ...shippedEnvironment(),
      KEYWARD_CARGO: which("cargo"),
      PATH: [inRoot("scripts/build/lto"), join(inRoot("node_modules/.bin")), process.env.PATH].join(delimiter),
      WASM_BINDGEN_BIN: bindgen,
      WASM_OPT_BIN: wasmOpt,
      ESBUILD_BIN: esbuild,
    };
    const args = ["--release", "--no-default-features", "--features", "worker", ...(await remapArguments())];
    await must(workerBuild, args, "The Worker could not be built.", { env });
  });
  if (built) say("the Worker is in build/");
}
