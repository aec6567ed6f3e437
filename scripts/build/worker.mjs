// build/: the Cloudflare Worker, a wasm and one module around it.
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checkKernel } from "../check-kernel.mjs";
import { fingerprint, unlessFresh } from "../lib/fresh.mjs";
import { cargoTarget, inRoot } from "../lib/paths.mjs";
import { capture, must } from "../lib/run.mjs";
import { say } from "../lib/say.mjs";
import { ensureCargoTool } from "../setup/cargo-tools.mjs";
import { ensureRustTarget } from "../setup/rust-target.mjs";
import { compile, shippedWasm, wasmOpt, wasmOptFlags } from "./wasm.mjs";

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

/**
 * wasm-bindgen's: `web` without a default path takes the module that Cloudflare has compiled. The other two renew the
 * wasm after a trap: a call that traps marks it, and the next one finds a new instance.
 */
const BINDGEN = [
  ...["--target", "web", "--omit-default-module-path", "--no-typescript", "--out-name", "glue"],
  ...["--experimental-reset-state-function", "--force-enable-abort-handler"],
];

/** wasm-opt's: what rustc and wasm-bindgen use of WebAssembly, and the names of functions, which the log of a trap shows. */
const OPTIMIZE = [
  ...["mutable-globals", "sign-ext", "nontrapping-float-to-int", "bulk-memory", "multivalue", "reference-types"],
  "exception-handling",
].map((feature) => `--enable-${feature}`);

/** Builds the Worker where something changed since the last time. */
export async function buildWorker() {
  await ensureRustTarget();
  const print = fingerprint(INPUTS, capture("rustc", ["-V"]) ?? "");
  const built = await unlessFresh(inRoot("build/.inputs"), print, async () => {
    say("building the Worker (usually 2 minutes the first time, half a minute after a change) …");
    await compile({ features: "worker", profile: "release" });
    await assemble();
  });
  if (built) say("the Worker is in build/");
}

/** Makes glue.js and glue_bg.wasm of what rustc made. */
export async function bind(wasm, folder) {
  const bindgen = await ensureCargoTool("wasm-bindgen");
  await must(bindgen, [wasm, "--out-dir", folder, ...BINDGEN], "wasm-bindgen could not make the JavaScript side.");
}

/** Puts wasm, glue and the hand-written modules of src/worker into one folder, and makes build/ of it at the end. */
async function assemble() {
  const work = join(cargoTarget, "worker");
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  await bind(shippedWasm("release"), work);
  const wasm = join(work, "index_bg.wasm");
  await must(
    process.execPath,
    [wasmOpt, join(work, "glue_bg.wasm"), "-o", wasm, "--debuginfo", ...OPTIMIZE, ...wasmOptFlags()],
    "wasm-opt failed on the Worker.",
  );
  // workerd is V8, so the variant of the kernel for other engines is left out.
  checkKernel(wasm, ["simd"]);
  for (const name of readdirSync(inRoot("src/worker")).filter((name) => name.endsWith(".js")))
    cpSync(inRoot("src/worker", name), join(work, name));
  const { build } = await import("esbuild");
  await build({
    entryPoints: [join(work, "entry.js")],
    outfile: join(work, "index.js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "esnext",
    external: ["cloudflare:workers", "./index_bg.wasm"],
    logLevel: "warning",
    // wasm-bindgen lists a module once for every file of Rust that imports it.
    logOverride: { "duplicate-object-key": "silent" },
  });
  mkdirSync(inRoot("build"), { recursive: true });
  for (const name of ["index_bg.wasm", "index.js"]) cpSync(join(work, name), inRoot("build", name));
}
