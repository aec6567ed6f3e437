// The keys that lead to a user: `email:<address>` and `id:<id>`. One address, one user.
import { indexKeys } from "../../pkg-template/cli/import/pairs.js";
import { comparable } from "../../pkg-template/cli/import/values.js";
import { Failure } from "../lib/run.mjs";
import { membersOf } from "./record.mjs";

/** The key of an address. @param {string} address */
export const addressKey = (address) => `email:${comparable(address)}`;

/** The keys that lead to the user of a record's text; none where it can't be read. @param {string} record */
export const keysOf = (record) => readKeys(record) ?? [];

/** Whether it can be read at all. @param {unknown} record as the KV gives it: text, or why it is none */
export const isReadable = (record) => readKeys(record) !== undefined;

/** @param {unknown} record */
function readKeys(record) {
  if (typeof record !== "string") return undefined;
  try {
    return indexKeys(membersOf(record));
  } catch {
    return undefined;
  }
}

/**
 * Whether a key is taken by the user whom it leads to. One whose record cannot be read may have that address or id: somebody
 * else who gets it could not be told from that user once the record is put right.
 *
 * @param {unknown} record that user's, as the KV gives it; `null` where there is none
 * @param {string} key
 */
export const isTaken = (record, key) => (record ?? null) !== null && (readKeys(record)?.includes(key) ?? true);

/**
 * Refuses an address that is another user's. A key whose user is gone, or has another address now, is nobody's.
 *
 * @param {import("./kv.mjs").Kv} kv
 * @param {string} address
 * @param {string} name
 * @param {unknown} [owner] whom the key leads to, where it was read already
 */
export async function claim(kv, address, name, owner) {
  const key = addressKey(address);
  if (owner === undefined) owner = (await kv.read([key])).get(key);
  if (typeof owner !== "string" || owner === name) return;
  const record = (await kv.read([`user:${owner}`])).get(`user:${owner}`);
  if (!isTaken(record, key)) return;
  throw new Failure(
    isReadable(record)
      ? `the address belongs to the user ${owner} in the ${kv.title}: one address, one user`
      : `the address leads to the user ${owner} in the ${kv.title}, whose record cannot be read: put it right, or take it out first`,
  );
}

/**
 * Those of the keys that lead to this user.
 *
 * @param {import("./kv.mjs").Kv} kv
 * @param {string[]} keys
 * @param {string} name
 */
export async function leadingTo(kv, keys, name) {
  if (keys.length === 0) return [];
  return [...(await kv.read(keys))].filter(([, owner]) => owner === name).map(([key]) => key);
}
