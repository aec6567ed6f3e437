// Build tools from the Rust package registry, each at one exact version: the one on PATH when it is right, else our own copy in
// the per-user cache. The user's ~/.cargo/bin is never changed.
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cache } from "../lib/paths.mjs";
import { capture, must, which } from "../lib/run.mjs";
import { step } from "../lib/say.mjs";

// wasm-bindgen-cli must have the version of the crate `wasm-bindgen` (pinned in Cargo.toml).
// Its feature is TLS, for a WebDriver far away; ours runs here.
const BINDGEN = { crate: "wasm-bindgen-cli", version: "0.2.129", features: ["--no-default-features"] };
const TOOLS = {
  "wasm-bindgen": { ...BINDGEN, why: "makes the JavaScript side of the wasm" },
  "wasm-bindgen-test-runner": { ...BINDGEN, why: "runs tests in wasm" },
  "wasm-pack": { crate: "wasm-pack", version: "0.15.1", features: [], why: "runs tests in a headless browser" },
};

const folder = join(cache, "tools");
const rootOf = ({ crate, version }) => join(folder, `${crate}-${version}`);
const own = (name) => join(rootOf(TOOLS[name]), "bin", name);

const asked = new Map();

/** Makes a tool available and resolves to the path of its executable. */
export function ensureCargoTool(name) {
  if (!asked.has(name)) asked.set(name, find(name));
  return asked.get(name);
}

/** The same for several, one after the other: they share what they compile. */
export async function ensureCargoTools(...names) {
  const paths = [];
  for (const name of names) paths.push(await ensureCargoTool(name));
  return paths;
}

async function find(name) {
  const { version, why } = TOOLS[name];
  const onPath = which(name);
  if (onPath && capture(onPath, ["--version"])?.split(/\s+/).includes(version)) return onPath;
  if (!existsSync(own(name)))
    await step(`compiling ${name} ${version}, which ${why}`, "1 to 2 minutes", () => install(name));
  return own(name);
}

/**
 * cargo puts the executable in place when everything is built; an install that was interrupted goes on where it was. The tools
 * are compiled without optimization, which takes a third of the time: that they then work a second longer is nothing to that.
 */
async function install(name) {
  const { crate, version, features } = TOOLS[name];
  const building = `${rootOf(TOOLS[name])}.building`;
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...process.env,
    CARGO_TARGET_DIR: building,
    CARGO_PROFILE_RELEASE_OPT_LEVEL: "0",
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "64",
    CARGO_PROFILE_RELEASE_STRIP: "symbols",
  };
  delete env.RUSTFLAGS;
  const what = [`${crate}@${version}`, "--bin", name, ...features];
  const args = ["install", "--locked", "--root", rootOf(TOOLS[name]), ...what];
  const sentence = `${name} could not be installed with \`cargo ${args.join(" ")}\`.`;
  // What is compiled beside it ends with a step that leaves a core to this.
  await must("cargo", args, sentence, { env, show: "none", nice: 10 });
  // What the tools of a crate have in common is kept until the last one is there.
  const siblings = Object.keys(TOOLS).filter((tool) => TOOLS[tool].crate === crate);
  if (siblings.every((tool) => existsSync(own(tool)))) rmSync(building, { recursive: true, force: true });
}
