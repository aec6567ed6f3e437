// `npm run bench -- import`: how long the report about users of another system takes (`npm run user -- import FILE`), and how
// much memory, which must not grow with their number.
// Options: --users=1000,10000,100000 --write
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { buildWww } from "../../scripts/build/www.mjs";
import { writeFigures } from "../../scripts/lib/docs.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { Failure } from "../../scripts/lib/run.mjs";
import { main, say } from "../../scripts/lib/say.mjs";
import { buildCheck } from "../../scripts/user/checker.mjs";
import { numbers, options } from "../shared.mjs";
import { makeUsers } from "./users.mjs";

/** What the process has used, when it ends, on a channel of its own. */
const USAGE = `data:text/javascript,import{writeSync}from"node:fs";process.on("exit",()=>writeSync(3,JSON.stringify(process.resourceUsage())))`;

main(async () => {
  const { users, write } = options(process.argv.slice(2), { users: numbers([1000, 10_000, 100_000]) });
  // What is compiled the first time is no part of it.
  await buildWww();
  await buildCheck();
  const folder = mkdtempSync(join(tmpdir(), "keyward-import-"));
  try {
    const rows = [];
    for (const count of users) {
      say(`${count} users …`);
      rows.push(await measure(join(folder, "users.csv"), count, join(folder, "state")));
    }
    const markdown = table(rows);
    console.log(markdown);
    if (write) writeFigures("import", markdown, [`Node ${process.versions.node}`]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** @param {string} file @param {number} count @param {string} state */
async function measure(file, count, state) {
  await makeUsers(file, count);
  const began = performance.now();
  const args = ["--import", USAGE, inRoot("scripts/user.mjs"), "import", file, "--persist-to", state, "--json"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit", "pipe"] });
  const channel = /** @type {import("node:stream").Readable} */ (child.stdio[3]);
  const [report, usage, [code]] = await Promise.all([text(child.stdout), text(channel), once(child, "close")]);
  const seconds = (performance.now() - began) / 1000;
  const { users, leftOut } = JSON.parse(report || "{}");
  if (code !== 0 || users !== count || leftOut !== 0)
    throw new Failure(`the report is about ${users} users, not ${count}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(usage);
  return {
    count,
    bytes: statSync(file).size,
    seconds,
    cpu: (userCPUTime + systemCPUTime) / 1e6,
    memory: maxRSS / 1024,
  };
}

/** @param {Awaited<ReturnType<typeof measure>>[]} rows */
const table = (rows) =>
  [
    "| users | file | until the report is there | CPU time | memory at most |",
    "| ---: | ---: | ---: | ---: | ---: |",
    ...rows.map(
      ({ count, bytes, seconds, cpu, memory }) =>
        `| ${count.toLocaleString("en")} | ${(bytes / 1e6).toFixed(1)} MB | ${seconds.toFixed(1)} s | ${cpu.toFixed(1)} s | ${memory.toFixed(0)} MiB |`,
    ),
  ].join("\n");
