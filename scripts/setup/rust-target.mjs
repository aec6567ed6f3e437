// The wasm32-unknown-unknown target of the Rust toolchain that `cargo` uses here.
// Ordinary way: rustup. Where rustup's server is out of reach: the standard library, built once from source.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cargoTarget } from "../lib/paths.mjs";
import { Failure, capture, must, run, which } from "../lib/run.mjs";
import { say, step } from "../lib/say.mjs";
import { fetchRustSource } from "./rust-source.mjs";

const TRIPLE = "wasm32-unknown-unknown";
const STAMP = "built-from-source";

/** Facts about the compiler: `{ sysroot, release, commit, verbose }`. */
function compiler() {
  if (!which("cargo") || !which("rustc")) {
    throw new Failure("Rust is needed (cargo and rustc, 1.95 or newer): install it with rustup, then run this again.");
  }
  const sysroot = capture("rustc", ["--print", "sysroot"]);
  const verbose = capture("rustc", ["-Vv"]);
  if (!sysroot || !verbose) throw new Failure("rustc is on PATH but does not run: `rustc -Vv` fails.");
  const field = (name) => verbose.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1];
  return { sysroot, verbose, release: field("release"), commit: field("commit-hash") };
}

/** The target is there, and if we built it, it was for this very compiler (a rustup update changes that). */
function present({ sysroot, verbose }) {
  const folder = join(sysroot, "lib/rustlib", TRIPLE);
  const lib = join(folder, "lib");
  if (!existsSync(lib) || !readdirSync(lib).some((name) => /^libcore-.*\.rlib$/.test(name))) return false;
  const stamp = join(folder, STAMP);
  return !existsSync(stamp) || readFileSync(stamp, "utf8") === verbose;
}

export async function ensureRustTarget() {
  const rust = compiler();
  if (present(rust)) return;
  if (await fromRustup(rust)) return;
  if (await fromPackage(rust)) return;
  await fromSource(rust);
}

async function fromRustup(rust) {
  if (!which("rustup")) return false;
  say(`Rust target ${TRIPLE} is missing: asking rustup for it …`);
  // A copy that we built for another compiler would be in rustup's way.
  const ours = join(rust.sysroot, "lib/rustlib", TRIPLE);
  if (existsSync(join(ours, STAMP))) rmSync(ours, { recursive: true });
  // One try: where there is no way out, its retries would only make the person wait.
  const env = { ...process.env, RUSTUP_MAX_RETRIES: "1" };
  const { code } = await run("rustup", ["target", "add", TRIPLE], { show: "none", env });
  if (code === 0 && present(rust)) {
    say(`Rust target ${TRIPLE}: installed by rustup`);
    return true;
  }
  say("rustup could not fetch it from here, so the standard library is built from source, once.");
  return false;
}

/** A compiler that came from Debian has its target in Debian too. */
async function fromPackage(rust) {
  if (rust.sysroot !== "/usr" || !which("apt-get") || process.getuid() !== 0) return false;
  await run("apt-get", ["install", "-y", "--no-install-recommends", "libstd-rust-dev-wasm32"], { show: "none" });
  return present(rust);
}

async function fromSource(rust) {
  const rustlib = join(rust.sysroot, "lib/rustlib");
  const library = join(rustlib, "src/rust/library");
  const byHand = `Install the Rust target by hand (\`rustup target add ${TRIPLE}\`), then run this again.`;
  if (!existsSync(join(library, "Cargo.lock"))) {
    await step(`fetching the standard library's source, Rust ${rust.release}`, "half a minute", () =>
      fetchRustSource(rust.release, library),
    ).catch((error) => {
      throw error instanceof Failure ? new Failure(`${error.message} ${byHand}`) : error;
    });
  }
  const work = mkdtempSync(join(tmpdir(), "keyward-std-"));
  try {
    await step(`building the standard library for ${TRIPLE}`, "half a minute", () =>
      buildStd(rust, library, work, byHand),
    );
    install(rust, rustlib, work, byHand);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  // Whatever was compiled against another standard library fails with "can't find crate for core".
  rmSync(join(cargoTarget, TRIPLE), { recursive: true, force: true });
  say(`Rust target ${TRIPLE}: built and put beside the toolchain's own`);
}

/** `-Zbuild-std` over an empty crate: all of std, with bitcode so that LTO can see into it. */
async function buildStd(rust, library, work, byHand) {
  mkdirSync(join(work, "src"));
  writeFileSync(join(work, "src/lib.rs"), "");
  writeFileSync(
    join(work, "Cargo.toml"),
    '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n',
  );
  const flags = ["-Cembed-bitcode=yes", `--remap-path-prefix=${library}=/rustc/${rust.commit}/library`];
  const env = { ...process.env, RUSTC_BOOTSTRAP: "1", CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f") };
  delete env.RUSTFLAGS;
  const crates = "-Zbuild-std=std,panic_abort,proc_macro,test";
  const args = ["build", "--release", crates, "--target", TRIPLE, "--target-dir", join(work, "target")];
  await must("cargo", args, `The standard library could not be built for ${TRIPLE}. ${byHand}`, {
    cwd: work,
    env,
    show: "none",
  });
}

/** Puts the libraries beside the host's, in one move, so that no half-filled folder is ever seen. */
function install(rust, rustlib, work, byHand) {
  const built = join(work, "target", TRIPLE, "release/deps");
  const next = join(rustlib, `${TRIPLE}.${process.pid}`);
  try {
    mkdirSync(join(next, "lib"), { recursive: true });
    for (const name of readdirSync(built)) {
      if (name.endsWith(".rlib") && !name.startsWith("libempty-")) cpSync(join(built, name), join(next, "lib", name));
    }
    writeFileSync(join(next, STAMP), rust.verbose);
    rmSync(join(rustlib, TRIPLE), { recursive: true, force: true });
    renameSync(next, join(rustlib, TRIPLE));
  } catch (error) {
    rmSync(next, { recursive: true, force: true });
    throw new Failure(`The Rust toolchain's folder ${rustlib} cannot be written (${error.code}). ${byHand}`);
  }
}
