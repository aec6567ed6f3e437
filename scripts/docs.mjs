// `npm run docs`: writes the tables of the documents that are made from tests and sources. (`npm run bench -- --write` and
// `npm run size -- --write` write those that are measured.)
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { departures } from "../tests/conformance/departures.mjs";
import { frameworksTable } from "../tests/npm/guarded-frameworks.mjs";
import { runtimesTable } from "../tests/npm/runtimes.mjs";
import { writePart } from "./lib/docs.mjs";
import { inRoot } from "./lib/paths.mjs";
import { main } from "./lib/say.mjs";

/** What keyward answers otherwise than FastAPI, and why. */
export const departuresTable = () =>
  ["| what keyward does | why |", "| --- | --- |", ...departures.map(({ title, why }) => `| ${title} | ${why} |`)].join(
    "\n",
  );

/** The formats of stored hashes, as the crate's documentation lists them. */
export function formatsTable() {
  const lines = readFileSync(inRoot("src/password.rs"), "utf8").split("\n");
  const rows = lines.filter((line) => line.startsWith("//! |")).map((line) => line.slice("//! ".length));
  return rows.join("\n").replace("[`VerifyOptions::firebase`]", "the parameters of the project (`firebase`)");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main(() => {
    writePart("departures", departuresTable());
    writePart("formats", formatsTable());
    writePart("frameworks", frameworksTable());
    writePart("runtimes", runtimesTable());
  });
}
