// WordPress: the table wp_users (wp-admin/includes/schema.php, WordPress 6.8).
import { hashText, seconds, text } from "../values.js";

/** @type {import("../sources.js").Source} */
export const wordpress = {
  name: "wordpress",
  title: "WordPress",
  table: { tells: [["user_login", "user_pass"]], needs: ["user_login", "user_pass"] },
  read: (row) => ({
    username: text(row.user_login),
    email: text(row.user_email),
    full_name: text(row.display_name),
    hash: hashText(row.user_pass),
    created_at: seconds(row.user_registered),
    oldId: row.id,
  }),
};
