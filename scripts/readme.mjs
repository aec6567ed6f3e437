// `npm run readme`: writes the tables of README.md that are made from something else.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { departures } from "../tests/conformance/departures.mjs";
import { inRoot } from "./lib/paths.mjs";
import { Failure } from "./lib/run.mjs";
import { main } from "./lib/say.mjs";

/** What keyward answers otherwise than FastAPI, and why. */
const departuresTable = () =>
  ["| what keyward does | why |", "| --- | --- |", ...departures.map(({ title, why }) => `| ${title} | ${why} |`)].join("\n");

const tables = { departures: departuresTable };

/** The README as it should be, given the README as it is: each table stands between two comments with its name. */
export function withTables(readme) {
  return Object.entries(tables).reduce((text, [name, table]) => {
    const [before, rest] = text.split(`<!-- ${name} -->\n`);
    const after = rest?.split(`<!-- /${name} -->\n`)[1];
    if (after === undefined) throw new Failure(`README.md has no place for the table \`${name}\`: expected <!-- ${name} --> and <!-- /${name} -->.`);
    return `${before}<!-- ${name} -->\n${table()}\n<!-- /${name} -->\n${after}`;
  }, readme);
}

const write = () => writeFileSync(inRoot("README.md"), withTables(readFileSync(inRoot("README.md"), "utf8")));

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main(write);
