// `npm run user -- …`: the users in the KV, on this machine or (`--remote`) deployed.
import { parseArgs } from "node:util";
import { Failure } from "./lib/run.mjs";
import { main } from "./lib/say.mjs";
import { add } from "./user/add.mjs";
import { check } from "./user/check.mjs";
import { disable, enable, passwd, rm } from "./user/change.mjs";
import { openKv } from "./user/kv.mjs";
import { ref } from "./user/ref.mjs";

const USAGE = `usage: npm run user -- NAME [options]         puts a user in, with a password that is asked for; \`add NAME\` is the same
       npm run user -- passwd NAME            changes the password, and ends all tokens and blocks of the user
       npm run user -- disable NAME           ends all tokens, and lets the user in no more
       npm run user -- enable NAME            lets the user in again
       npm run user -- rm NAME                takes the user out
       npm run user -- check                  lists the users who cannot log in, and why
       npm run user -- ref NAME               prints what the log calls a user

--remote           the KV that is deployed; without it the one on this machine
--persist-to DIR   another folder for the KV on this machine, as wrangler has it
with a user that is put in: --email ADDRESS, --full-name TEXT, --scope SCOPE (again for more), --disabled

A password is asked for, or read from standard input where that is no terminal. Settings (PASSWORD_SECRET, LOGIN_SECRET and
others) are those of .dev.vars and wrangler.toml; with --remote secrets are read from the environment.`;

/** @type {import("node:util").ParseArgsOptionsConfig} */
const options = {
  email: { type: "string" },
  "full-name": { type: "string" },
  scope: { type: "string", multiple: true, default: [] },
  disabled: { type: "boolean", default: false },
  remote: { type: "boolean", default: false },
  "persist-to": { type: "string" },
};

/** What takes a name, and what takes none. */
const NAMED = { add, passwd, disable, enable, rm, ref };
const ALONE = { check };

main(async () => {
  const { work, name, values } = command();
  const where = { remote: values.remote, kv: openKv(values) };
  await work(where, name, values);
});

function command() {
  try {
    const { positionals, values } = parseArgs({ options, allowPositionals: true });
    if (values.remote && values["persist-to"]) throw new Failure("--persist-to is for the KV on this machine");
    const [first, second] = positionals;
    if (positionals.length === 2 && second && Object.hasOwn(NAMED, first))
      return { work: NAMED[first], name: second, values };
    if (positionals.length === 1 && Object.hasOwn(ALONE, first)) return { work: ALONE[first], values };
    // As it was before there were commands; a user who is called like one is put in with `add`.
    if (positionals.length === 1 && first && !Object.hasOwn(NAMED, first)) return { work: add, name: first, values };
  } catch (error) {
    if (error instanceof Failure) throw error;
  }
  throw new Failure(USAGE);
}
