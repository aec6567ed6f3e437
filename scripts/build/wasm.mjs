// From the crate to a finished wasm file: cargo, wasm-bindgen, wasm-opt, each called in one place for all that is shipped.
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { kernelProblem } from "../../src/password/argon2/kernel/check.mjs";
import { TRIPLE } from "../lib/cargo.mjs";
import { cargoTarget, inRoot, root } from "../lib/paths.mjs";
import { Failure, capture, must } from "../lib/run.mjs";
import { ensureCargoTool } from "../setup/cargo-tools.mjs";
import { ensureRustTarget } from "../setup/rust-target.mjs";

export const wasmOpt = inRoot("node_modules/binaryen/bin/wasm-opt");

/** What every wasm is made of, for `fingerprint`. */
export const WASM_INPUTS = [
  "Cargo.toml",
  "Cargo.lock",
  "build.rs",
  ".cargo",
  "src",
  "scripts/build",
  "package-lock.json",
  "pkg-template/internal",
];

/**
 * The target folder is not the one that `cargo test` and editors use: our flags are not theirs, and in one folder each would
 * rebuild what the other had built.
 */
export const shipped = join(cargoTarget, "shipped");

/**
 * Compiles the crate with these features and resolves to the path of the wasm. `levels` are opt-levels of single crates, by
 * name, so that what the others compile to is the same for every wasm of the profile, and compiled once; `flags` are rustc's
 * for the crate itself; `idle` leaves the machine to others.
 */
export async function compile({ features, profile, levels = {}, flags = [], idle = false }) {
  await ensureRustTarget();
  const options = {
    show: idle ? "none" : "all",
    nice: idle ? 19 : 0,
    env: { ...process.env, CARGO_TARGET_DIR: shipped },
  };
  const target = ["--target", TRIPLE];
  const config = [
    await rustFlags(),
    ...Object.entries(levels).map(([name, level]) => `profile.${profile}.package.${name}.opt-level="${level}"`),
  ].flatMap((setting) => ["--config", setting]);
  // `cargo build` leaves out link-time optimization, without a word, for a crate that is an rlib too.
  const kind = ["--lib", "--crate-type", "cdylib", "--profile", profile];
  const args = [
    "rustc",
    ...kind,
    ...target,
    "--no-default-features",
    "--features",
    features,
    ...config,
    "--",
    ...flags,
  ];
  await must("cargo", args, `The crate could not be compiled to wasm (features ${features}).`, options);
  return join(shipped, TRIPLE, profile, "keyward.wasm");
}

/**
 * A setting of cargo's: vector instructions for the crates that use them (every engine that can load the Argon2 kernel has
 * them), and no paths of this machine in the wasm's panic messages.
 */
async function rustFlags() {
  const fetching = ["fetch", "--target", TRIPLE];
  await must("cargo", fetching, "cargo could not fetch the crates of Cargo.lock.", { show: "none" });
  const registry = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "registry/src");
  const folders = [...readdirSync(registry).map((name) => [join(registry, name), "crates"]), [root, "keyward"]];
  const flags = ["-Ctarget-feature=+simd128", ...folders.map(([from, to]) => `--remap-path-prefix=${from}=${to}`)];
  return `target.${TRIPLE}.rustflags=${JSON.stringify(flags)}`;
}

/** wasm-opt's passes: Cargo.toml has them, where wasm-pack reads them too. */
function passes() {
  const metadata = capture("cargo", ["metadata", "--format-version=1", "--no-deps"]);
  const flags = metadata && JSON.parse(metadata).packages[0]?.metadata?.["wasm-pack"]?.profile?.release?.["wasm-opt"];
  if (Array.isArray(flags)) return flags;
  throw new Failure("Cargo.toml has no list `wasm-opt` in [package.metadata.wasm-pack.profile.release].");
}

/** Writes the JavaScript side of `wasm` and what is left of it into `folder`, as glue.js and glue_bg.wasm. */
export async function bind(wasm, folder, shape, options) {
  const args = [wasm, "--out-dir", folder, "--out-name", "glue", "--no-typescript", ...shape];
  await must(await ensureCargoTool("wasm-bindgen"), args, "wasm-bindgen could not make the JavaScript side.", options);
  importOnce(join(folder, "glue.js"));
}

/** wasm-bindgen imports and lists a module once for every file of Rust that names it, which bundlers warn about. */
function importOnce(file) {
  const modules = new Set();
  const repeated = new Set();
  const text = readFileSync(file, "utf8").replace(/^ +("\.\/[\w./-]+\.js"): (import\d+),\n/gm, (line, module, name) => {
    if (modules.has(module)) {
      repeated.add(name);
      return "";
    }
    modules.add(module);
    return line;
  });
  writeFileSync(
    file,
    text.replace(/^import \* as (import\d+) .*\n/gm, (line, name) => (repeated.has(name) ? "" : line)),
  );
}

/** wasm-opt, run by this Node: the file is JavaScript. `more` are further flags of it. */
export const optimize = (from, to, more = [], options) =>
  must(process.execPath, [wasmOpt, from, "-o", to, ...passes(), ...more], "wasm-opt failed.", options);

/** Throws unless a finished wasm has Argon2's kernel as it was generated; the Worker has only the variant `simd`, for V8. */
export function checkKernel(file, variants) {
  const objects = ["release", "npm"]
    .map((profile) => join(shipped, TRIPLE, profile, "build"))
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name, "out/keyward_argon2.o")))
    .filter(existsSync)
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  if (objects.length === 0)
    throw new Failure(`there is no kernel under ${shipped}: build the crate for ${TRIPLE} first`);
  const problem = kernelProblem(file, objects[0], variants);
  if (problem) throw new Failure(problem);
}
