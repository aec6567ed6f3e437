// What `npm run user -- …` can do: a line for each, with its options and what --help says of them.
import { help as importHelp, options as importOptions } from "../../pkg-template/cli/import/options.js";
import { add } from "./add.mjs";
import { disable, enable, logout, passwd, rm, set } from "./change.mjs";
import { check } from "./check.mjs";
import { addClient, listClients, rmClient } from "./client.mjs";
import { exportUsers } from "./export.mjs";
import { importUsers } from "./import.mjs";
import { ref } from "./ref.mjs";
import * as running from "./running.mjs";
import { list, show } from "./show.mjs";

/**
 * @typedef {object} Where
 * @property {boolean} remote
 * @property {import("./kv.mjs").Kv} kv
 * @property {string} [persist] the folder of the KV on this machine, where it is another
 * @property {(text: string) => void | Promise<void>} print to standard output
 *
 * @typedef {import("node:util").ParseArgsOptionsConfig} Options
 *
 * @typedef {object} Command
 * @property {string} words how it is called
 * @property {string} [takes] its argument, in brackets where it may be left out
 * @property {string} does
 * @property {Options} [options]
 * @property {string} [more] what --help says besides
 * @property {(where: Where, argument: any, values: Record<string, any>) => Promise<void>} run
 */

/** @type {Options} */
const yes = { yes: { type: "boolean", short: "y" } };
const YES = "  --yes              doesn't ask\n";

/** @type {Options} */
const json = { json: { type: "boolean" } };
const JSON_ = "  --json             for programs\n";

/** @type {Options} */
const online = { url: { type: "string" } };
const URL_ = "  --url URL          of the running Worker, at once, in place of the KV\n";

/** By the running Worker where `--url` says where it is, else in the KV. */
const either = (inWorker, inKv) => (where, name, values) => (values.url ? inWorker : inKv)(where, name, values);

/** @type {Options} */
const person = {
  email: { type: "string" },
  "full-name": { type: "string" },
  scope: { type: "string", multiple: true, default: [] },
};
const PERSON = `  --email ADDRESS    one address belongs to one user
  --full-name TEXT
  --scope SCOPE      what tokens of the user can be granted (again for more)
`;

const PASSWORD = `
The password is asked for, or read from standard input where that is no terminal; it is never an argument. It has 15
characters at least (PASSWORD_MIN_LENGTH, from 8), and is not the user's name or address.
`;

