// `npm run docs`: writes the tables of the documents that are made from tests. (`npm run bench -- --write` and
// `npm run size -- --write` write those that are measured.)
import { pathToFileURL } from "node:url";
import { departures } from "../tests/conformance/departures.mjs";
import { runtimesTable } from "../tests/npm/runtimes.mjs";
import { writePart } from "./lib/docs.mjs";
import { main } from "./lib/say.mjs";

/** What keyward answers otherwise than FastAPI, and why. */
export const departuresTable = () =>
  ["| what keyward does | why |", "| --- | --- |", ...departures.map(({ title, why }) => `| ${title} | ${why} |`)].join(
    "\n",
  );

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main(() => {
    writePart("departures", departuresTable());
    writePart("runtimes", runtimesTable());
  });
}
