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
    const { done, pieces, at, report } = journal;
    const when = new Date(at).toISOString().slice(0, 16).replace("T", " ");
    say(
      `going on with what was begun at ${when} UTC: ${done} of ${pieces} pieces are in the ${where.kv.title} already`,
    );
    if (values.overwrite && Date.now() - at > DAY)
      await confirm("Write over users with what they were then, whatever has become of them?", values);
    await tell(where, report, values);
    await send(where, journal, values);
    process.exitCode = codeOf(report);
    return;
  }
  const users = await openUsers(file, asked(values));
  const found = await look(where, file, users, values);
  const { report } = found;
  await tell(where, report, values);
  if (!journal) {
    process.exitCode = codeOf(report);
    return;
  }
  if (report.users === 0) throw new Failure("there is nobody to write");
  if (values.overwrite && report.existing > 0)
    await confirm(`Write over ${report.existing} users who are in the ${where.kv.title} already?`, values);
  await prepare(where, journal, file, users, found, values);
  await send(where, journal, values);
  process.exitCode = codeOf(report);
}

/** In milliseconds. */
const DAY = 86_400_000;

/** @param {import("./import/look.mjs").Report} report */
const codeOf = ({ leftOut }) => (leftOut > 0 ? 1 : 0);

/** @param {import("./commands.mjs").Where} where @param {import("./import/look.mjs").Report} report @param {Record<string, any>} values */
async function tell(where, report, values) {
  if (values.report) {
    writeFileSync(fromHere(values.report), page(report), { mode: 0o600 });
    say(`the report is in ${values.report}`);
  }
  // Who reads no further ends it there, with nothing written.
  process.exitCode = 1;
  await where.print(values.json ? `${JSON.stringify(report)}\n` : inWords(report));
}
