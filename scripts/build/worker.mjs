// build/: the Cloudflare Worker, made by worker-build.
import { rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { checkKernel } from "../check-kernel.mjs";
import { fingerprint, unlessFresh } from "../lib/fresh.mjs";
import { inRoot } from "../lib/paths.mjs";
import { capture, must, which } from "../lib/run.mjs";
import { say } from "../lib/say.mjs";
import { ensureCargoTool } from "../setup/cargo-tools.mjs";
import { ensureRustTarget } from "../setup/rust-target.mjs";
import { esbuild, shippedArguments, shippedEnvironment, wasmOpt } from "./wasm.mjs";

const INPUTS = [
  "Cargo.toml",
  "Cargo.lock",
  "build.rs",
  ".cargo",
  "src",
  "scripts/build",
  "scripts/check-kernel.mjs",
  "package-lock.json",
];

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
    const args = ["--release", "--no-default-features", "--features", "worker", ...(await shippedArguments())];
    await must(workerBuild, args, "The Worker could not be built.", { env });
    // workerd is V8, so the variant for other engines is left out.
    checkKernel(inRoot("build/index_bg.wasm"), ["simd"]);
    await keepDefaultExport();
  });
  if (built) say("the Worker is in build/");
}

/**
 * What Cloudflare calls. The crate `worker` has classes of its own that worker-build exports too; a Worker's exports are
 * its entry points, and ours is one. worker-build makes it a class behind several proxies, which renews the wasm after a
 * trap; a request goes past them, straight to the function, unless there was one.
 */
const ENTRY = `import Entry from "./index.js";
const { fetch } = Entry.prototype;
const state = globalThis.__worker_init_state;
export default {
  fetch(request, env, ctx) {
    if (state.criticalError) return new Entry(ctx, env).fetch(request);
    try {
      return fetch.call({ env, ctx }, request);
    } catch (error) {
      state.criticalError ||= error instanceof WebAssembly.RuntimeError;
      throw error;
    }
  },
};
`;

async function keepDefaultExport() {
  const module = inRoot("build/index.js");
  const entry = inRoot("build/entry.js");
  writeFileSync(entry, ENTRY);
  const outside = ["--external:cloudflare:workers", "--external:./index_bg.wasm"];
  const args = [
    entry,
    "--bundle",
    "--minify",
    "--format=esm",
    ...outside,
    `--outfile=${module}`,
    "--allow-overwrite",
    "--log-level=warning",
  ];
  await must(esbuild, args, "esbuild could not finish the Worker.");
  rmSync(entry);
}
