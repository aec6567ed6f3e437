// Supabase: the table auth.users, which has the hashes (the export of the dashboard and the API have not). Columns of GoTrue's
// migrations (supabase/auth, 2.17x).
import { state } from "../state.js";
import { flag, hashText, seconds, text, uuid } from "../values.js";

/** @type {import("../sources.js").Source} */
export const supabase = {
  name: "supabase",
  title: "Supabase",
  table: {
    tells: [
      ["encrypted_password", "email", "raw_user_meta_data"],
      ["encrypted_password", "email", "raw_app_meta_data"],
      ["encrypted_password", "email", "instance_id"],
      ["encrypted_password", "email", "email_confirmed_at"],
    ],
    needs: ["encrypted_password"],
  },
  read(row) {
    const address = text(row.email);
    return {
      ...state(row),
      email: address,
      username: address ? null : text(row.phone),
      full_name: fullName(row.raw_user_meta_data),
      is_verified: "email_confirmed_at" in row ? text(row.email_confirmed_at) !== null : null,
      created_at: seconds(row.created_at),
      hash: hashText(row.encrypted_password),
      id: uuid(row.id),
      admin: flag(row.is_super_admin),
    };
  },
};

/** @param {unknown} metadata */
function fullName(metadata) {
  try {
    const said = typeof metadata === "string" ? JSON.parse(metadata) : metadata;
    return text(said?.full_name) ?? text(said?.name);
  } catch {
    return null;
  }
}
