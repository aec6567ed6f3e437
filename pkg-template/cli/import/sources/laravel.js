// Laravel: the table users, as its own migration makes it (0001_01_01_000000_create_users_table, Laravel 11 and 12).
import { hashText, seconds, text } from "../values.js";

/** @type {import("../sources.js").Source} */
export const laravel = {
  name: "laravel",
  title: "Laravel",
  table: { tells: [["email", "password", "remember_token"]], needs: ["email", "password"] },
  read: (row) => ({
    username: text(row.username),
    email: text(row.email),
    full_name: text(row.name),
    hash: hashText(row.password),
    is_verified: "email_verified_at" in row ? text(row.email_verified_at) !== null : null,
    created_at: seconds(row.created_at),
    // Of those who use soft deletes.
    disabled: text(row.deleted_at) !== null,
    oldId: row.id,
  }),
};
