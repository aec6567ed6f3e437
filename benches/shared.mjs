// What the comparisons share: the packages to compare with, the Nodes that come with them, and simple options.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../scripts/lib/run.mjs";
import { ensureNodeModules, ensurePackages } from "../scripts/setup/node.mjs";

/** Builds keyward, and installs what the lock file of a comparison's folder names, once. */
export async function ready(folder) {
  await ensureNodeModules();
  // It needs what has just been installed.
  const { buildNpm } = await import("../scripts/build/npm.mjs");
  await buildNpm();
  await ensurePackages(folder, "the packages to compare with");
}

/** The newest Node and Node 22 that come with a comparison; where they have no binary, the one that runs this. */
export function nodes(folder) {
  const packaged = ["node-newest", "node-22"]
    .map((name) => join(folder, "node_modules", name, "bin/node"))
    .filter(existsSync);
  return packaged.length > 0 ? packaged : [process.execPath];
}

export const median = (times) => [...times].sort((one, other) => one - other)[times.length >> 1];

/** Reads `--rounds=<number>` and `--write`. */
export function options(list, rounds) {
  const found = { rounds, write: false };
  for (const text of list) {
    const [, number] = /^--rounds=([1-9]\d*)$/.exec(text) ?? [];
    if (number) found.rounds = Number(number);
    else if (text === "--write") found.write = true;
    else throw new Failure(`cannot use ${text}: there are --rounds=<number> and --write`);
  }
  return found;
}
