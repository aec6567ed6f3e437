// pkg/: the npm package, from the crate's wasm and the hand-written files of pkg-template/.
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkKernel } from "../check-kernel.mjs";
import { fingerprint, unlessFresh } from "../lib/fresh.mjs";
import { inRoot } from "../lib/paths.mjs";
import { capture, must } from "../lib/run.mjs";
import { say } from "../lib/say.mjs";
import { ensureCargoTool } from "../setup/cargo-tools.mjs";
import { ensureRustTarget } from "../setup/rust-target.mjs";
import { TRIPLE, remapArguments, shippedEnvironment, shippedWasm, wasmOpt, wasmOptFlags } from "./wasm.mjs";

const INPUTS = ["Cargo.toml", "Cargo.lock", "build.rs", ".cargo", "src", "scripts/build", "scripts/check-kernel.mjs", "package-lock.json", "pkg-template", "LICENSE", "LICENSE-MIT", "LICENSE-APACHE"];

/** Builds the npm package where something changed since the last time. */
export async function buildNpm() {
  await ensureRustTarget();
  const bindgen = await ensureCargoTool("wasm-bindgen");
  const print = fingerprint(INPUTS, capture("rustc", ["-V"]) ?? "");
  const built = await unlessFresh(inRoot("pkg/.inputs"), print, async () => {
    say("building the npm package (usually 2 minutes the first time, half a minute after a change) …");
    await compile();
    await assemble(bindgen);
  });
  if (built) say("the npm package is in pkg/");
}

/** `cargo rustc --crate-type cdylib`, because `cargo build` leaves out LTO for a crate that is an rlib too. */
async function compile() {
  const args = ["rustc", "--lib", "--crate-type", "cdylib", "--release", "--target", TRIPLE, "--no-default-features", "--features", "npm"];
  await must("cargo", [...args, ...(await remapArguments())], "The crate could not be compiled to wasm.", { env: shippedEnvironment() });
}

/** Fills a folder beside pkg/ and swaps them at the end, so that pkg/ is always a whole package. */
async function assemble(bindgen) {
  const next = inRoot("pkg.next");
  rmSync(next, { recursive: true, force: true });
  mkdirSync(next);
  try {
    // `web` without a default path: `initSync` takes the bytes or the module, whatever the runtime has.
    const shape = ["--target", "web", "--omit-default-module-path", "--no-typescript", "--out-name", "glue"];
    await must(bindgen, [shippedWasm, "--out-dir", next, ...shape], "wasm-bindgen could not make the JavaScript side.");
    const wasm = join(next, "keyward.wasm");
    // Run by this Node: the file is JavaScript.
    await must(process.execPath, [wasmOpt, join(next, "glue_bg.wasm"), "-o", wasm, ...wasmOptFlags()], "wasm-opt failed on the npm package.");
    checkKernel(wasm);
    rmSync(join(next, "glue_bg.wasm"));
    inline(wasm, join(next, "inlined.js"));
    cpSync(inRoot("pkg-template"), next, { recursive: true });
    share(next);
    await commonJs(join(next, "slim.js"), join(next, "slim.cjs"));
    await pool(join(next, "pool"));
    cpSync(inRoot("src/npm/types.d.ts"), join(next, "index.d.ts"));
    // The same declarations under the name that TypeScript wants for CommonJS.
    for (const name of ["index", "pool"]) {
      const types = readFileSync(join(next, `${name}.d.ts`), "utf8");
      writeFileSync(join(next, `${name}.d.cts`), types.replaceAll('"./index.js"', '"./index.cjs"'));
    }
    for (const name of readdirSync(inRoot()).filter((name) => name.startsWith("LICENSE"))) cpSync(inRoot(name), join(next, name));
    rmSync(inRoot("pkg"), { recursive: true, force: true });
    renameSync(next, inRoot("pkg"));
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

/** The crate's own JavaScript under names that do not change: wasm-bindgen puts it into a folder with a hash in its name. */
function share(folder) {
  const [hashed] = readdirSync(join(folder, "snippets"));
  for (const name of ["error.js", "value.js"]) writeFileSync(join(folder, name), `export * from "./snippets/${hashed}/src/npm/${name}";\n`);
}

/** What the pool's threads run is one file, so that it can be copied anywhere, and a script, so that it runs as a module too. */
async function pool(folder) {
  const { build } = await import("esbuild");
  const worker = join(folder, "worker.js");
  await build({ entryPoints: [worker], outfile: worker, allowOverwrite: true, bundle: true, format: "iife", logLevel: "warning" });
  // Minified, because it is a text and nobody reads it there.
  const { outputFiles } = await build({ entryPoints: [worker], write: false, minify: true, legalComments: "none" });
  writeFileSync(join(folder, "worker-text.js"), `export default ${JSON.stringify(outputFiles[0].text)};\n`);
  // The error class is that of the CommonJS entry point, so that `instanceof` is true of both.
  const sameClass = {
    name: "same-class",
    setup: ({ onResolve }) => onResolve({ filter: /^\.\.\/error\.js$/ }, () => ({ path: "../node.cjs", external: true })),
  };
  await commonJs(join(folder, "node-pool.js"), join(folder, "node-pool.cjs"), { platform: "node", plugins: [sameClass] });
}

/** An ES module and what it imports as one CommonJS file, for a `require` that cannot load ES modules. */
async function commonJs(from, to, options = {}) {
  const { build } = await import("esbuild");
  await build({ entryPoints: [from], outfile: to, bundle: true, format: "cjs", logLevel: "warning", ...options });
}

/** The wasm as a JavaScript module, for runtimes that cannot read a file synchronously. */
function inline(wasm, file) {
  writeFileSync(file, `export default "${readFileSync(wasm).toString("base64")}";\n`);
}
