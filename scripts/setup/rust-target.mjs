// The wasm32-unknown-unknown target of the Rust toolchain that `cargo` uses here.
// Ordinary way: rustup. Where rustup's server is out of reach: the standard library, built once from Debian's package of its source.
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
import { basename, dirname, join } from "node:path";
import { TRIPLE } from "../lib/cargo.mjs";
import { onlyOnce } from "../lib/fresh.mjs";
import { cargoTarget, inRoot } from "../lib/paths.mjs";
import { Failure, capture, must, run, which } from "../lib/run.mjs";
import { say, step } from "../lib/say.mjs";
import { aptInstall } from "./apt.mjs";

const BY_HAND = `Install the Rust target by hand (\`rustup target add ${TRIPLE}\`), then run this again.`;
/** Debian's suites that may have the source of a release; which one has it changes with time. */
const SUITES = ["trixie-backports", "trixie", "forky", "sid"];
const QUIET = { show: "none" };
/** The oldest release that compiles the crate. */
const oldest = () => /^rust-version = "(.*)"$/m.exec(readFileSync(inRoot("Cargo.toml"), "utf8"))?.[1];

/** Installs the target where it is missing. */
export const ensureRustTarget = onlyOnce(async () => {
  const rust = compiler();
  if (!present(rust) && !(await fromRustup(rust)) && !(await fromPackage(rust))) await fromSource(rust);
});

/** Facts about the compiler: `target` is where the target's libraries lie, `stamp` what says that we built them. */
function compiler() {
  if (!which("cargo") || !which("rustc"))
    throw new Failure(
      `Rust is needed (cargo and rustc, ${oldest()} or newer): install it with rustup, then run this again.`,
    );
  const sysroot = capture("rustc", ["--print", "sysroot"]);
  const verbose = capture("rustc", ["-Vv"]);
  if (!sysroot || !verbose) throw new Failure("rustc is on PATH but does not run: `rustc -Vv` fails.");
  const field = (name) => verbose.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1];
  const target = join(sysroot, "lib/rustlib", TRIPLE);
  const stamp = join(target, "built-from-source");
  return { sysroot, verbose, release: field("release"), commit: field("commit-hash"), target, stamp };
}

/** The target is there, and if we built it, it was for this very compiler (a rustup update changes that). */
function present({ target, stamp, verbose }) {
  const lib = join(target, "lib");
  if (!existsSync(lib) || !readdirSync(lib).some((name) => /^libcore-.*\.rlib$/.test(name))) return false;
  return !existsSync(stamp) || readFileSync(stamp, "utf8") === verbose;
}

async function fromRustup(rust) {
  if (!which("rustup")) return false;
  say(`Rust target ${TRIPLE} is missing: asking rustup for it …`);
  // A copy that we built for another compiler would be in rustup's way.
  if (existsSync(rust.stamp)) rmSync(rust.target, { recursive: true });
  // One try: where there is no way out, its retries would only make the person wait.
  const env = { ...process.env, RUSTUP_MAX_RETRIES: "1" };
  await run("rustup", ["target", "add", TRIPLE], { ...QUIET, env });
  const done = present(rust);
  say(
    done
      ? `Rust target ${TRIPLE}: installed by rustup`
      : "rustup could not fetch it from here, so the standard library is built from source, once.",
  );
  return done;
}

/** A compiler that came from Debian has its target in Debian too. */
async function fromPackage(rust) {
  if (rust.sysroot !== "/usr") return false;
  return (await aptInstall(["libstd-rust-dev-wasm32"], "to compile to WebAssembly")) && present(rust);
}

