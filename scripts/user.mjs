// `npm run user -- …`: the users in the KV, on this machine or (`--remote`) deployed.
import { parseArgs } from "node:util";
import { write } from "../pkg-template/cli/output.js";
import { Failure } from "./lib/run.mjs";
import { main } from "./lib/say.mjs";
import { ALL, COMMANDS, helpOf, usage } from "./user/commands.mjs";
import { openKv } from "./user/kv.mjs";

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on("error", (error) => process.exit(/** @type {any} */ (error).code === "EPIPE" ? process.exitCode : 1));

main(async () => {
  const { command, argument, values } = read(process.argv.slice(2));
  if (values.help) return void process.stdout.write(`${command ? helpOf(command) : usage()}\n`);
  if (!command) throw new Failure(usage());
  if (values.remote && values["persist-to"]) throw new Failure("--persist-to is for the KV on this machine");
  const where = { remote: values.remote === true, kv: openKv(values), persist: values["persist-to"], print: write };
  await command.run(where, argument, values);
});

/** @param {string[]} args */
function read(args) {
  const { positionals, values } = parse(args);
  const command = commandOf(positionals);
  if (values.help || !command) return { command, values };
  if (Object.keys(values).some((name) => !command.options.includes(name))) throw new Failure(helpOf(command));
  const words = startsWith(positionals, command) ? command.words.split(" ").length : 0;
  const rest = positionals.slice(words);
  const needs = command.takes?.startsWith("[") ? 0 : command.takes ? 1 : 0;
  const most = command.takes ? 1 : 0;
  if (rest.length < needs || rest.length > most || rest[0] === "") throw new Failure(words ? helpOf(command) : usage());
  return { command, argument: rest[0], values };
}

/**
 * As if every command had all options: what follows one (`--email ann@example.com`) is its value, and must not be read as
 * the command or the name.
 *
 * @param {string[]} args
 */
function parse(args) {
  try {
    const { positionals, values } = parseArgs({ args, options: ALL, allowPositionals: true });
    return { positionals, values: /** @type {Record<string, any>} */ (values) };
  } catch {
    throw new Failure(usage());
  }
}

/** @param {string[]} positionals @param {import("./user/commands.mjs").Command} command */
function startsWith(positionals, { words }) {
  return `${positionals.join(" ")} `.startsWith(`${words} `);
}

/** @param {string[]} positionals */
function commandOf(positionals) {
  const called = COMMANDS.find((command) => startsWith(positionals, command));
  if (called) return called;
  // As it was before there were commands; a user who is called like the first word of one is put in with `add`.
  const [first] = positionals;
  const alone = positionals.length === 1 && first && !COMMANDS.some(({ words }) => words.split(" ")[0] === first);
  return alone ? COMMANDS.find(({ words }) => words === "add") : undefined;
}
