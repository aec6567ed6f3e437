// What has to be built besides before anything can be measured: native code, and plain wasm.
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { TRIPLE } from "../../scripts/lib/cargo.mjs";
import { cargoTarget } from "../../scripts/lib/paths.mjs";
import { Failure, must, which } from "../../scripts/lib/run.mjs";
import { ensureRustTarget } from "../../scripts/setup/rust-target.mjs";

export const here = dirname(fileURLToPath(import.meta.url));
const inHere = (...parts) => join(here, ...parts);

/** Native code of the reference implementation, one file for each set of vector instructions. */
export const NATIVE = { ssse3: ["-mssse3"], avx2: ["-mavx2"] };
export const nativeFile = (name) => inHere("built", `native-${name}.node`);
/** The argon2 crate in wasm, as rustc compiles it. */
export const PLAIN = { scalar: "", simd: "-Ctarget-feature=+simd128" };
export const plainFile = (name) => inHere("built", `plain-${name}.wasm`);

export async function prepare() {
  mkdirSync(inHere("built"), { recursive: true });
  if (process.arch === "x64")
    for (const name of Object.keys(NATIVE)) if (!existsSync(nativeFile(name))) await native(name);
  for (const name of Object.keys(PLAIN)) if (!existsSync(plainFile(name))) await plain(name);
}

/** The sources are those that the npm package `argon2` brings along; one thread, as `threads = 1` would do it anyway. */
async function native(name) {
  const compiler = which("cc");
  if (!compiler)
    throw new Failure("a C compiler is needed to build the native code to compare with: install gcc or clang");
  const source = inHere("node_modules/argon2/argon2");
  const files = ["argon2", "core", "opt", "encoding", "blake2/blake2b"].map((file) => join(source, "src", `${file}.c`));
  const headers = [join(source, "include"), join(source, "src"), inHere("node_modules/node-api-headers/include")].map(
    (folder) => `-I${folder}`,
  );
  const flags = ["-O3", "-std=gnu99", "-shared", "-fPIC", "-DARGON2_NO_THREADS", ...NATIVE[name], ...headers];
  const partial = `${nativeFile(name)}.partial`;
  await must(
    compiler,
    [...flags, inHere("native/addon.c"), ...files, "-o", partial],
    "The native code could not be compiled.",
  );
  renameSync(partial, nativeFile(name));
}

async function plain(name) {
  await ensureRustTarget();
  const target = join(cargoTarget, "bench-argon2", name);
  const env = { ...process.env, CARGO_TARGET_DIR: target, RUSTFLAGS: PLAIN[name] };
  const args = ["build", "--release", "--locked", "--target", TRIPLE, "--manifest-path", inHere("plain/Cargo.toml")];
  await must("cargo", args, "The argon2 crate could not be compiled to wasm.", { env });
  rmSync(plainFile(name), { force: true });
  renameSync(join(target, TRIPLE, "release/plain.wasm"), plainFile(name));
}
