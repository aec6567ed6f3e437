// .dev.vars, where wrangler looks for the secrets of the Worker on this machine.
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual, parseEnv } from "node:util";
import { inRoot } from "./paths.mjs";
import { Failure } from "./run.mjs";
import { say } from "./say.mjs";

const DEV_VARS = inRoot(".dev.vars");

/** What `npm start` sets on this machine alone, so that the page can be tried; wrangler.toml is what goes to Cloudflare. */
const OPEN = { REGISTRATION: "open" };

/** For nobody but the user. */
const PRIVATE = 0o600;

/** What is in the file. @param {string} [file] @returns {NodeJS.Dict<string>} */
export const devVars = (file = DEV_VARS) => (existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {});

/** Arguments of `wrangler dev` for settings that the file says nothing about: arguments would outdo it. @param {string} [file] */
export function localSettings(file) {
  const own = devVars(file);
  return Object.entries(OPEN)
    .filter(([name]) => own[name] === undefined)
    .flatMap(([name, value]) => ["--var", `${name}:${value}`]);
}

/** Adds a random SECRET_KEY to the file, unless there is one, and keeps it from other users of the machine. */
export function ensureSecret(file = DEV_VARS) {
  const before = open(file);
  if (/^\s*(export\s+)?SECRET_KEY\s*=/m.test(before)) return;
  write(file, withLine(before, `SECRET_KEY=${randomBytes(32).toString("hex")}`));
  say("made a random SECRET_KEY for this machine, in .dev.vars (never committed)");
}

/** Sets one secret in the file; everything else stays to the letter. `value` is one line without `'`. */
export function setSecret(name, value, file = DEV_VARS) {
  const before = open(file);
  const there = new RegExp(
    `^([ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=)[ \\t]*(?:'[^']*'|"(?:\\\\"|[^"])*"|\`[^\`]*\`|[^#\\r\\n]*?(?=[ \\t]*(?:#|$)))`,
    "m",
  );
  const after = there.test(before)
    ? before.replace(there, (_, start) => `${start}'${value}'`)
    : withLine(before, `${name}='${value}'`);
  // It may be there twice, or inside of another value.
  if (!isDeepStrictEqual({ ...parseEnv(after) }, { ...parseEnv(before), [name]: value }))
    throw new Failure(`${name} cannot be changed in .dev.vars: take it out of the file, then run this again`);
  write(file, after);
}

/** The text of the file, which from now on is its user's alone. */
function open(file) {
  if (!existsSync(file)) return "";
  // One that is there already keeps its mode when it is written.
  keepPrivate(file);
  return readFileSync(file, "utf8");
}

const write = (file, text) => writeFileSync(file, text, { mode: PRIVATE });

function withLine(text, line) {
  const gap = text && !text.endsWith("\n") ? "\n" : "";
  return `${text}${gap}${line}\n`;
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
