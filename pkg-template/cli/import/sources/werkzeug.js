// Flask, and whoever else keeps hashes of Werkzeug (or of anything that keyward reads) in a table of their own: the names of
// the columns are guessed, and --column says what they are where they are others.
import { flag, hashText, joined, not, seconds, text, uuid } from "../values.js";

/** What columns with hashes are called. */
export const HASHES = [
  "password_hash",
  "hashed_password",
  "pw_hash",
  "pwhash",
  "passwordhash",
  "password",
  "encrypted_password",
];

/** @type {import("../sources.js").Source} */
export const werkzeug = {
  name: "werkzeug",
  title: "Flask (Werkzeug), or a table of your own",
  table: {
    tells: [],
    needs: [HASHES, ["username", "user_name", "login", "email", "mail"]],
    // Nobody else writes these.
    looks: (row) => /^(scrypt:\d+:\d+:\d+|pbkdf2:\w+(:\d+)?)\$/.test(first(row, HASHES) ?? ""),
  },
  read: (row) => ({
    username: text(first(row, ["username", "user_name", "login"])),
    email: text(first(row, ["email", "mail"])),
    full_name:
      text(first(row, ["full_name", "fullname", "display_name", "name"])) ?? joined(row.first_name, row.last_name),
    disabled: flag(row.disabled) ?? not(first(row, ["is_active", "active", "enabled"])),
    hash: hashText(first(row, HASHES)),
    id: uuid(row.id),
    is_verified: flag(first(row, ["is_verified", "email_verified", "verified"])),
    created_at: seconds(first(row, ["created_at", "date_joined", "registered_at", "created"])),
    admin: flag(first(row, ["is_superuser", "is_admin", "admin"])),
    oldId: row.id,
  }),
};

/**
 * @param {Record<string, any>} row
 * @param {string[]} names
 */
function first(row, names) {
  const name = names.find((name) => row[name] !== null && row[name] !== undefined);
  return name === undefined ? null : row[name];
}
