// What changes a user who is there, or takes the user out.
import { isExact } from "../../pkg-template/cli/exact.js";
import { Failure } from "../lib/run.mjs";
import { say } from "../lib/say.mjs";
import { addressKey, claim, keysOf, leadingTo } from "./index.mjs";
import { confirm } from "./ask.mjs";
import { passwordRule } from "./password-rule.mjs";
import { hashOf, readPassword } from "./password.mjs";
import { membersOf, withMembers } from "./record.mjs";

/** @typedef {import("./commands.mjs").Run} Run */

/** A new password. A disabled user stays disabled. @type {Run} */
export async function passwd({ remote, kv }, name) {
  // Before anybody types a password.
  const key = await find(kv, name);
  const { email, full_name, disabled } = membersOf(await recordOf(kv, key));
  const password = await readPassword({ username: name, email, full_name }, passwordRule(remote));
  await change(kv, key, { hashed_password: await hashOf(password, remote) }, true);
  // It renewed the old hash.
  await kv.remove([`hash:${name}`]);
  const still = disabled === true ? `; the user is still disabled (npm run user -- enable ${name})` : "";
  say(`${name} has a new password in the ${kv.title}; tokens from before end${soon(remote)}${still}`);
}

/** @type {Run} */
export async function disable({ remote, kv }, name) {
  await change(kv, await find(kv, name), { disabled: true }, true);
  say(`${name} is disabled in the ${kv.title}${soon(remote)}`);
}

/** @type {Run} */
export async function enable({ remote, kv }, name) {
  await change(kv, await find(kv, name), { disabled: false });
  say(`${name} is enabled in the ${kv.title}${soon(remote)}`);
}

/** Ends everything that was issued until now. @type {Run} */
export async function logout({ remote, kv }, name) {
  await change(kv, await find(kv, name), {}, true);
  say(`the sessions and tokens of ${name} end${soon(remote)}`);
}

/** @type {Run} */
export async function rm({ remote, kv }, name, values) {
  const key = await find(kv, name);
  await confirm(`Take ${name} out of the ${kv.title}? There is no way back.`, values);
  const record = (await kv.read([key.name])).get(key.name);
  const leading = typeof record === "string" ? await leadingTo(kv, keysOf(record), name) : [];
  await kv.remove([`user:${name}`, `hash:${name}`, ...leading]);
  say(`${name} is no longer in the ${kv.title}${soon(remote)}`);
}

/** Other members of a record; a new address comes into the index, and the old one goes. @type {Run} */
export async function set({ remote, kv }, name, values) {
  const members = given(values);
  const key = await find(kv, name);
  const old = keysOf(await recordOf(kv, key)).filter((one) => one.startsWith("email:"));
  const email = /** @type {string | null | undefined} */ (members.email);
  const moves = "email" in members && old.join() !== (email ? addressKey(email) : "");
  if (typeof email === "string") await claim(kv, email, name);
  // Nobody has seen that the new address is the user's.
  if (moves && !("is_verified" in members)) members.is_verified = false;
  const stale = moves ? await leadingTo(kv, old, name) : [];
  await change(kv, key, members);
  if (typeof email === "string") await kv.put([{ key: addressKey(email), value: name }]);
  if (stale.length > 0) await kv.remove(stale);
  say(`${name} has changed in the ${kv.title}${soon(remote)}`);
}

/** What `set` is to change. @param {Record<string, any>} values */
export function given(values) {
  /** @type {Record<string, unknown>} */
  const members = {};
  if (values.email !== undefined) members.email = values.email || null;
  if (values["full-name"] !== undefined) members.full_name = values["full-name"] || null;
  if (values["no-scopes"]) members.scopes = [];
  else if (values.scope) members.scopes = values.scope;
  if (values.claims !== undefined) members.claims = object(values.claims);
  if (values.verified && values["not-verified"]) throw new Failure("--verified or --not-verified, not both");
  if (values.verified || values["not-verified"]) members.is_verified = values.verified === true;
  if (Object.keys(members).length > 0) return members;
  throw new Failure(
    "say what to set: --email, --full-name, --scope, --no-scopes, --claims, --verified, --not-verified",
  );
}

/** @param {string} text */
function object(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {}
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Failure(`--claims is a JSON object, such as --claims '{"plan": "gold"}'`);
  if (!isExact(value))
    throw new Failure("--claims has a number with more digits than are kept here: write it as a text, in quotes");
  return value;
}

const soon = (remote) =>
  remote ? "; it takes up to a minute until every location sees it (with --url it counts at once)" : "";

/** @param {import("./kv.mjs").Kv} kv @param {string} name */
async function find(kv, name) {
  const key = (await kv.list(`user:${name}`)).find((one) => one.name === `user:${name}`);
  if (!key) throw new Failure(`there is no user ${name} in the ${kv.title}`);
  return key;
}

/** @param {import("./kv.mjs").Kv} kv @param {import("./kv.mjs").Key} key */
async function recordOf(kv, { name }) {
  const record = (await kv.read([name])).get(name);
  if (typeof record !== "string") throw record ?? new Failure("the record went away meanwhile");
  return record;
}

/**
 * What KV keeps beside the value stays, too. `ends` says that all tokens and sessions end with this: the record is newer than
 * the one before then, whatever the clock here says.
 *
 * @param {import("./kv.mjs").Kv} kv
 * @param {import("./kv.mjs").Key} key
 * @param {Record<string, unknown>} members
 * @param {boolean} [ends]
 */
async function change(kv, key, members, ends = false) {
  const { name, expiration, metadata } = key;
  const record = await recordOf(kv, key);
  const { tokens_valid_after: before, created_at: created } = membersOf(record);
  const end = Math.max(
    Math.floor(Date.now() / 1000),
    ...[before, created].map((time) => Math.floor(Number(time) || 0) + 1),
  );
  const value = withMembers(record, ends ? { ...members, tokens_valid_after: end } : members);
  await kv.put([{ key: name, value, ...(expiration && { expiration }), ...(metadata && { metadata }) }]);
}
