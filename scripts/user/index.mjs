// The keys that lead to a user: `email:<address>` and `id:<id>`. One address, one user.
import { indexKeys } from "../../pkg-template/cli/import/pairs.js";
import { comparable } from "../../pkg-template/cli/import/values.js";
import { Failure } from "../lib/run.mjs";
import { membersOf } from "./record.mjs";

/** The key of an address. @param {string} address */
export const addressKey = (address) => `email:${comparable(address)}`;

/** The keys that lead to the user of a record's text; none where it can't be read. @param {string} record */
export function keysOf(record) {
  try {
    return indexKeys(membersOf(record));
  } catch {
    return [];
  }
}

/**
 * Refuses an address that is another user's. A key whose user is gone, or has another address now, is nobody's.
 *
 * @param {import("./kv.mjs").Kv} kv
 * @param {string} address
 * @param {string} name
 * @param {unknown} [owner] whom the key leads to, where it was read already
 */
export function claim(kv, address, name, owner = kv.read([addressKey(address)]).get(addressKey(address))) {
  if (typeof owner !== "string" || owner === name) return;
  const record = kv.read([`user:${owner}`]).get(`user:${owner}`);
  if (typeof record === "string" && keysOf(record).includes(addressKey(address)))
    throw new Failure(`the address belongs to the user ${owner} in the ${kv.title}: one address, one user`);
}

/**
 * Those of the keys that lead to this user.
 *
 * @param {import("./kv.mjs").Kv} kv
 * @param {string[]} keys
 * @param {string} name
 */
export function leadingTo(kv, keys, name) {
  if (keys.length === 0) return [];
  return [...kv.read(keys)].filter(([, owner]) => owner === name).map(([key]) => key);
}