/** @type {Command[]} */
export const COMMANDS = [
  {
    words: "add",
    takes: "NAME",
    does: "puts a user in, with a password that is asked for",
    options: { ...person, disabled: { type: "boolean", default: false }, ...yes },
    more: `${PERSON}  --disabled         can't log in yet\n${YES}${PASSWORD}`,
    run: add,
  },
  {
    words: "show",
    takes: "NAME",
    does: "shows a user: everything but the hash",
    options: json,
    more: JSON_,
    run: show,
  },
  {
    words: "list",
    takes: "[PREFIX]",
    does: "lists the users, or those whose names begin so",
    options: { ...json, names: { type: "boolean" } },
    more: `${JSON_}  --names            nothing but the names, which is quick\n`,
    run: list,
  },
  {
    words: "check",
    does: "lists the users who can't log in, and why",
    options: { ...json, mend: { type: "boolean" } },
    more: `${JSON_}  --mend             puts the keys of addresses and ids right

Exit code 1 where there is one, or these keys are not right.
`,
    run: check,
  },
  {
    words: "set",
    takes: "NAME",
    does: "changes a user's address, name, scopes or claims",
    options: {
      ...person,
      ...online,
      "no-scopes": { type: "boolean" },
      claims: { type: "string" },
      verified: { type: "boolean" },
      "not-verified": { type: "boolean" },
    },
    more: `${PERSON}  --no-scopes        none any more
  --claims JSON      what goes into every token, an object
  --verified, --not-verified
                     whether the address was seen to be the user's; a new one is not
${URL_}
Scopes take the place of those there were. An empty text takes an address or a name away.
`,
    run: either(running.set, set),
  },
  {
    words: "passwd",
    takes: "NAME",
    does: "changes the password, and ends all tokens and blocks",
    options: online,
    more: `${URL_}${PASSWORD}`,
    run: either(running.passwd, passwd),
  },
  {
    words: "disable",
    takes: "NAME",
    does: "ends all tokens, and lets the user in no more",
    options: online,
    more: URL_,
    run: either(running.disable, disable),
  },
  {
    words: "enable",
    takes: "NAME",
    does: "lets the user in again",
    options: online,
    more: URL_,
    run: either(running.enable, enable),
  },
  {
    words: "logout",
    takes: "NAME",
    does: "ends all sessions and tokens, within a minute",
    options: online,
    more: URL_,
    run: either(running.logout, logout),
  },
  {
    words: "sessions",
    takes: "NAME",
    does: "lists the sessions, which the running Worker knows",
    options: { ...json, ...online, end: { type: "boolean" } },
    more: `  --url URL          where the Worker is
  --end              ends them, at once
${JSON_}
NAME may be the id, too.
`,
    run: running.sessions,
  },
  {
    words: "rm",
    takes: "NAME",
    does: "takes the user out",
    options: { ...yes, ...online },
    more: `${YES}${URL_}`,
    run: either(running.rm, rm),
  },
  {
    words: "import",
    takes: "FILE",
    does: "moves the users of another system in: a report first",
    options: {
      ...importOptions,
      ...json,
      ...yes,
      write: { type: "boolean" },
      overwrite: { type: "boolean" },
      report: { type: "string" },
    },
    more: `Without --write nothing is written: the report says what would be.

  --write                 writes the users into the KV; called again after an
                          interruption, it goes on where it was
  --overwrite             also those who are there already (skipped otherwise)
  --yes                   doesn't ask
  --report FILE           the report as a page, file.html
  --json                  the report for programs
${importHelp}
Exit code 0: every user can be taken; 1: some are left out.
`,
    run: importUsers,
  },
  {
    words: "export",
    takes: "[FILE]",
    does: "writes all users out, to be imported again",
    options: yes,
    more: `${YES}
One JSON text a line, to standard output where no file is named (then by \`npm run -s user -- export\`). There are hashes in
it: a named file is made so that only you can read it.
`,
    run: exportUsers,
  },
  { words: "ref", takes: "NAME", does: "prints what the log calls a user", run: ref },
  {
    words: "client add",
    takes: "ID",
    does: "makes a client of the Worker, and prints its secret, once",
    options: { may: { type: "string", multiple: true, default: [] } },
    more: "  --may introspect   to be let in at POST /introspect\n",
    run: addClient,
  },
  { words: "client list", does: "lists the clients, and what each may do", run: listClients },
  { words: "client rm", takes: "ID", does: "takes a client out", run: rmClient },
];

/** What every command has. @type {Options} */
export const COMMON = {
  remote: { type: "boolean", default: false },
  "persist-to": { type: "string" },
  help: { type: "boolean", short: "h", default: false },
};

const COMMON_HELP = `  --remote           the KV and the Worker that are deployed; without it those on this machine
  --persist-to DIR   another folder for the KV on this machine, as wrangler has it
`;

/** @param {Command} command */
const called = ({ words, takes }) => [words, takes].filter(Boolean).join(" ");

/** What --help says without a command, and where there is none of that name. */
export function usage() {
  const width = Math.max(...COMMANDS.map((command) => called(command).length));
  const lines = COMMANDS.map((command) => `  ${called(command).padEnd(width)}  ${command.does}`);
  return `usage: npm run user -- COMMAND [options]

${lines.join("\n")}

npm run user -- COMMAND --help says more; \`npm run user -- NAME\` is the same as \`add NAME\`. What goes to a program or a file
is asked for by \`npm run -s user -- …\`, without npm's own two lines before it.

${COMMON_HELP}
Settings (PASSWORD_SECRET, LOGIN_SECRET and others) are those of .dev.vars and wrangler.toml; with --remote secrets are read
from the environment. --url needs an access token with the scope admin there, as KEYWARD_ADMIN_TOKEN. Exit code: 0 done, 1 not done, or something was found.

Clients are in the secret CLIENTS: on this machine in .dev.vars, which the next \`npm start\` reads. The deployed Worker's is
sent whole by wrangler and cannot be read back, so what was sent last is kept in .clients.json: ids, hashes and rights, no
secret. Whoever else changes the clients needs that file.`;
}

/** What --help says of one command. @param {Command} command */
export const helpOf = (command) =>
  `usage: npm run user -- ${called(command)} [options]\n\n${command.does[0].toUpperCase()}${command.does.slice(1)}.\n\n${command.more ?? ""}${
    command.more?.includes("\n\n") || !command.more ? "\n" : ""
  }${COMMON_HELP}`.trimEnd();
