// The index `email:<address>`: one address, one user.
import { comparable } from "../../pkg-template/cli/import/values.js";
import { Failure } from "../lib/run.mjs";

/** The key of an address. @param {string} address */
export const addressKey = (address) => `email:${comparable(address)}`;

/** The address in a record's text, as addresses are compared; `null` where it has none or can't be read. */
export function addressOf(record) {
  try {
    const { email } = JSON.parse(record.replace(/^\ufeff/, ""));
    return typeof email === "string" && email !== "" ? comparable(email) : null;
  } catch {
    return null;
  }
}

/**
 * Refuses an address that is another user's. An index entry whose user is gone, or has another address now, is nobody's.
 *
 * @param {import("./kv.mjs").Kv} kv
 * @param {string} address
 * @param {string} name
 * @param {unknown} [owner] what the index has, where it was read already
 */
export function claim(kv, address, name, owner = kv.read([addressKey(address)]).get(addressKey(address))) {
  if (typeof owner !== "string" || owner === name) return;
  const record = kv.read([`user:${owner}`]).get(`user:${owner}`);
  if (typeof record === "string" && addressOf(record) === comparable(address))
    throw new Failure(`the address belongs to the user ${owner} in the ${kv.title}: one address, one user`);
}

/**
 * The key of an address where it is in the index for this user, in a list; else an empty one.
 *
 * @param {import("./kv.mjs").Kv} kv
 * @param {string | null} address
 * @param {string} name
 */
export function indexed(kv, address, name) {
  if (address === null) return [];
  const key = addressKey(address);
  return kv.read([key]).get(key) === name ? [key] : [];
}
