// What `npm start` sets on this machine alone, so that the page can be tried; wrangler.toml is what goes to Cloudflare.
import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";

/** @type {Record<string, string>} */
const OPEN = { REGISTRATION: "open" };

/**
 * Arguments of `wrangler dev` for settings that `file`, the .dev.vars, says nothing about: arguments would outdo the file.
 *
 * @param {string} file
 */
export function localSettings(file) {
  const own = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
  return Object.entries(OPEN)
    .filter(([name]) => own[name] === undefined)
    .flatMap(([name, value]) => ["--var", `${name}:${value}`]);
}
