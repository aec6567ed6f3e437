// Flask, and whoever else keeps hashes of Werkzeug (or of anything that keyward reads) in a table of their own: the names of
// the columns are guessed, and --column says what they are where they are others. Rails (has_secure_password, Devise) has some.
import { state } from "../state.js";
import { flag, hashText, idOf, joined, seconds, text, uuid } from "../values.js";

/** What columns with hashes are called. */
export const HASHES = [
  "password_hash",
  "hashed_password",
  "pw_hash",
  "pwhash",
  "passwordhash",
  "password",
  "encrypted_password",
  "password_digest",
];

const ADDRESSES = ["email", "mail", "email_address"];

/** Of Flask-Security; what it stores is described in its configuration, SECURITY_PASSWORD_SINGLE_HASH. */
const HASHED_TWICE =
  "hashed twice by Flask-Security, unless SECURITY_PASSWORD_SINGLE_HASH was set: such passwords are never right here, " +
  "and docs/hashes.md has how the package verifies them";

/** @type {import("../sources.js").Source} */
export const werkzeug = {
  name: "werkzeug",
  title: "Flask (Werkzeug), or a table of your own",
  table: {
    tells: [["password", "fs_uniquifier"], ["password_digest"], ["encrypted_password", "reset_password_token"]],
    needs: [HASHES, ["username", "user_name", "login", ...ADDRESSES]],
    // Nobody else writes these.
    looks: (row) => /^(scrypt:\d+:\d+:\d+|pbkdf2:\w+(:\d+)?)\$/.test(first(row, HASHES) ?? ""),
  },
  read: (row) => ({
    ...state(row),
    username: text(first(row, ["username", "user_name", "login"])),
    email: text(first(row, ADDRESSES)),
    full_name:
      text(first(row, ["full_name", "fullname", "display_name", "name"])) ?? joined(row.first_name, row.last_name),
    hash: hashText(first(row, HASHES)),
    problem: isHashedTwice(row) ? HASHED_TWICE : undefined,
    id: uuid(idOf(row)),
    is_verified: flag(first(row, ["is_verified", "email_verified", "verified"])),
    created_at: seconds(first(row, ["created_at", "date_joined", "registered_at", "created"])),
    admin: flag(first(row, ["is_superuser", "is_admin", "admin"])),
    oldId: idOf(row),
  }),
};

/** Flask-Security takes an HMAC before all but Django's schemes. @param {Record<string, any>} row */
const isHashedTwice = (row) => "fs_uniquifier" in row && /^\$/.test(hashText(first(row, HASHES)) ?? "");

/**
 * @param {Record<string, any>} row
 * @param {string[]} names
 */
function first(row, names) {
  const name = names.find((name) => row[name] !== null && row[name] !== undefined);
  return name === undefined ? null : row[name];
}
