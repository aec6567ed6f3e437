// The options of an import that say what the file is and what its records get.
import { readFileSync } from "node:fs";
import { readConfig } from "./sources/firebase.js";
import { SOURCES } from "./sources.js";
import { ENCODINGS } from "./text.js";
import { Unreadable } from "./unreadable.js";

/** For `parseArgs`. @type {import("node:util").ParseArgsOptionsConfig} */
export const options = {
  from: { type: "string" },
  encoding: { type: "string" },
  column: { type: "string", multiple: true },
  accounts: { type: "string" },
  "firebase-config": { type: "string" },
  "without-passwords": { type: "boolean" },
  scope: { type: "string", multiple: true },
  "admin-scope": { type: "string" },
  "id-claim": { type: "string" },
};

export const help = `  --from SOURCE           where the file is from, if it doesn't say so itself:
${wrapped(SOURCES.map(({ name }) => name))}
  --column NAME=COLUMN    what the file calls a column (again for more)
  --accounts FILE         the table that has the hashes (better-auth, Lucia)
  --firebase-config FILE  the password hash parameters of the Firebase console
  --encoding NAME         of the file: utf-8, utf-16le, utf-16be, latin1
  --scope SCOPE           a scope for everybody (again for more)
  --admin-scope SCOPE     one for those who may do everything in the old system
  --id-claim NAME         the claim that takes the old id, where it is no UUID
  --without-passwords     takes the users without their hashes
`;

/** @param {string[]} words */
function wrapped(words) {
  const rows = [""];
  for (const word of words) {
    const row = rows[rows.length - 1];
    if (row.length + word.length > 50) rows.push(word);
    else rows[rows.length - 1] = row ? `${row}, ${word}` : word;
  }
  return rows.map((row) => `                            ${row}`).join(",\n");
}

/**
 * @param {Record<string, any>} values
 * @returns {import("./read.js").Asked}
 */
export function asked(values) {
  const { encoding, column = [], "firebase-config": config } = values;
  if (encoding !== undefined && !Object.hasOwn(ENCODINGS, encoding))
    throw new Unreadable(`--encoding is one of ${Object.keys(ENCODINGS).join(", ")}`);
  const columns = column.map((/** @type {string} */ pair) => {
    const [, name, title] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
    if (!name) throw new Unreadable("--column is NAME=COLUMN, such as --column email=mail_address");
    return [name.trim(), title.trim()];
  });
  return {
    from: values.from,
    encoding,
    columns: Object.fromEntries(columns),
    accounts: values.accounts,
    firebaseConfig: config === undefined ? undefined : readConfig(content(config)),
    withoutPasswords: values["without-passwords"],
    wishes: { scopes: values.scope, adminScope: values["admin-scope"], idClaim: values["id-claim"] },
  };
}

/** @param {string} file */
function content(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Unreadable(`--firebase-config names a file that cannot be read (${/** @type {any} */ (error).code})`);
  }
}
