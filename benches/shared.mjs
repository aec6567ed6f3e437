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

/**
 * Reads `--write`, and the options of a comparison: for each name one of those below.
 *
 * @param {string[]} list
 * @param {Record<string, { usual: any, shown: string, read: (text: string) => any }>} known
 * @returns {Record<string, any>}
 */
export function options(list, known) {
  const usual = Object.entries(known).map(([name, { usual }]) => [name, usual]);
  const found = { write: false, ...Object.fromEntries(usual) };
  for (const text of list) {
    const [, name, value] = /^--(\w+)=(.+)$/.exec(text) ?? [];
    const read = text === "--write" || (Object.hasOwn(known, name) ? known[name].read(value) : undefined);
    if (read === undefined) {
      const there = Object.entries(known).map(([name, { shown }]) => `--${name}=${shown}`);
      throw new Failure(`cannot use ${text}: there are ${there.join(", ")} and --write`);
    }
    found[name ?? "write"] = read;
  }
  return found;
}

const isNumber = (text) => /^[1-9]\d*$/.test(text);

/** Options: a number, some numbers, parts of names, some of those that there are. `usual` is what it is where nobody says it. */
export const number = (usual) => ({
  usual,
  shown: "<number>",
  read: (text) => (isNumber(text) ? Number(text) : undefined),
});
export const numbers = (usual) => ({
  usual,
  shown: "<number>,<number>",
  read: (text) => (text.split(",").every(isNumber) ? text.split(",").map(Number) : undefined),
});
export const parts = { usual: [], shown: "<name>,<name>", read: (text) => text.split(",") };
export const some = (all) => ({
  usual: all,
  shown: all.join(),
  read: (text) => (text.split(",").every((one) => all.includes(one)) ? text.split(",") : undefined),
});
