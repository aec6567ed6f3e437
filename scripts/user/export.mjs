// `npm run user -- export`: all users, one a line, to be imported again as they are. A line is the record; where that is not
// all (KV keeps more beside it), or not one line, what KV has. A hash that a login has renewed follows in a line of its own.
import { closeSync, existsSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { keyward } from "../../pkg-template/cli/import/sources/keyward.js";
import { fromHere } from "../lib/paths.mjs";
import { Failure } from "../lib/run.mjs";
import { say } from "../lib/say.mjs";
import { confirm } from "./ask.mjs";
import { startBar } from "./import/progress.mjs";

/** @type {import("./commands.mjs").Run} */
export async function exportUsers({ kv, print }, argument, values) {
  const file = argument === undefined ? undefined : fromHere(argument);
  if (file !== undefined && existsSync(file)) await confirm(`${argument} is there. Write over it?`, values);
  const all = await kv.list("");
  const keys = all.filter(({ name }) => name.startsWith("user:"));
  const renewed = new Set(all.map(({ name }) => name).filter((name) => name.startsWith("hash:")));
  const beside = new Map(
    keys.filter(({ expiration, metadata }) => expiration || metadata).map((key) => [key.name, key]),
  );
  const wanted = keys.flatMap(({ name }) => [name, ...renewalOf(name, renewed)]);
  const target = file === undefined ? undefined : openPrivate(file, argument);
  const bar = startBar("exported", wanted.length);
  let users = 0;
  try {
    for await (const some of kv.batches(wanted)) {
      let text = "";
      for (const [key, value] of some) {
        if (value === null) continue;
        text += `${line(key, value, beside.get(key))}\n`;
        if (key.startsWith("user:")) users++;
      }
      if (target) writeFileSync(target.open, text);
      else await print(text);
      bar.add(some.size);
    }
    target?.done();
  } finally {
    bar.end();
    target?.close();
  }
  say(`${users} users of the ${kv.title}${file === undefined ? "" : ` are in ${argument}`}`);
}

/**
 * A file beside it, which takes its place when it is `done`: an export of yesterday is better than half of today's. Hashes are
 * nobody's business, in a file that was there before neither.
 *
 * @param {string} file
 * @param {string} [called]
 */
function openPrivate(file, called) {
  try {
    const there = existsSync(file);
    // A link stays one. Into what is no file, such as /dev/null, it is written as it comes.
    const place = there ? realpathSync(file) : file;
    const isFile = !there || statSync(place).isFile();
    const next = isFile ? `${place}.${process.pid}.part` : place;
    const open = openSync(next, isFile ? "wx" : "w", 0o600);
    const done = () => isFile && renameSync(next, place);
    const close = () => {
      closeSync(open);
      if (isFile) rmSync(next, { force: true });
    };
    return { open, done, close };
  } catch (error) {
    throw new Failure(`${called} cannot be written, so that only you can read it (${error.code})`);
  }
}

/** @param {string} key @param {Set<string>} renewed */
function renewalOf(key, renewed) {
  const hash = `hash:${key.slice("user:".length)}`;
  return renewed.has(hash) ? [hash] : [];
}

/** @param {string} key @param {string | Failure} value @param {import("./kv.mjs").Key} [beside] */
function line(key, value, beside) {
  const more = {
    ...(beside?.expiration && { expiration: beside.expiration }),
    ...(beside?.metadata ? { metadata: beside.metadata } : {}),
  };
  // Bytes that are no text stay as they are, for whoever wants to mend them.
  if (typeof value !== "string") throw new Failure(`${key} is no UTF-8: put it right or take it out first`);
  if (!beside && key.startsWith("user:") && isOwnLine(key, value)) return value;
  return JSON.stringify({ key, value, ...more });
}

/** @param {string} key @param {string} value */
function isOwnLine(key, value) {
  if (/[\r\n]/.test(value) || value !== value.trim() || value.startsWith("\ufeff")) return false;
  try {
    const record = JSON.parse(value);
    return `user:${record?.username}` === key && keyward.item.tells(record);
  } catch {
    return false;
  }
}
