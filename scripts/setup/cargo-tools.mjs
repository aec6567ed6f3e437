// Build tools from the Rust package registry, each at one exact version: the one on PATH when it is right, else our own copy in
// the per-user cache. The user's ~/.cargo/bin is never changed.
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cache } from "../lib/paths.mjs";
import { capture, must, which } from "../lib/run.mjs";
import { step } from "../lib/say.mjs";

// wasm-bindgen-cli and the crate `wasm-bindgen` (pinned in Cargo.toml) must be the same version.
const TOOLS = {
  "wasm-bindgen": {
    crate: "wasm-bindgen-cli",
    version: "0.2.129",
    why: "makes the JavaScript side of the wasm",
    usual: "2 to 4 minutes",
  },
  "wasm-pack": {
    crate: "wasm-pack",
    version: "0.15.1",
    why: "runs the tests in a headless browser",
    usual: "2 to 4 minutes",
  },
};

/** Makes the tool `name` available and returns the path of its executable. */
export async function ensureCargoTool(name) {
  const { crate, version, why, usual } = TOOLS[name];
  const onPath = which(name);
  if (onPath && capture(onPath, ["--version"])?.split(/\s+/).includes(version)) return onPath;
  const root = join(cache, "tools", `${crate}-${version}`);
  const own = join(root, "bin", name);
  if (!existsSync(own))
    await step(`installing ${crate} ${version}, which ${why}`, usual, () => install(crate, version, root));
  return own;
}

/** cargo puts the executable in place when everything is built; an install that was interrupted goes on where it was. */
async function install(crate, version, root) {
  const building = `${root}.building`;
  const env = { ...process.env, CARGO_TARGET_DIR: building };
  delete env.RUSTFLAGS;
  const args = ["install", "--locked", "--root", root, "--version", version, crate];
  await must("cargo", args, `${crate} ${version} could not be installed with \`cargo ${args.join(" ")}\`.`, {
    env,
    show: "none",
  });
  rmSync(building, { recursive: true, force: true });
}
