// `npm run user -- import FILE`: the users of another system. A report first; with --write they go into the KV.
import { writeFileSync } from "node:fs";
import { asked } from "../../pkg-template/cli/import/options.js";
import { openUsers } from "../../pkg-template/cli/import/read.js";
import { regularFile } from "../../pkg-template/cli/import/text.js";
import { fromHere } from "../lib/paths.mjs";
import { Failure } from "../lib/run.mjs";
import { say } from "../lib/say.mjs";
import { confirm } from "./ask.mjs";
import { look } from "./import/look.mjs";
import { page } from "./import/page.mjs";
import { inWords } from "./import/table.mjs";
import { openJournal, prepare, send } from "./import/pieces.mjs";

/** @type {import("./commands.mjs").Run} */
export async function importUsers(where, argument, given) {
  const file = fromHere(argument);
  if (given.overwrite && !given.write) throw new Failure("--overwrite goes with --write");
  regularFile(file, argument);
  const values = { ...given };
  for (const name of ["accounts", "firebase-config"].filter((name) => given[name])) {
    values[name] = fromHere(given[name]);
    regularFile(values[name], `the file of --${name}`);
  }
  const journal = values.write ? await openJournal(where, file, values) : undefined;
  if (journal?.begun) {
    say(
      `going on with what was begun: ${journal.done} of ${journal.pieces} pieces are in the ${where.kv.title} already`,
    );
    return send(where, journal);
  }
  const users = await openUsers(file, asked(values));
  const found = await look(where, file, users, values);
  const { report } = found;
  if (values.report) {
    writeFileSync(fromHere(values.report), page(report), { mode: 0o600 });
    say(`the report is in ${values.report}`);
  }
  const code = report.leftOut > 0 ? 1 : 0;
  // Who reads no further ends it there, with nothing written.
  process.exitCode = journal ? 1 : code;
  await where.print(values.json ? `${JSON.stringify(report)}\n` : inWords(report));
  if (!journal) return;
  if (report.users === 0) throw new Failure("there is nobody to write");
  if (values.overwrite && report.existing > 0)
    await confirm(`Write over ${report.existing} users who are in the ${where.kv.title} already?`, values);
  await prepare(where, journal, file, users, found, values);
  await send(where, journal);
  process.exitCode = code;
}
