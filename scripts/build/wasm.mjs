// What both builds share: how cargo is called, and what wasm-opt may do.
import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { cargoTarget, inRoot, root } from "../lib/paths.mjs";
import { Failure, capture, must } from "../lib/run.mjs";

export const TRIPLE = "wasm32-unknown-unknown";
export const wasmOpt = inRoot("node_modules/binaryen/bin/wasm-opt");

/**
 * cargo's environment for what is shipped. The folder is not the one that `cargo test` and editors use:
 * our flags are not theirs, and in one folder each would rebuild what the other had built.
 */
export const shippedEnvironment = () => ({ ...process.env, CARGO_TARGET_DIR: join(cargoTarget, "shipped") });

/** Cargo.toml says what each is. */
export const PROFILES = ["release", "npm"];

export const shippedWasm = (profile) => join(cargoTarget, "shipped", TRIPLE, profile, "keyward.wasm");

/**
 * cargo's arguments for what is shipped: vector instructions for the crates that use them (every engine that can load the
 * Argon2 kernel has them), and no paths of this machine in the wasm's panic messages.
 */
export async function shippedArguments() {
  await must("cargo", ["fetch", "--target", TRIPLE], "cargo could not fetch the crates of Cargo.lock.", {
    show: "none",
  });
  const registry = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "registry/src");
  const folders = [...readdirSync(registry).map((name) => [join(registry, name), "crates"]), [root, "keyward"]];
  const flags = ["-Ctarget-feature=+simd128", ...folders.map(([from, to]) => `--remap-path-prefix=${from}=${to}`)];
  return ["--config", `target.${TRIPLE}.rustflags=${JSON.stringify(flags)}`];
}

/**
 * Compiles the crate with these of its features. `cargo rustc --crate-type cdylib`, because `cargo build` leaves out
 * link-time optimisation, without a word, for a crate that is an rlib too. `config` are settings for cargo beside those of
 * Cargo.toml, `flags` are rustc's for the crate itself.
 */
export async function compile({ features, profile, config = [], flags = [] }) {
  const args = [
    ...["rustc", "--lib", "--crate-type", "cdylib", "--profile", profile, "--target", TRIPLE],
    ...["--no-default-features", "--features", features],
    ...config.flatMap((setting) => ["--config", setting]),
    ...(await shippedArguments()),
    ...(flags.length > 0 ? ["--", ...flags] : []),
  ];
  await must("cargo", args, "The crate could not be compiled to wasm.", { env: shippedEnvironment() });
}

/** The passes of wasm-opt: Cargo.toml has them, where wasm-pack reads them too. */
export function wasmOptFlags() {
  const metadata = capture("cargo", ["metadata", "--format-version=1", "--no-deps"]);
  const flags = metadata && JSON.parse(metadata).packages[0]?.metadata?.["wasm-pack"]?.profile?.release?.["wasm-opt"];
  if (!Array.isArray(flags))
    throw new Failure("Cargo.toml has no list `wasm-opt` in [package.metadata.wasm-pack.profile.release].");
  return flags;
}
