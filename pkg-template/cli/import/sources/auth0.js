// Auth0: the export of password hashes that its support makes (NDJSON with `passwordHash`), and the files of its bulk import
// (a JSON array, or NDJSON), with `password_hash` or `custom_password_hash`. Both shapes are those of Auth0's documentation,
// "How to Use the Password Hashes Export" and "Bulk User Import Database Schema and Examples".
import { customHash } from "./auth0-hash.js";
import { flag, hashText, joined, seconds, text, uuid } from "../values.js";

/** @type {import("../sources.js").Source} */
export const auth0 = {
  name: "auth0",
  title: "Auth0",
  item: {
    tells: (item) =>
      "custom_password_hash" in item ||
      ("passwordHash" in item && ("_id" in item || "tenant" in item || "connection" in item)) ||
      ("password_hash" in item && "email_verified" in item) ||
      (typeof item.user_id === "string" && /^auth0\|/.test(item.user_id)),
  },
  readItem(item) {
    const address = item.identifiers?.find((/** @type {any} */ one) => one?.type === "email");
    const id = text(item.alt_id) ?? text(item._id) ?? text(item.user_id) ?? text(item.Id);
    return {
      username: text(item.username),
      email: text(item.email) ?? text(address?.value),
      full_name: text(item.name) ?? joined(item.given_name, item.family_name),
      disabled: flag(item.blocked),
      second_factor: item.multifactor?.length > 0 || item.mfa_factors?.length > 0,
      is_verified: flag(item.email_verified) ?? flag(address?.verified),
      created_at: seconds(item.created_at),
      hash: item.custom_password_hash
        ? customHash(item.custom_password_hash)
        : (hashText(item.passwordHash) ?? hashText(item.password_hash)),
      id: uuid(id),
      oldId: id,
    };
  },
};
