// What `npm run user -- …` can do: a row for each command, and every option once, with what --help says of it.
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
 * @typedef {(where: Where, argument: any, values: Record<string, any>) => Promise<void>} Run
 *
 * @typedef {{ type: "string" | "boolean", multiple?: boolean, short?: string, help?: string }} Option as `parseArgs` has it
 *
 * @typedef {object} Command
 * @property {string} called its words and its argument
 * @property {string} words
 * @property {string} [takes] the argument, in brackets where it may be left out
 * @property {string} does
 * @property {string[]} options
 * @property {string} help what --help says of it
 * @property {Run} run
 */

/** What every command has. @type {Record<string, Option>} */
const COMMON = {
  remote: {
    type: "boolean",
    help: "--remote           the KV and the Worker that are deployed; without it those on this machine",
  },
  "persist-to": {
    type: "string",
    help: "--persist-to DIR   another folder for the KV on this machine, as wrangler has it",
  },
  help: { type: "boolean", short: "h" },
};

/** @type {Record<string, Option>} */
const OPTIONS = {
  email: { type: "string", help: "--email ADDRESS    one address belongs to one user" },
  "full-name": { type: "string", help: "--full-name TEXT" },
  scope: {
    type: "string",
    multiple: true,
    help: "--scope SCOPE      what tokens of the user can be granted (again for more)",
  },
  "no-scopes": { type: "boolean", help: "--no-scopes        none any more" },
  claims: { type: "string", help: "--claims JSON      what goes into every token, an object" },
  verified: {
    type: "boolean",
    help: `--verified, --not-verified
                     whether the address was seen to be the user's; a new one is not`,
  },
  "not-verified": { type: "boolean" },
  disabled: { type: "boolean", help: "--disabled         can't log in yet" },
  names: { type: "boolean", help: "--names            nothing but the names, which is quick" },
  mend: { type: "boolean", help: "--mend             puts the keys of addresses and ids right" },
  url: { type: "string", help: "--url URL          of the running Worker, at once, in place of the KV" },
  end: { type: "boolean", help: "--end              ends them, at once" },
  write: {
    type: "boolean",
    help: `--write            writes the users into the KV; called again after an
                     interruption, it goes on where it was`,
  },
  overwrite: { type: "boolean", help: "--overwrite        also those who are there already (skipped otherwise)" },
  report: { type: "string", help: "--report FILE      the report as a page, file.html" },
  may: { type: "string", multiple: true, help: "--may introspect   to be let in at POST /introspect" },
  yes: { type: "boolean", short: "y", help: "--yes              doesn't ask" },
  json: { type: "boolean", help: "--json             for programs" },
};

/** Those of all commands, for `parseArgs`. */
export const ALL = { ...importOptions, ...OPTIONS, ...COMMON };

/** What --help says of options. @param {Record<string, Option>} all @param {string[]} [names] */
const helps = (all, names = Object.keys(all)) =>
  names
    .map((name) => all[name].help)
    .filter(Boolean)
    .map((help) => `  ${help}\n`)
    .join("");

/** By the running Worker where `--url` says where it is, else in the KV. @param {Run} inWorker @param {Run} inKv @returns {Run} */
const either = (inWorker, inKv) => (where, name, values) =>
  (values.url === undefined ? inKv : inWorker)(where, name, values);

const PASSWORD = `The password is asked for, or read from standard input where that is no terminal; it is never an argument. It has 15
characters at least (PASSWORD_MIN_LENGTH, from 8), and is not the user's name or address.`;

/**
 * How it is called, what it does, and what with; its options, what --help says besides, and options that are not of OPTIONS.
 *
 * @type {[string, string, Run, string[]?, string?, { options: object, help: string }?][]}
 */
