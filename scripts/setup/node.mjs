// The npm packages of the lock file, and a Node that is new enough for wrangler.
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { digest, onlyOnce, unlessFresh } from "../lib/fresh.mjs";
import { inRoot, root } from "../lib/paths.mjs";
import { Failure, capture, must } from "../lib/run.mjs";
import { step } from "../lib/say.mjs";

// The release of Node; wrangler 4.156 says so in its package.json.
const WRANGLER_NEEDS = 22;

/** In milliseconds: a test that waits for packages has an end. */
const PATIENCE = 300_000;

/** Installs node_modules when it is not what package-lock.json says. */
export const ensureNodeModules = onlyOnce(() =>
  install(root, "the npm packages (wrangler with workerd, esbuild, wasm-opt, Node 22)", []),
);

/** The same for another folder with a lock file of its own; `what` says what it has, `flags` are further ones of npm. */
export const ensurePackages = (folder, what, ...flags) => install(folder, what, flags, { limit: PATIENCE });

async function install(folder, what, flags, options = {}) {
  const lock = digest(readFileSync(join(folder, "package-lock.json")));
  // npm's own warning that wrangler wants a newer Node is no news: the package brings one.
  const command = npm("ci", ...flags, "--no-audit", "--no-fund", "--loglevel=error");
  await unlessFresh(join(folder, "node_modules/.keyward-lock"), lock, () =>
    step(`installing ${what}`, "half a minute", () =>
      must(...command, `npm could not install ${what}.`, { ...options, cwd: folder, show: "none" }),
    ),
  );
}

/** Command and arguments of the npm that runs this script, else of the one on PATH. (Another tool, such as Yarn, names itself there.) */
export function npm(...args) {
  const cli = process.env.npm_execpath;
  if (cli && basename(cli) === "npm-cli.js") return [process.env.npm_node_execpath ?? process.execPath, [cli, ...args]];
  return ["npm", args];
}

/** The machine's own Node, which runs npm (npm puts node_modules/.bin before it on PATH). */
export const machineNode = () => process.env.npm_node_execpath ?? process.execPath;

/** A Node that runs wrangler: the machine's own where it is new enough, else the Node 22 that comes with the npm packages. */
export function wranglerNode() {
  for (const node of [machineNode(), process.execPath, inRoot("node_modules/.bin/node")])
    if (Number.parseInt(capture(node, ["--version"])?.slice(1) ?? "0", 10) >= WRANGLER_NEEDS) return node;
  throw new Failure(
    `wrangler needs Node ${WRANGLER_NEEDS} or newer, and there is no packaged one for this platform: install it, then run this again.`,
  );
}
