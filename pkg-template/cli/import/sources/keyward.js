// keyward's own: JSON, one record a line, as `npm run user -- export` writes it, and the same as a table.
//
// A line is a record, or, where that is not all or not one line, what KV has: {"key": "user:ann", "value": "…", "expiration",
// "metadata"}. The hash that a login has renewed comes in one of its own, {"key": "hash:ann", "value": "…"}.
import { stored } from "../record.js";
import { isOfState, state } from "../state.js";
import { flag, hashText, seconds, text } from "../values.js";
import { Unusable } from "../unreadable.js";

/** @type {import("../sources.js").Source} */
export const keyward = {
  name: "keyward",
  title: "keyward",
  table: {
    tells: [
      ["username", "hashed_password", "disabled"],
      ["username", "hashed_password", "scopes"],
    ],
    needs: ["username", "hashed_password"],
  },
  item: {
    tells: (item) =>
      (typeof item.username === "string" && "hashed_password" in item && !isOfAnother(item)) ||
      (typeof item.key === "string" && /^(user|hash):/.test(item.key) && typeof item.value === "string"),
  },
  readEntry: (item, text) => (typeof item.username === "string" ? stored(text.trim(), item) : ofKv(item)),
  read: (row) => ({
    ...state(row),
    username: text(row.username),
    email: text(row.email),
    full_name: text(row.full_name),
    hash: hashText(row.hashed_password),
    scopes: text(row.scopes)?.split(/[\s,]+/) ?? [],
    claims: object(row.claims),
    id: text(row.id),
    is_verified: flag(row.is_verified),
    created_at: seconds(row.created_at),
    oldId: row.id,
  }),
};

/** Where `is_active` or the like says who is shut, a record to the letter would open that account. @param {object} item */
const isOfAnother = (item) =>
  "is_superuser" in item || Object.keys(item).some((name) => name !== "disabled" && isOfState(name));

/** @param {Record<string, any>} item */
function ofKv({ key, value, base64, expiration, metadata }) {
  if (base64) throw new Unusable("it is bytes that are no UTF-8, so no record");
  const more = { ...(expiration && { expiration }), ...(metadata && { metadata }) };
  if (key.startsWith("hash:")) return { renews: key.slice("hash:".length), value, ...more };
  let record;
  try {
    record = JSON.parse(value.replace(/^\ufeff/, ""));
  } catch {
    throw new Unusable("the record is no JSON");
  }
  if (`user:${record?.username}` !== key) throw new Unusable("`username` is not the name in the key");
  return stored(value, record, more);
}

/** @param {unknown} value */
function object(value) {
  const said = text(value);
  if (said === null) return undefined;
  try {
    const read = JSON.parse(said);
    if (typeof read === "object" && read !== null && !Array.isArray(read)) return read;
  } catch {}
  throw new Unusable("its claims are no JSON object");
}
