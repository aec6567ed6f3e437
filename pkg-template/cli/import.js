// `keyward import`
import { identify } from "../node.js";
import { Failure } from "./failure.js";
import { asked, help as more, options as those } from "./import/options.js";
import { pairs } from "./import/pairs.js";
import { openUsers } from "./import/read.js";
import { regularFile } from "./import/text.js";
import { Unique } from "./import/unique.js";
import { Unreadable } from "./import/unreadable.js";
import { table, write } from "./output.js";

export const help = `usage: keyward import FILE [options]

Converts the users that another system has exported. Standard output gets their
records, one a line, as keyward stores them; standard error says how many there
are of each kind of hash, and who is left out, with the line and the reason.
Nothing is computed, and nothing is sent anywhere. Exit code 0: all are
converted; 1: some are left out; 2: the file cannot be used, nothing is printed.

  keyward import auth_user.csv > users.jsonl
  keyward import auth_user.csv --kv > kv.json
  npx wrangler kv bulk put --namespace-id ID --remote kv.json

  --kv                    prints the keys and values for wrangler kv bulk put,
                          with the index of the addresses
  --json                  the counts as one line of JSON, on standard error
${more}`;
export const instead = "the only argument is the file.";
export const takes = 1;
/** @type {import("node:util").ParseArgsOptionsConfig} */
export const options = { ...those, kv: { type: "boolean" }, json: { type: "boolean" } };

/** So many of those who are left out are named. */
const NAMED = 20;

/**
 * @param {import("./arguments.js").Values} values
 * @param {string[]} positionals
 */
export async function run(values, [file]) {
  if (file === undefined) throw new Failure("the file is needed: keyward import FILE.");
  try {
    regularFile(file, "the file");
    if (values.accounts !== undefined) regularFile(values.accounts, "the file of --accounts");
    return await convert(file, values);
  } catch (error) {
    if (error instanceof Unreadable) throw new Failure(`${error.message}.`);
    throw error;
  }
}

/**
 * @param {string} file
 * @param {import("./arguments.js").Values} values
 */
async function convert(file, values) {
  const opened = await openUsers(file, asked(values));
  // Once through all of it, so that nothing of a file that breaks off is printed.
  for await (const some of opened.users()) void some;
  const { source, users } = opened;
  const unique = new Unique();
  /** @type {Map<string, number>} */
  const schemes = new Map();
  /** @type {{ line: number, reason: string }[]} */
  const left = [];
  let count = 0;
  let leftOut = 0;
  await write(values.kv ? "[" : "");
  for await (const some of users()) {
    let text = "";
    for (const { line, entry, reason } of some) {
      const refused = reason ?? unique.refuse(line, entry);
      if (refused !== null || !entry) {
        if (leftOut++ < NAMED) left.push({ line, reason: String(refused) });
        continue;
      }
      const scheme = kind(entry.hash);
      schemes.set(scheme, (schemes.get(scheme) ?? 0) + 1);
      const lines = values.kv ? pairs(entry).map((pair) => JSON.stringify(pair)) : [jsonLine(entry)];
      text += values.kv ? `${count > 0 ? "," : ""}\n${lines.join(",\n")}` : `${lines.join("\n")}\n`;
      count++;
    }
    await write(text);
  }
  await write(values.kv ? "\n]\n" : "");
  const notes = [...opened.problems(), ...opened.notes()];
  report(values, { source: source.title, users: count, leftOut, schemes, left, notes });
  return leftOut > 0 ? 1 : 0;
}

/** A record over several lines, or with more than itself, stands as KV has it. @param {import("./import/record.js").Entry} entry */
function jsonLine(entry) {
  const [user, ...others] = pairs(entry);
  const alone = Object.keys(user).length === 2 && !/[\r\n]/.test(entry.record);
  const renewed = others.filter(({ key }) => key.startsWith("hash:"));
  return [alone ? entry.record : JSON.stringify(user), ...renewed.map((pair) => JSON.stringify(pair))].join("\n");
}

/** @param {string | null} hash */
function kind(hash) {
  const scheme = hash ? (identify(hash)?.scheme ?? "unknown") : "no password";
  return scheme.endsWith("unusable") || /^[!*]/.test(hash ?? "") ? "no password" : scheme;
}

/**
 * @param {import("./arguments.js").Values} values
 * @param {{ source: string, users: number, leftOut: number, schemes: Map<string, number>, left: { line: number, reason: string }[], notes: string[] }} counts
 */
function report({ json }, { source, users, leftOut, schemes, left, notes }) {
  if (json) {
    const counts = { source, users, leftOut, schemes: Object.fromEntries(schemes), left, notes };
    process.stderr.write(`${JSON.stringify(counts)}\n`);
    return;
  }
  const rows = [...schemes].sort(([, one], [, other]) => other - one).map(([name, number]) => [String(number), name]);
  process.stderr.write(`${source}: ${users} users, ${leftOut} left out\n${rows.length > 0 ? `${table(rows)}\n` : ""}`);
  for (const { line, reason } of left) process.stderr.write(`line ${line}: ${reason}\n`);
  if (leftOut > left.length) process.stderr.write(`and ${leftOut - left.length} more\n`);
  for (const note of notes) process.stderr.write(`${note}\n`);
}
