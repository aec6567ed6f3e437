// The standard library's source of one exact Rust release, from Debian's package `rust-src`.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Failure, capture, run, which } from "../lib/run.mjs";

// Which suite has a given release changes with time, so several are asked.
const SUITES = ["trixie-backports", "trixie", "forky", "sid"];

/** Unpacks `library/` of Rust `release` to `destination`, or fails with a Failure. */
export async function fetchRustSource(release, destination) {
  if (!which("apt-get") || !which("dpkg")) {
    throw new Failure(
      "Without rustup's server this needs Debian's package tools (apt-get, dpkg), and they are not here.",
    );
  }
  const work = mkdtempSync(join(tmpdir(), "keyward-rust-src-"));
  try {
    const archive = await download(release, work);
    if (!archive)
      throw new Failure(
        `Neither rustup nor Debian (${SUITES.join(", ")}) has the source of Rust ${release} within reach.`,
      );
    await run("dpkg", ["-x", archive, join(work, "tree")], { show: "none" });
    const sources = join(work, "tree/usr/src");
    const library = join(sources, readdirSync(sources).find((name) => name.startsWith("rustc-")) ?? "", "library");
    if (!existsSync(join(library, "Cargo.lock"))) throw new Failure("Debian's package rust-src has no library folder.");
    place(library, destination);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Copies to a neighbour first and renames, so that an interrupted copy is never taken for the real thing. */
function place(library, destination) {
  const next = `${destination}.${process.pid}`;
  try {
    mkdirSync(dirname(destination), { recursive: true });
    cpSync(library, next, { recursive: true });
    rmSync(destination, { recursive: true, force: true });
    renameSync(next, destination);
  } catch (error) {
    rmSync(next, { recursive: true, force: true });
    throw new Failure(`The Rust toolchain's folder ${dirname(destination)} cannot be written (${error.code}).`);
  }
}

/** Asks apt, with lists and cache of its own so that the machine's are left alone. Returns the .deb or null. */
async function download(release, work) {
  const sources = join(work, "sources.list");
  mkdirSync(join(work, "lists/partial"), { recursive: true });
  mkdirSync(join(work, "cache/archives/partial"), { recursive: true });
  const options = [
    `Dir::Etc::SourceList=${sources}`,
    "Dir::Etc::SourceParts=-",
    `Dir::State::Lists=${join(work, "lists")}`,
    `Dir::Cache=${join(work, "cache")}`,
    "APT::Sandbox::User=root",
    "Acquire::Languages=none",
  ].flatMap((option) => ["-o", option]);
  const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
  const signed = existsSync(keyring) ? `[signed-by=${keyring}] ` : "";
  for (const suite of SUITES) {
    for (const mirror of mirrors()) {
      writeFileSync(sources, `deb ${signed}${mirror} ${suite} main\n`);
      await run("apt-get", [...options, "update"], { show: "none" });
      const known = capture("apt-cache", [...options, "madison", "rust-src"]) ?? "";
      const version = known
        .match(/^\s*rust-src \| (\S+)/gm)
        ?.map((line) => line.split("|")[1].trim())
        .find((v) => v.startsWith(`${release}+`));
      if (!version) continue;
      const { code } = await run("apt-get", [...options, "download", `rust-src=${version}`], {
        cwd: work,
        show: "none",
      });
      const file = readdirSync(work).find((name) => name.endsWith(".deb"));
      if (code === 0 && file) return join(work, file);
    }
  }
  return null;
}

/** The Debian mirrors of this machine's own apt configuration. */
function mirrors() {
  const known = capture("apt-get", ["indextargets", "--format", "$(REPO_URI)"]) ?? "";
  return [...new Set(known.split("\n"))].filter((uri) => uri && !uri.includes("security"));
}
