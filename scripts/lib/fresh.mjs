// Whether a build's result is still what its inputs say, so that a second run does nothing.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { inRoot } from "./paths.mjs";
import { capture } from "./run.mjs";

/** Every file below `path` (or `path` itself), named from the project's root, in a fixed order. */
export function files(path) {
  const stat = statSync(inRoot(path), { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return [path];
  return readdirSync(inRoot(path))
    .sort()
    .flatMap((name) => files(`${path}/${name}`));
}

/** The SHA-256 of a content, in hexadecimal digits. @param {string | Buffer} content */
export const digest = (content) => createHash("sha256").update(content).digest("hex");

/** A hash over the contents of files and folders, and over `extra` text. */
export function fingerprint(paths, extra = "") {
  const hash = createHash("sha256").update(extra);
  for (const path of paths.flatMap(files)) hash.update(`\0${path}\0`).update(readFileSync(inRoot(path)));
  return hash.digest("hex");
}

/** The same where rustc makes something of them: another compiler makes something else. */
export const rustPrint = (paths) => fingerprint(paths, capture("rustc", ["-V"]) ?? "");

/** Runs `work` unless `stamp` holds `print`; afterwards it does. Resolves to whether there was work to do. */
export async function unlessFresh(stamp, print, work) {
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === print) return false;
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, print);
  return true;
}

/**
 * `work`, done once in a process, however many ask for it.
 *
 * @template {(...args: any[]) => any} Work
 * @param {Work} work
 */
export function onlyOnce(work) {
  let done;
  return /** @type {Work} */ ((...args) => (done ??= work(...args)));
}
