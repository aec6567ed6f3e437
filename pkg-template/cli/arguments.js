// The command line of one command. No message repeats a value: it may be a secret that does not belong there.
import { parseArgs } from "node:util";
import { Failure } from "./failure.js";

const NEVER =
  "Passwords, keys and tokens are never taken from the command line, where every user of the machine can see them:";

/**
 * @typedef {Record<string, any>} Values What the command line says, by the names of the command's options.
 *
 * @typedef {object} Command One file of this folder.
 * @property {string} help what `--help` prints
 * @property {import("node:util").ParseArgsOptionsConfig} options
 * @property {string} instead the end of the message about an argument that is not taken: where the secret belongs
 * @property {number} [takes] how many positional arguments there may be (default 0)
 * @property {(values: Values, positionals: string[]) => number | Promise<number>} run resolves to the exit code
 */

/**
 * Reads the arguments of a command.
 *
 * @param {Omit<Command, "help" | "run">} command
 * @param {string[]} args
 * @returns {{ values: Values, positionals: string[] }}
 */
export function parse({ options, takes = 0, instead }, args) {
  /** @type {{ values: Values, positionals: string[] }} */
  let parsed;
  try {
    parsed = parseArgs({
      args,
      options: { ...options, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new Failure(complaint(/** @type {NodeJS.ErrnoException} */ (error), instead));
  }
  if (parsed.positionals.length > takes && !parsed.values.help) {
    throw new Failure(`an argument too many. ${NEVER} ${instead}`);
  }
  return parsed;
}

/**
 * @param {NodeJS.ErrnoException} error
 * @param {string} instead
 */
function complaint({ code, message }, instead) {
  const [name = ""] = message.match(/--?[a-z][\w-]*/i) ?? [];
  if (code !== "ERR_PARSE_ARGS_UNKNOWN_OPTION")
    return `the option ${name} ${/does not take/.test(message) ? "takes no value" : "needs a value"}.`;
  return /pass|pw|secret|key|token/i.test(name)
    ? `there is no option ${name}. ${NEVER} ${instead}`
    : `there is no option ${name}; --help shows those there are.`;
}

/**
 * The whole number that an option gives, `undefined` where it is not there.
 *
 * @param {Values} values
 * @param {string} name
 */
export function whole(values, name) {
  if (values[name] === undefined) return undefined;
  if (!/^\d{1,10}$/.test(values[name])) throw new Failure(`--${name} is a whole number.`);
  return Number(values[name]);
}

/** @type {Record<string, number>} */
const KIB = { "": 1, k: 1, kib: 1, m: 1024, mib: 1024, g: 1 << 20, gib: 1 << 20 };

/**
 * An amount of memory in KiB: `65536`, `65536KiB`, `64MiB`, `1GiB`. `undefined` where the option is not there.
 *
 * @param {Values} values
 * @param {string} name
 */
export function memory(values, name) {
  if (values[name] === undefined) return undefined;
  const [, number, unit] = values[name].match(/^(\d{1,10}) ?([a-z]*)$/i) ?? [];
  const factor = KIB[unit?.toLowerCase()];
  if (!factor) throw new Failure(`--${name} is an amount of memory: 65536 (KiB), or with a unit 64MiB.`);
  return Number(number) * factor;
}

/** @type {Record<string, number>} */
const MS = { ms: 1, s: 1000 };

/**
 * A time in milliseconds: `250ms`, `0.5s`.
 *
 * @param {Values} values
 * @param {string} name
 */
export function milliseconds(values, name) {
  const [, number, unit] = values[name].match(/^(\d+(?:\.\d+)?)(ms|s)$/) ?? [];
  if (!unit) throw new Failure(`--${name} is a time: 250ms, 0.5s.`);
  return Number(number) * MS[unit];
}

/**
 * A number as the one that it is; everything else, such as `30m`, as it stands.
 *
 * @param {string | undefined} value
 */
export const number = (value) => (value?.trim() && Number.isFinite(Number(value)) ? Number(value) : value);

/**
 * An object without what is `undefined`.
 *
 * @param {Record<string, unknown>} object
 */
export const given = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
