// WordPress: the table wp_users (wp-admin/includes/schema.php, WordPress 6.8). Of several sites it has `spam` and `deleted`.
import { state } from "../state.js";
import { flag, hashText, seconds, text } from "../values.js";

/** @type {import("../sources.js").Source} */
export const wordpress = {
  name: "wordpress",
  title: "WordPress",
  anyCase: true,
  table: { tells: [["user_login", "user_pass"]], needs: ["user_login", "user_pass"] },
  read(row) {
    const { disabled, ...more } = state(row);
    return {
      username: text(row.user_login),
      email: text(row.user_email),
      full_name: text(row.display_name),
      ...more,
      disabled: disabled || flag(row.spam),
      hash: hashText(row.user_pass),
      created_at: seconds(row.user_registered),
      oldId: row.id,
    };
  },
};
