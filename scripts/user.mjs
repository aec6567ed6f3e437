// `npm run user -- …`: the users in the KV, on this machine or (`--remote`) deployed.
import { parseArgs } from "node:util";
import { Failure } from "./lib/run.mjs";
import { main } from "./lib/say.mjs";
import { add } from "./user/add.mjs";
import { check } from "./user/check.mjs";
import { addClient, listClients, rmClient } from "./user/client.mjs";
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
       npm run user -- client add ID          makes a client of the Worker, and prints its secret, once
       npm run user -- client list            lists the clients, and what each may do
       npm run user -- client rm ID           takes a client out

--remote           the KV and the Worker that are deployed; without it those on this machine
--persist-to DIR   another folder for the KV on this machine, as wrangler has it
with a user that is put in: --email ADDRESS, --full-name TEXT, --scope SCOPE (again for more), --disabled
with a client that is put in: --may introspect, to be let in at POST /introspect

A password is asked for, or read from standard input where that is no terminal. Settings (PASSWORD_SECRET, LOGIN_SECRET and
others) are those of .dev.vars and wrangler.toml; with --remote secrets are read from the environment.

Clients are in the secret CLIENTS: on this machine in .dev.vars, which the next \`npm start\` reads. The deployed Worker's is
sent whole by wrangler and cannot be read back, so what was sent last is kept in .clients.json: ids, hashes and rights, no
secret. Whoever else changes the clients needs that file.`;

/** @type {import("node:util").ParseArgsOptionsConfig} */
const options = {
  email: { type: "string" },
  "full-name": { type: "string" },
  scope: { type: "string", multiple: true, default: [] },
  may: { type: "string", multiple: true, default: [] },
  disabled: { type: "boolean", default: false },
  remote: { type: "boolean", default: false },
  "persist-to": { type: "string" },
  help: { type: "boolean", short: "h", default: false },
};

/** What takes a name, and what takes none. */
const NAMED = { add, passwd, disable, enable, rm, ref, "client add": addClient, "client rm": rmClient };
const ALONE = { check, "client list": listClients };
const COMMANDS = [...Object.keys(NAMED), ...Object.keys(ALONE)];

main(async () => {
  const { work, name, values } = command();
  const where = { remote: values.remote, kv: openKv(values) };
  await work(where, name, values);
});

function command() {
  const { positionals, values } = parse();
  if (values.help) return { work: () => void process.stdout.write(`${USAGE}\n`), values };
  if (values.remote && values["persist-to"]) throw new Failure("--persist-to is for the KV on this machine");
  const called = COMMANDS.find((words) => `${positionals.join(" ")} `.startsWith(`${words} `)) ?? "";
  const rest = positionals.slice(called ? called.split(" ").length : 0);
  if (rest.length === 1 && rest[0] && Object.hasOwn(NAMED, called))
    return { work: NAMED[called], name: rest[0], values };
  if (rest.length === 0 && Object.hasOwn(ALONE, called)) return { work: ALONE[called], values };
  // As it was before there were commands; a user who is called like the first word of one is put in with `add`.
  const [first] = positionals;
  if (positionals.length === 1 && first && !COMMANDS.some((words) => words.split(" ")[0] === first))
    return { work: add, name: first, values };
  throw new Failure(USAGE);
}

function parse() {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch {
    throw new Failure(USAGE);
  }
}