async function fromSource(rust) {
  const library = join(rust.sysroot, "lib/rustlib/src/rust/library");
  const work = mkdtempSync(join(tmpdir(), "keyward-std-"));
  try {
    if (!existsSync(join(library, "Cargo.lock")))
      await step(`fetching the standard library's source, Rust ${rust.release}`, "half a minute", async () =>
        place(await download(rust.release, work), library),
      );
    await step(`building the standard library for ${TRIPLE}`, "half a minute", async () => {
      place(await build(rust, library, work), rust.target);
    });
  } catch (error) {
    throw error instanceof Failure ? new Failure(`${error.message} ${BY_HAND}`) : error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  // Whatever was compiled against another standard library fails with "can't find crate for core".
  rmSync(join(cargoTarget, TRIPLE), { recursive: true, force: true });
  say(`Rust target ${TRIPLE}: built and put beside the toolchain's own`);
}

/** Resolves to the folder `library` of Debian's `rust-src`. apt gets lists and a cache of its own: the machine's are left alone. */
async function download(release, work) {
  if (!which("apt-get") || !which("dpkg"))
    throw new Failure("Without rustup's server this needs Debian's tools (apt-get, dpkg), and they are not here.");
  const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
  const signed = existsSync(keyring) ? `[signed-by=${keyring}] ` : "";
  // The mirrors of this machine's own configuration.
  const known = capture("apt-get", ["indextargets", "--format", "$(REPO_URI)"]) ?? "";
  const mirrors = [...new Set(known.split("\n"))].filter((uri) => uri && !uri.includes("security"));
  const lines = mirrors.flatMap((mirror) => SUITES.map((suite) => `deb ${signed}${mirror} ${suite} main\n`));
  writeFileSync(join(work, "sources.list"), lines.join(""));
  for (const folder of ["lists/partial", "cache/archives/partial"]) mkdirSync(join(work, folder), { recursive: true });
  const options = [
    `Dir::Etc::SourceList=${join(work, "sources.list")}`,
    "Dir::Etc::SourceParts=-",
    `Dir::State::Lists=${join(work, "lists")}`,
    `Dir::Cache=${join(work, "cache")}`,
    "APT::Sandbox::User=root",
  ].flatMap((option) => ["-o", option]);
  // A suite that a mirror does not have is no obstacle to the others.
  await run("apt-get", [...options, "update"], QUIET);
  const listed = capture("apt-cache", [...options, "madison", "rust-src"]) ?? "";
  const version = listed
    .split("\n")
    .map((line) => line.split("|")[1]?.trim())
    .find((v) => v?.startsWith(`${release}+`));
  if (version) await run("apt-get", [...options, "download", `rust-src=${version}`], { ...QUIET, cwd: work });
  const archive = readdirSync(work).find((name) => name.endsWith(".deb"));
  if (!archive)
    throw new Failure(
      `Neither rustup nor Debian (${SUITES.join(", ")}) has the source of Rust ${release} within reach.`,
    );
  await run("dpkg", ["-x", join(work, archive), join(work, "tree")], QUIET);
  const sources = join(work, "tree/usr/src");
  return join(sources, readdirSync(sources).find((name) => name.startsWith("rustc-")) ?? "", "library");
}

/**
 * `-Zbuild-std` over an empty crate: all of std, with bitcode so that LTO can see into it. Resolves to a folder as rustup
 * would have put it beside the host's.
 */
async function build(rust, library, work) {
  const [crate, made] = [join(work, "empty"), join(work, "made")];
  mkdirSync(join(crate, "src"), { recursive: true });
  writeFileSync(join(crate, "src/lib.rs"), "");
  writeFileSync(
    join(crate, "Cargo.toml"),
    '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n',
  );
  const flags = ["-Cembed-bitcode=yes", `--remap-path-prefix=${library}=/rustc/${rust.commit}/library`];
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, RUSTC_BOOTSTRAP: "1", CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f") };
  delete env.RUSTFLAGS;
  const crates = "-Zbuild-std=std,panic_abort,proc_macro,test";
  const args = ["build", "--release", crates, "--target", TRIPLE, "--target-dir", join(work, "target")];
  const sentence = `The standard library could not be built for ${TRIPLE}.`;
  await must("cargo", args, sentence, { ...QUIET, cwd: crate, env });
  const built = join(work, "target", TRIPLE, "release/deps");
  mkdirSync(join(made, "lib"), { recursive: true });
  for (const name of readdirSync(built))
    if (name.endsWith(".rlib") && !name.startsWith("libempty-")) cpSync(join(built, name), join(made, "lib", name));
  writeFileSync(join(made, basename(rust.stamp)), rust.verbose);
  return made;
}

/** Copies to a neighbour first and renames, so that an interrupted copy is never taken for the real thing. */
function place(from, to) {
  const next = `${to}.${process.pid}`;
  try {
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from, next, { recursive: true });
    rmSync(to, { recursive: true, force: true });
    renameSync(next, to);
  } catch (error) {
    rmSync(next, { recursive: true, force: true });
    throw new Failure(`The Rust toolchain's folder ${dirname(to)} cannot be written (${error.code}).`);
  }
}
