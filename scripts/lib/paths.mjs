// Where things lie: the project's own folders, and the per-user cache that every clone shares.
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "keyward");
export const cargoTarget = process.env.CARGO_TARGET_DIR || join(root, "target");
export const inRoot = (...parts) => join(root, ...parts);

/** A file as it is called where the command was given: npm goes to the project's folder before. @param {string} file */
export const fromHere = (file) => resolve(process.env.INIT_CWD ?? process.cwd(), file);
