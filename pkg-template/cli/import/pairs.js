// What of a user is written into KV, as `wrangler kv bulk put` takes it.
import { comparable } from "./values.js";

/**
 * @typedef {{ key: string, value: string, expiration?: number, metadata?: unknown }} Pair
 *
 * @param {import("./record.js").Entry} entry
 * @returns {Pair[]}
 */
export function pairs({ username, record, leading, renewed, expiration, metadata }) {
  /** @type {Pair} */
  const user = { key: `user:${username}`, value: record };
  if (expiration) user.expiration = expiration;
  if (metadata) user.metadata = metadata;
  const all = [user];
  if (renewed !== undefined) all.push({ key: `hash:${username}`, value: renewed });
  for (const key of leading) all.push({ key, value: username });
  return all;
}

/**
 * The keys that lead to a user: that of the address, and that of the id.
 *
 * @param {{ email?: unknown, id?: unknown }} record
 */
export function indexKeys({ email, id }) {
  const keys = [];
  if (typeof email === "string" && email !== "") keys.push(`email:${comparable(email)}`);
  // A number beyond a double's digits is rounded here, and its key would be another's.
  if ((typeof id === "string" && id !== "") || Number.isSafeInteger(id)) keys.push(`id:${id}`);
  return keys;
}
