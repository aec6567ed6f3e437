// What of a user is written into KV, as `wrangler kv bulk put` takes it.

/**
 * @typedef {{ key: string, value: string, expiration?: number, metadata?: unknown }} Pair
 *
 * @param {import("./record.js").Entry} entry
 * @returns {Pair[]}
 */
export function pairs({ username, address, record, renewed, expiration, metadata }) {
  /** @type {Pair[]} */
  const all = [
    { key: `user:${username}`, value: record, ...(expiration && { expiration }), ...(metadata ? { metadata } : {}) },
  ];
  if (renewed !== undefined) all.push({ key: `hash:${username}`, value: renewed });
  if (address !== null) all.push({ key: `email:${address}`, value: username });
  return all;
}
