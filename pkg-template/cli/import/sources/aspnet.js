// ASP.NET Core Identity: the table AspNetUsers (IdentityUser, .NET 8 to 10).
import { flag, hashText, seconds, text, uuid } from "../values.js";

/** @type {import("../sources.js").Source} */
export const aspnet = {
  name: "aspnet",
  title: "ASP.NET Identity",
  table: { tells: [["normalizedusername", "passwordhash"]], needs: ["passwordhash"] },
  read(row) {
    const until = seconds(row.lockoutend);
    return {
      username: text(row.username),
      email: text(row.email),
      // A lockout of some minutes is no disabled user; whoever disables users sets it years ahead.
      disabled: until !== null && until > Date.now() / 1000 + 86_400,
      is_verified: flag(row.emailconfirmed),
      hash: hashText(row.passwordhash),
      id: uuid(row.id),
      oldId: row.id,
    };
  },
};
