// build/: the Cloudflare Worker, a wasm and one module around it.
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { onlyOnce, rustPrint, unlessFresh } from "../lib/fresh.mjs";
import { inRoot } from "../lib/paths.mjs";
import { say } from "../lib/say.mjs";
import { ensureCargoTool } from "../setup/cargo-tools.mjs";
import { ensureNodeModules } from "../setup/node.mjs";
import { writeFilter } from "./common-passwords.mjs";
import { WASM_INPUTS, bind, checkKernel, compile, optimize, shipped } from "./wasm.mjs";

/**
 * wasm-bindgen's: `web` without a default path takes the module that Cloudflare has compiled. The other two renew the
 * wasm after a trap: a call that traps marks it, and the next one finds a new instance.
 */
export const SHAPE = [
  ...["--target", "web", "--omit-default-module-path"],
  ...["--experimental-reset-state-function", "--force-enable-abort-handler"],
];

/** wasm-opt's: what rustc and wasm-bindgen use of WebAssembly, and the names of functions, which the log of a trap shows. */
const OPTIMIZE = [
  ...["mutable-globals", "sign-ext", "nontrapping-float-to-int", "bulk-memory", "multivalue", "reference-types"],
  "exception-handling",
].map((feature) => `--enable-${feature}`);

/** Builds the Worker where something changed since the last time. */
export const buildWorker = onlyOnce(async () => {
  await ensureNodeModules();
  writeFilter();
  const built = await unlessFresh(inRoot("build/.inputs"), rustPrint(WASM_INPUTS), async () => {
    say("building the Worker (usually 2 minutes the first time, half a minute after a change) …");
    const compiling = compile({ features: "worker", profile: "release" });
    const [compiled] = await Promise.all([compiling, ensureCargoTool("wasm-bindgen")]);
    await assemble(compiled);
  });
  if (built) say("the Worker is in build/");
});

/** Puts wasm, glue and the hand-written modules of src/worker into one folder, and makes build/ of it at the end. */
async function assemble(compiled) {
  const work = join(shipped, "worker");
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  await bind(compiled, work, SHAPE);
  const wasm = join(work, "index_bg.wasm");
  await optimize(join(work, "glue_bg.wasm"), wasm, ["--debuginfo", ...OPTIMIZE]);
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
    plugins: [ofThePackage],
    logLevel: "warning",
  });
  mkdirSync(inRoot("build"), { recursive: true });
  for (const name of ["index_bg.wasm", "index.js"]) cpSync(join(work, name), inRoot("build", name));
}

/** What the Worker has of the npm package's internal modules, each once: wasm-bindgen makes copies for itself. */
const ofThePackage = {
  name: "modules of the package",
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/pkg-template\/internal\/[\w-]+\.js$/ }, ({ path }) => ({
      path: inRoot("pkg-template/internal", basename(path)),
    })),
};
