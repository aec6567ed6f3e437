#!/usr/bin/env node
// `npx keyward COMMAND`: one file for each command. Exit code 0: yes; 1: no (a wrong password, a token that is not good);
// 2: there is no answer, because the command line, a file or a hash cannot be used.
import { readFileSync } from "node:fs";
import { parse } from "./arguments.js";
import { KeywardError } from "../node.js";
import { Failure } from "./failure.js";

const COMMANDS = {
  hash: "hash a password",
  verify: "check a password against a stored hash",
  identify: "say what a stored hash is",
  import: "convert the users of another system",
  issue: "sign a token",
  decode: "verify a token and show its claims",
  peek: "show a token without verifying it",
  "generate-key": "make a key for tokens",
  tune: "measure this machine and propose parameters",
};

const HELP = `usage: keyward COMMAND [options]

${Object.entries(COMMANDS)
  .map(([name, what]) => `  ${name.padEnd(14)}${what}`)
  .join("\n")}

  keyward COMMAND --help says more.

Passwords, keys and tokens are asked for, or read from standard input or a file.
They are never taken from the command line: what stands there is seen by every
user of the machine, and stays in the shell's history.

Exit code: 0 yes, 1 no (wrong password, token not good), 2 no answer.
`;

/** @param {string[]} args */
async function main([name, ...rest]) {
  if (name === undefined) return say(process.stderr, HELP, 2);
  if (["--help", "-h", "help"].includes(name)) return say(process.stdout, HELP, 0);
  if (["--version", "-v"].includes(name)) return say(process.stdout, `${version()}\n`, 0);
  // Not repeated in the message: it may be a password.
  if (!Object.hasOwn(COMMANDS, name))
    return say(
      process.stderr,
      `keyward: there is no such command. There are ${Object.keys(COMMANDS).join(", ")}.\n`,
      2,
    );
  /** @type {import("./arguments.js").Command} */
  const command = await import(`./${name}.js`);
  const { values, positionals } = parse(command, rest);
  if (values.help) return say(process.stdout, command.help, 0);
  return command.run(values, positionals);
}

/**
 * @param {NodeJS.WritableStream} stream
 * @param {string} text
 * @param {number} code
 */
function say(stream, text, code) {
  stream.write(text);
  return code;
}

/**
 * What to say about an error; one that nobody expected keeps its stack.
 *
 * @param {unknown} error
 */
function explain(error) {
  if (error instanceof Failure) return error.message;
  if (error instanceof KeywardError) return `${error.message} (${error.code})`;
  return error instanceof TypeError ? error.message : /** @type {Error} */ (error).stack;
}

const version = () => JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : 2));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`keyward: ${explain(error)}\n`);
  process.exitCode = 2;
}
