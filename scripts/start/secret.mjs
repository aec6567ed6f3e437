// The local signing key: random, made once, readable by its owner only.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { inRoot } from "../lib/paths.mjs";
import { say } from "../lib/say.mjs";

/** Adds a SECRET_KEY to .dev.vars, where wrangler looks for local secrets, unless there is one. */
export function ensureSecret() {
  const file = inRoot(".dev.vars");
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (/^\s*(export\s+)?SECRET_KEY\s*=/m.test(before)) return;
  const gap = before && !before.endsWith("\n") ? "\n" : "";
  writeFileSync(file, `${before}${gap}SECRET_KEY=${randomBytes(32).toString("hex")}\n`, { mode: 0o600 });
  say("made a random SECRET_KEY for this machine, in .dev.vars (never committed)");
}
