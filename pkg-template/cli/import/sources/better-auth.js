// better-auth: the table user, with the passwords of the table account (providerId `credential`) beside it: as a column
// `password` of one export over both, as JSON `{"user": […], "account": […]}`, or as a second file (--accounts). Columns of
// its core schema (better-auth 1.3, packages/core/src/db/schema) and of its plug-ins username and admin. On MongoDB it is two
// collections, as mongoexport writes them.
import { state } from "../state.js";
import { flag, hashOf, hashText, idOf, seconds, text, uuid } from "../values.js";

/** @type {import("../sources.js").Source} */
export const betterAuth = {
  name: "better-auth",
  title: "better-auth",
  anyCase: true,
  table: {
    tells: [
      ["email", "emailverified"],
      ["email", "email_verified", "image"],
    ],
    needs: ["email"],
  },
  item: { in: ["user", "users"], tells: (item) => "email" in item && "emailVerified" in item && "name" in item },
  join: {
    in: ["account", "accounts"],
    needs: [["userid", "user_id"], "password"],
    read: (row) =>
      (row.providerid ?? row.provider_id ?? "credential") === "credential" && hashText(row.password)
        ? [row.userid ?? row.user_id, hashText(row.password)]
        : null,
  },
  read: user,
  readItem: (item, options) =>
    user(Object.fromEntries(Object.entries(item).map(([name, value]) => [name.toLowerCase(), value])), options),
};

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
    full_name: text(row.name),
    is_verified: flag(row.emailverified ?? row.email_verified),
    created_at: seconds(row.createdat ?? row.created_at),
    hash: hashText(row.password) ?? hashOf(id, joined),
    id: uuid(id),
    admin: row.role === undefined || row.role === null ? null : String(row.role).split(",").includes("admin"),
    oldId: id,
  };
}
