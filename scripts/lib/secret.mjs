// .dev.vars, where wrangler looks for the secrets of the Worker on this machine.
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { say } from "./say.mjs";

/** For nobody but the user. */
const PRIVATE = 0o600;

/** Adds a random SECRET_KEY to the file, unless there is one, and keeps it from other users of the machine. */
export function ensureSecret(file) {
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  // One that is there already keeps its mode when it is written.
  if (existsSync(file)) keepPrivate(file);
  if (/^\s*(export\s+)?SECRET_KEY\s*=/m.test(before)) return;
  const gap = before && !before.endsWith("\n") ? "\n" : "";
  writeFileSync(file, `${before}${gap}SECRET_KEY=${randomBytes(32).toString("hex")}\n`, { mode: PRIVATE });
  say("made a random SECRET_KEY for this machine, in .dev.vars (never committed)");
}

function keepPrivate(file) {
  if ((statSync(file).mode & 0o077) === 0) return;
  try {
    chmodSync(file, PRIVATE);
    say(".dev.vars could be read by other users of this machine, and no longer can");
  } catch {
    // It is somebody else's, or on a file system without modes.
    say(".dev.vars can be read by other users of this machine: `chmod 600 .dev.vars`");
  }
}