const ROWS = [
  [
    "add NAME",
    "puts a user in, with a password that is asked for",
    add,
    ["email", "full-name", "scope", "disabled", "yes"],
    PASSWORD,
  ],
  ["show NAME", "shows a user: everything but the hash", show, ["json"]],
  ["list [PREFIX]", "lists the users, or those whose names begin so", list, ["json", "names"]],
  [
    "check",
    "lists the users who can't log in, and why",
    check,
    ["json", "mend"],
    "Exit code 1 where there is one, or these keys are not right.",
  ],
  [
    "set NAME",
    "changes a user's address, name, scopes or claims",
    either(running.set, set),
    ["email", "full-name", "scope", "no-scopes", "claims", "verified", "not-verified", "url"],
    "Scopes take the place of those there were. An empty text takes an address or a name away.",
  ],
  [
    "passwd NAME",
    "changes the password, and ends all tokens and blocks",
    either(running.passwd, passwd),
    ["url"],
    PASSWORD,
  ],
  ["disable NAME", "ends all tokens, and lets the user in no more", either(running.disable, disable), ["url"]],
  ["enable NAME", "lets the user in again", either(running.enable, enable), ["url"]],
  ["logout NAME", "ends all sessions and tokens, within a minute", either(running.logout, logout), ["url"]],
  [
    "sessions NAME",
    "lists the sessions, which the running Worker knows",
    running.sessions,
    ["url", "end", "json"],
    "The KV has none, so --url is needed. NAME may be the id, too.",
  ],
  ["rm NAME", "takes the user out", either(running.rm, rm), ["yes", "url"]],
  [
    "import FILE",
    "moves the users of another system in: a report first",
    importUsers,
    ["write", "overwrite", "yes", "report", "json"],
    `Without --write nothing is written: the report says what would be.

Exit code 0: every user can be taken; 1: some are left out.`,
    { options: importOptions, help: `\n${importHelp}\n` },
  ],
  [
    "export [FILE]",
    "writes all users out, to be imported again",
    exportUsers,
    ["yes"],
    `One JSON text a line, to standard output where no file is named (then by \`npm run -s user -- export\`). There are hashes in
it: a named file is made so that only you can read it.`,
  ],
  ["ref NAME", "prints what the log calls a user", ref],
  ["client add ID", "makes a client of the Worker, and prints its secret, once", addClient, ["may"]],
  ["client list", "lists the clients, and what each may do", listClients],
  ["client rm ID", "takes a client out", rmClient],
];

/** @type {Command[]} */
export const COMMANDS = ROWS.map(([called, does, run, own = [], more = "", others = { options: {}, help: "" }]) => {
  const [, words, takes] = /** @type {string[]} */ (/^([a-z ]+?)(?: (\[?[A-Z]+\]?))?$/.exec(called));
  const help = `${helps(OPTIONS, own)}${others.help}${helps(COMMON)}\n${more}`;
  return { called, words, takes, does, run, options: [...own, ...Object.keys({ ...others.options, ...COMMON })], help };
});

/** What --help says without a command, and where there is none of that name. */
export function usage() {
  const width = Math.max(...COMMANDS.map(({ called }) => called.length));
  const lines = COMMANDS.map(({ called, does }) => `  ${called.padEnd(width)}  ${does}`);
  return `usage: npm run user -- COMMAND [options]

${lines.join("\n")}

npm run user -- COMMAND --help says more; \`npm run user -- NAME\` is the same as \`add NAME\`. What goes to a program or a file
is asked for by \`npm run -s user -- …\`, without npm's own two lines before it.

${helps(COMMON)}
Settings (PASSWORD_SECRET, LOGIN_SECRET and others) are those of .dev.vars and wrangler.toml; with --remote secrets are read
from the environment. --url needs an access token with the scope admin there, as KEYWARD_ADMIN_TOKEN. Exit code: 0 done, 1 not done, or something was found.

Clients are in the secret CLIENTS: on this machine in .dev.vars, which the next \`npm start\` reads. The deployed Worker's is
sent whole by wrangler and cannot be read back, so what was sent last is kept in .clients.json: ids, hashes and rights, no
secret. Whoever else changes the clients needs that file.`;
}

/** What --help says of one command. @param {Command} command */
export const helpOf = ({ called, does, help }) =>
  `usage: npm run user -- ${called} [options]\n\n${does[0].toUpperCase()}${does.slice(1)}.\n\n${help}`.trimEnd();
