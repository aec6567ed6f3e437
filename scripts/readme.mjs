// `npm run readme`: writes the tables of README.md and of the package's README that are made from the tests. (The figures are written by `npm run bench -- --write`.)
import { pathToFileURL } from "node:url";
import { departures } from "../tests/conformance/departures.mjs";
import { runtimesTable } from "../tests/npm/runtimes.mjs";
import { rewriteReadme, withPart } from "./lib/readme.mjs";
import { main } from "./lib/say.mjs";

/** What keyward answers otherwise than FastAPI, and why. */
const departuresTable = () =>
  ["| what keyward does | why |", "| --- | --- |", ...departures.map(({ title, why }) => `| ${title} | ${why} |`)].join(
    "\n",
  );

/** The README as it should be, given the README as it is. */
export const withTables = (readme) => withRuntimes(withPart(readme, "departures", departuresTable()));

/** The same for the package's README, which has one of the tables. */
export const withRuntimes = (readme) => withPart(readme, "runtimes", runtimesTable());

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main(() => {
    rewriteReadme(withTables);
    rewriteReadme(withRuntimes, "pkg-template/README.md");
  });
}
