// Lucia: the users, with the hashes of version 2's table user_key (--accounts, or a member `user_key` of a JSON text), or in a
// column of the users, as its documents for version 3 have it. Hashes are `salt:key` or `s2:salt:key`.
import { state } from "../state.js";
import { hashOf, hashText, idOf, seconds, text, uuid } from "../values.js";

const HASH = /^(s2:)?[^:$]{8,64}:[0-9a-f]{128}$/i;

/** @type {import("../sources.js").Source} */
export const lucia = {
  name: "lucia",
  title: "Lucia",
  table: {
    tells: [],
    needs: [["id", "_id"]],
    looks: (row) => HASH.test(column(row) ?? "") && !("emailverified" in row),
  },
  item: {
    in: ["user", "users", "auth_user"],
    tells: (item) => HASH.test(column(item) ?? "") && !("emailVerified" in item),
  },
  join: {
    in: ["key", "keys", "user_key", "auth_key"],
    needs: [["id", "_id"], ["user_id", "userid"], "hashed_password"],
    read: (row) => (hashText(row.hashed_password) ? [row.user_id ?? row.userid, hashText(row.hashed_password)] : null),
  },
  read: user,
  readItem: user,
};

/** The hash, of an object of JSON, or of a row by names in lower case. @param {Record<string, any>} row */
const column = (row) =>
  hashText(
    row.hashed_password ??
      row.password_hash ??
      row.hashedPassword ??
      row.passwordHash ??
      row.hashedpassword ??
      row.passwordhash,
  );

/**
 * @param {Record<string, any>} row
 * @param {import("../sources.js").Options} options
 */
function user(row, { joined }) {
  const id = idOf(row);
  return {
    ...state(row),
    username: text(row.username),
    email: text(row.email),
    full_name: text(row.name) ?? text(row.full_name),
    is_verified: row.email_verified === undefined ? null : ["1", "t", "true"].includes(String(row.email_verified)),
    created_at: seconds(row.created_at),
    hash: column(row) ?? hashOf(id, joined),
    id: uuid(id),
    oldId: id,
  };
}
