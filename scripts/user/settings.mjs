// The settings of the Worker, as far as the commands need them.
import { readFileSync } from "node:fs";
import { devVars } from "../lib/dev-vars.mjs";
import { inRoot } from "../lib/paths.mjs";

/** Where secrets are: for the Worker on this machine in .dev.vars, for the one that is deployed only its operator has them. */
const secrets = (remote) => (remote ? process.env : devVars());

/** A secret. One that .dev.vars has not may be in the environment. */
export const secret = (name, remote) => secrets(remote)[name] || process.env[name] || undefined;

/** What the Worker makes references with: LOGIN_SECRET, else what signs its tokens. */
export function loginSecret(remote) {
  const first = (from) => from.LOGIN_SECRET || from.KEYS || from.SECRET_KEY;
  return first(secrets(remote)) || first(process.env) || undefined;
}

/** A setting that is no secret: that of wrangler.toml, unless .dev.vars or the environment has another. */
export const setting = (name, remote) => secret(name, remote) ?? wranglerVars()[name];

/** The texts, numbers and flags under `[vars]`; other values are no settings. */
function wranglerVars() {
  const text = readFileSync(inRoot("wrangler.toml"), "utf8");
  const vars = /^\[vars\]\s*$([^]*?)(?=^\[|$(?![^]))/m.exec(text)?.[1] ?? "";
  const lines = vars.matchAll(/^\s*(\w+)\s*=\s*(?:"([^"\\]*)"|'([^']*)'|([\w.]+))\s*(?:#.*)?$/gm);
  return Object.fromEntries([...lines].map(([, name, basic, literal, bare]) => [name, basic ?? literal ?? bare]));
}
