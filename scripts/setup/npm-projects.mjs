// What the projects of tests/npm/projects/ depend on: installed once for each lock file, into the cache that all clones share.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { digest } from "../lib/fresh.mjs";
import { cache, inRoot } from "../lib/paths.mjs";
import { must } from "../lib/run.mjs";
import { step } from "../lib/say.mjs";
import { npm } from "./node.mjs";

export const projectSource = (name) => inRoot("tests/npm/projects", name);

/** Resolves to the folder that has the project's `node_modules`. */
export async function ensureProject(name) {
  const lock = readFileSync(join(projectSource(name), "package-lock.json"));
  const folder = join(cache, "npm-projects", `${name}-${digest(lock).slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.partial-${process.pid}`;
  mkdirSync(dirname(partial), { recursive: true });
  try {
    mkdirSync(partial);
    for (const file of ["package.json", "package-lock.json"])
      cpSync(join(projectSource(name), file), join(partial, file));
    // No install script is needed: whatever has to be built comes built, as a package for this platform.
    const command = npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
    await step(`installing what tests/npm/projects/${name} depends on`, "", () =>
      must(...command, `npm could not install tests/npm/projects/${name}.`, { show: "none", cwd: partial }),
    );
    if (!existsSync(folder)) renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}
