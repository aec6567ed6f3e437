// `npm run readme`: writes the table of README.md that is made from the tests. (The figures are written by `npm run bench -- --write`.)
import { pathToFileURL } from "node:url";
import { departures } from "../tests/conformance/departures.mjs";
import { rewriteReadme, withPart } from "./lib/readme.mjs";
import { main } from "./lib/say.mjs";

/** What keyward answers otherwise than FastAPI, and why. */
const departuresTable = () =>
  ["| what keyward does | why |", "| --- | --- |", ...departures.map(({ title, why }) => `| ${title} | ${why} |`)].join("\n");

/** The README as it should be, given the README as it is. */
export const withTables = (readme) => withPart(readme, "departures", departuresTable());

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main(() => rewriteReadme(withTables));
