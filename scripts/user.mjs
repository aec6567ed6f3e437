// `npm run user -- …`: the users in the KV, on this machine or (`--remote`) deployed.
import { once } from "node:events";
import { parseArgs } from "node:util";
import { Unreadable } from "../pkg-template/cli/import/unreadable.js";
import { Failure } from "./lib/run.mjs";
import { main } from "./lib/say.mjs";
import { COMMANDS, COMMON, helpOf, usage } from "./user/commands.mjs";
import { openKv } from "./user/kv.mjs";

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on("error", (error) => process.exit(/** @type {any} */ (error).code === "EPIPE" ? process.exitCode : 1));

main(async () => {
  const { command, argument, values } = read(process.argv.slice(2));
  if (values.help) return void process.stdout.write(`${command ? helpOf(command) : usage()}\n`);
  if (!command) throw new Failure(usage());
  if (values.remote && values["persist-to"]) throw new Failure("--persist-to is for the KV on this machine");
  const where = { remote: values.remote, kv: openKv(values), persist: values["persist-to"], print };
  try {
    await command.run(where, argument, values);
  } catch (error) {
    if (error instanceof Unreadable) throw new Failure(error.message);
    throw error;
  }
});

/** Waits for a reader who is slower. @param {string} text */
async function print(text) {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
}

/** @param {string[]} args */
function read(args) {
  const positionals = parse(args, undefined).positionals;
  const command = commandOf(positionals);
  const { values, positionals: all } = parse(args, command);
  if (values.help || !command)
    return { command: values.help && positionals.length === 0 ? undefined : command, values };
  const words = `${all.join(" ")} `.startsWith(`${command.words} `) ? command.words.split(" ").length : 0;
  const rest = all.slice(words);
  const needs = command.takes?.startsWith("[") ? 0 : command.takes ? 1 : 0;
  const most = command.takes ? 1 : 0;
  if (rest.length < needs || rest.length > most || rest[0] === "") throw new Failure(words ? helpOf(command) : usage());
  return { command, argument: rest[0], values };
}

/** @param {string[]} positionals */
function commandOf(positionals) {
  const called = COMMANDS.find(({ words }) => `${positionals.join(" ")} `.startsWith(`${words} `));
  if (called) return called;
  // As it was before there were commands; a user who is called like the first word of one is put in with `add`.
  const [first] = positionals;
  const alone = positionals.length === 1 && first && !COMMANDS.some(({ words }) => words.split(" ")[0] === first);
  return alone ? COMMANDS.find(({ words }) => words === "add") : undefined;
}

/**
 * Arguments as options and words. While the command is not known, the options of all commands are taken: what follows one
 * (`--email ann@example.com`) is its value, and must not be read as the command or the name.
 */
function parse(args, command) {
  const some = command ? [command] : COMMANDS;
  const options = Object.assign({}, COMMON, ...some.map(({ options }) => options));
  try {
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
    return { positionals, values: /** @type {Record<string, any>} */ (values) };
  } catch {
    throw new Failure(command ? helpOf(command) : usage());
  }
}
