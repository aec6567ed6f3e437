// `npm run bench -- sessions`: what sessions cost. Each request's calls, rows and keys are counted in workerd; a year of 10,000
// users goes through what the objects decide, in memory; and the two make a bill.
// Options: --users=10000 --write
import { writeFigures } from "../../scripts/lib/docs.mjs";
import { capture, must } from "../../scripts/lib/run.mjs";
import { main, say } from "../../scripts/lib/say.mjs";
import { ensureNodeModules } from "../../scripts/setup/node.mjs";
import { number, options } from "../shared.mjs";
import { workerdLabel } from "../workerd.mjs";
import { billTable, bytesSentence, operationsTable, yearTable } from "./table.mjs";

/** Lifetimes of access tokens, in minutes. */
const LIFETIMES = [30, 5];

main(async () => {
  const { users, write } = options(process.argv.slice(2), { users: number(10_000) });
  await ensureNodeModules();
  const { buildWorker } = await import("../../scripts/build/worker.mjs");
  await buildWorker();
  const { measureOperations } = await import("./operations.mjs");
  const operations = await measureOperations();
  const years = [];
  for (const minutes of LIFETIMES) {
    say(`a year of ${users} users, access tokens of ${minutes} minutes …`);
    years.push({ minutes, counts: await year(users, minutes) });
  }
  const markdown = [
    operationsTable(operations),
    bytesSentence(operations),
    yearTable(years),
    billTable(years, operations),
  ].join("\n\n");
  console.log(markdown);
  if (write) writeFigures("sessions", markdown, [workerdLabel(), capture("rustc", ["--version"]) ?? "rustc"]);
});

/** What benches/sessions/main.rs counts. */
async function year(users, minutes) {
  const crate = ["--profile", "dev", "--no-default-features", "--bench", "sessions"];
  const output = await must(
    "cargo",
    ["bench", "--quiet", ...crate, "--", String(users), String(minutes)],
    "the year could not be simulated.",
    { show: "none" },
  );
  return JSON.parse(output.trim().split("\n").at(-1) ?? "");
}
