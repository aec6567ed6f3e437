// Django: `manage.py dumpdata auth.user` (JSON, or `--format jsonl`), and the table auth_user. Columns and fields of
// django.contrib.auth.models.AbstractUser, 4.2 to 5.2; a user model of one's own that is based on it has them too.
import { state } from "../state.js";
import { flag, hashText, joined, seconds, text, uuid } from "../values.js";

/** @type {import("../sources.js").Source} */
export const django = {
  name: "django",
  title: "Django",
  table: { tells: [["username", "password", "is_superuser", "date_joined"]], needs: ["password"] },
  item: { tells: (item) => typeof item.model === "string" && typeof item.fields === "object" && item.fields !== null },
  // A dump of everything has other models in it.
  read: (row) => user(row.id, row),
  readItem: ({ pk, fields }) => (fields && "password" in fields ? user(pk, fields) : null),
};

/**
 * @param {unknown} id
 * @param {Record<string, any>} row
 */
const user = (id, row) => ({
  ...state(row),
  username: text(row.username),
  email: text(row.email),
  full_name: joined(row.first_name, row.last_name),
  hash: hashText(row.password),
  created_at: seconds(row.date_joined),
  admin: flag(row.is_superuser),
  id: uuid(id),
  oldId: id,
});
