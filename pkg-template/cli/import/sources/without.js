// Systems that give no hash away. Their users can come along without a password, and choose a new one.
import { flag, joined, seconds, text, uuid } from "../values.js";

/** Amazon Cognito: `aws cognito-idp list-users`, and the CSV of its import. @type {import("../sources.js").Source} */
export const cognito = {
  name: "cognito",
  title: "Amazon Cognito",
  refuses:
    "Amazon Cognito gives no password hash away, by no way: its users can't keep their passwords. With --without-passwords they " +
    "come along and choose a new one. (Or let them log in at Cognito one last time, and put each in with the password that was right.)",
  table: { tells: [["cognito:username"]], needs: ["cognito:username"] },
  item: { in: ["Users"], tells: (item) => "Username" in item && "UserStatus" in item },
  read: (row) => attributes(row["cognito:username"], row),
  readItem(item) {
    /** @type {{ Name: string, Value: string }[]} */
    const all = item.Attributes ?? [];
    const named = Object.fromEntries(all.map(({ Name, Value }) => [Name, Value]));
    return {
      ...attributes(item.Username, named),
      disabled: flag(item.Enabled) === false,
      created_at: seconds(item.UserCreateDate),
    };
  },
};

/** @param {unknown} name @param {Record<string, unknown>} said */
const attributes = (name, said) => ({
  // Where people log in with their address, the name is a UUID that nobody knows.
  username: uuid(name) ? null : text(name),
  email: text(said.email),
  full_name: text(said.name) ?? joined(said.given_name, said.family_name),
  is_verified: flag(said.email_verified),
  hash: null,
  id: uuid(said.sub) ?? uuid(name),
});

/** Okta: `GET /api/v1/users`. @type {import("../sources.js").Source} */
export const okta = {
  name: "okta",
  title: "Okta",
  refuses:
    "Okta gives no password hash away, by no way: its users can't keep their passwords. With --without-passwords they come along " +
    "and choose a new one. (A file that was made to be imported into Okta has hashes: bring it into keyward's own form.)",
  item: { tells: (item) => typeof item.profile?.login === "string" },
  readItem: (item) => ({
    username: item.profile.login === item.profile.email ? null : text(item.profile.login),
    email: text(item.profile.email),
    full_name: text(item.profile.displayName) ?? joined(item.profile.firstName, item.profile.lastName),
    disabled: ["SUSPENDED", "DEPROVISIONED"].includes(item.status),
    created_at: seconds(item.created),
    hash: null,
    oldId: item.id,
  }),
};
