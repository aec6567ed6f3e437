// What changes a user who is there, or takes the user out.
import { Failure } from "../lib/run.mjs";
import { say } from "../lib/say.mjs";
import { hashOf, readPassword } from "./password.mjs";
import { withMembers } from "./record.mjs";

/** @typedef {{ remote: boolean, kv: import("./kv.mjs").Kv }} Where */

/** @param {Where} where @param {string} name */
export async function passwd({ remote, kv }, name) {
  // Before anybody types a password.
  const key = find(kv, name);
  const password = await readPassword(name);
  change(kv, key, { hashed_password: await hashOf(password, remote), tokens_valid_after: now() });
  // It renewed the old hash.
  kv.remove([`hash:${name}`]);
  say(`${name} has a new password in the ${kv.title}; tokens from before end${soon(remote)}`);
}

/** @param {Where} where @param {string} name */
export async function disable({ remote, kv }, name) {
  change(kv, find(kv, name), { disabled: true, tokens_valid_after: now() });
  say(`${name} is disabled in the ${kv.title}${soon(remote)}`);
}

/** @param {Where} where @param {string} name */
export async function enable({ remote, kv }, name) {
  change(kv, find(kv, name), { disabled: false });
  say(`${name} is enabled in the ${kv.title}${soon(remote)}`);
}

/** @param {Where} where @param {string} name */
export async function rm({ remote, kv }, name) {
  find(kv, name);
  kv.remove([`user:${name}`, `hash:${name}`]);
  say(`${name} is no longer in the ${kv.title}${soon(remote)}`);
}

const now = () => Math.floor(Date.now() / 1000);

const soon = (remote) => (remote ? "; it takes up to a minute until every location sees it" : "");

/** @param {import("./kv.mjs").Kv} kv @param {string} name */
function find(kv, name) {
  const key = kv.list(`user:${name}`).find((one) => one.name === `user:${name}`);
  if (!key) throw new Failure(`there is no user ${name} in the ${kv.title}`);
  return key;
}

/** What KV keeps beside the value stays, too. @param {import("./kv.mjs").Kv} kv @param {import("./kv.mjs").Key} key */
function change(kv, { name, expiration, metadata }, members) {
  const record = kv.read([name]).get(name);
  if (typeof record !== "string") throw record ?? new Failure("the record went away meanwhile");
  const value = withMembers(record, members);
  kv.put([{ key: name, value, ...(expiration && { expiration }), ...(metadata && { metadata }) }]);
}
