// fastapi-users: the table of its SQLAlchemy models (fastapi-users-db-sqlalchemy 7, SQLAlchemyBaseUserTableUUID).
import { state } from "../state.js";
import { flag, hashText, joined, seconds, text, uuid } from "../values.js";

/** @type {import("../sources.js").Source} */
export const fastapiUsers = {
  name: "fastapi-users",
  title: "fastapi-users",
  table: {
    tells: [["email", "hashed_password", "is_active", "is_superuser", "is_verified"]],
    needs: ["email", "hashed_password"],
  },
  read: (row) => ({
    ...state(row),
    username: text(row.username),
    email: text(row.email),
    full_name: text(row.full_name) ?? text(row.name) ?? joined(row.first_name, row.last_name),
    is_verified: flag(row.is_verified),
    created_at: seconds(row.created_at),
    hash: hashText(row.hashed_password),
    id: uuid(row.id),
    admin: flag(row.is_superuser),
    oldId: row.id,
  }),
};
