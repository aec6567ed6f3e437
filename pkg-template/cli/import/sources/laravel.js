// Laravel: the table users, as its own migration makes it (0001_01_01_000000_create_users_table, Laravel 11 and 12).
import { state } from "../state.js";
import { hashText, seconds, text, uuid } from "../values.js";

/** @type {import("../sources.js").Source} */
export const laravel = {
  name: "laravel",
  title: "Laravel",
  table: { tells: [["email", "password", "remember_token"]], needs: ["email", "password"] },
  // Of those who use soft deletes, `deleted_at` is among what is known there.
  read: (row) => ({
    ...state(row),
    username: text(row.username),
    email: text(row.email),
    full_name: text(row.name),
    hash: hashText(row.password),
    is_verified: "email_verified_at" in row ? text(row.email_verified_at) !== null : null,
    created_at: seconds(row.created_at),
    id: uuid(row.id),
    oldId: row.id,
  }),
};
