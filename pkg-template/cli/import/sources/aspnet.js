// ASP.NET Core Identity: the table AspNetUsers (IdentityUser, .NET 8 to 10), and that of ASP.NET Identity 2, which has
// LockoutEndDateUtc and no NormalizedUserName.
import { state } from "../state.js";
import { flag, hashText, text, uuid } from "../values.js";

/** @type {import("../sources.js").Source} */
export const aspnet = {
  name: "aspnet",
  title: "ASP.NET Identity",
  anyCase: true,
  table: {
    tells: [
      ["normalizedusername", "passwordhash"],
      ["username", "passwordhash", "securitystamp"],
      ["username", "passwordhash", "lockoutenddateutc"],
    ],
    needs: ["passwordhash"],
  },
  read: (row) => ({
    ...state(row),
    username: text(row.username),
    email: text(row.email),
    is_verified: flag(row.emailconfirmed),
    hash: hashText(row.passwordhash),
    id: uuid(row.id),
    oldId: row.id,
  }),
};
