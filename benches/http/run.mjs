// `npm run bench -- http`: the login over HTTP, on the loopback: keyward, the same flow on Hono and jose and better-auth in
// the same workerd, and the tutorial on FastAPI. Taking turns, in one run.
// Options: --rounds=5 --seconds=1 --only=keyward,Hono --write
import { cpus } from "node:os";
import { join } from "node:path";
import { writeFigures, writePart } from "../../scripts/lib/docs.mjs";
import { capture } from "../../scripts/lib/run.mjs";
import { main, say } from "../../scripts/lib/say.mjs";
import { ensureNodeModules, ensurePackages } from "../../scripts/setup/node.mjs";
import { number, options, parts } from "../shared.mjs";
import { inTurn } from "../turns.mjs";
import { CONTENDERS, HASH, KEYWARD, loginAt } from "./contenders.mjs";
import { SCENARIOS, login as loginOf } from "./scenarios.mjs";
import { table } from "./table.mjs";
import { here } from "./workerd.mjs";

main(async () => {
  const known = { rounds: number(5), seconds: number(1), only: parts };
  const { rounds, seconds, only, write } = options(process.argv.slice(2), known);
  await ensureNodeModules();
  const { buildWorker } = await import("../../scripts/build/worker.mjs");
  await buildWorker();
  await ensurePackages(here, "the packages to compare with");
  const names = Object.keys(CONTENDERS).filter(
    (name) => only.length === 0 || only.some((wanted) => name.includes(wanted)),
  );
  const results = SCENARIOS.map(({ title, connections, of }) => {
    const asked = of.filter((name) => names.includes(name));
    return { title, connections, of: Object.fromEntries(asked.map((name) => [name, []])) };
  });
  const peaks = new Map();
  // Every round has new processes: two of the same program differ by some percent for as long as they live.
  for (let round = 0; round < rounds; round += 1) {
    say(`round ${round + 1} of ${rounds} …`);
    await measure(inTurn(names, round), results, { seconds, peaks });
    say(`\n${table(results)}`);
  }
  say("logins that are given up, and the CPU time of one …");
  const { abandonedTable, measureAbandoned } = await import("./abandoned.mjs");
  const { cpuSentence, measureCpu } = await import("./cpu.mjs");
  const abandoned = abandonedTable(await measureAbandoned(names));
  const cpu = names.includes(KEYWARD) ? await measureCpu() : null;
  const memory =
    peaks.size > 0 &&
    `Peak resident memory: ${[...peaks].map(([name, bytes]) => `${name} ${Math.round(bytes / 2 ** 20)} MiB`).join("; ")} (with 100,000 users in the Workers' KV, which is a map in memory here).`;
  const markdown = [table(results), abandoned, memory].filter(Boolean).join("\n\n");
  const sentence =
    cpu && cpuSentence(cpu, `${cpus()[0]?.model.trim() ?? process.arch}, ${new Date().toISOString().slice(0, 10)}`);
  console.log(markdown);
  if (sentence) console.log(`\n${sentence}`);
  if (!write) return;
  writeFigures("http", markdown, [
    `Node ${process.versions.node}`,
    capture(join(here, "../../node_modules/.bin/workerd"), ["--version"]) ?? "workerd",
  ]);
  if (sentence) writePart("cpu of a login", sentence);
});

/** Starts the contenders, and adds to `results` what they do in each scenario. */
async function measure(names, results, { seconds, peaks }) {
  const servers = new Map();
  try {
    for (const name of names) servers.set(name, await CONTENDERS[name].start());
    for (const [index, scenario] of SCENARIOS.entries()) {
      const { of } = results[index];
      const asked = names.filter((name) => name in of);
      for (const name of asked) await servers.get(name).fill(scenario.users, HASH);
      for (const name of asked) await once(scenario, name, servers.get(name), seconds / 2);
      for (const name of asked) of[name].push(await once(scenario, name, servers.get(name), seconds));
    }
    for (const name of names.filter((name) => name in results.at(-1).of))
      peaks.set(name, Math.max(servers.get(name).memory(), peaks.get(name) ?? 0));
  } finally {
    for (const server of servers.values()) await server.stop();
  }
}

/** @param {import("./scenarios.mjs").Scenario} scenario */
async function once({ connections, users, requests, login, rate, status, asks }, name, { origin }, seconds) {
  const { ask, load } = await import("./load.mjs");
  if (asks) return withSessions({ asks, connections, rate }, name, origin, seconds);
  if (requests) return load({ origin, requests: requests(users), connections, seconds });
  const request = (index) => loginAt(name, login(index));
  return ask({ origin, request, connections, amount: Math.ceil(rate * seconds), status });
}

/** Each connection has a user and a session of its own. */
async function withSessions({ asks, connections, rate }, name, origin, seconds) {
  const { ask, load } = await import("./load.mjs");
  const { way } = CONTENDERS[name];
  const sessions = [];
  const answered = (response, text, index) => {
    sessions[index] = way.opened(response, text, sessions[index]);
  };
  for (let index = 0; index < connections; index += 1) {
    const request = () => loginAt(name, loginOf(index));
    const keep = (response, text) => answered(response, text, index);
    await ask({ origin, request, connections: 1, amount: 1, status: 200, answered: keep });
  }
  if (asks !== "refresh")
    return load({ origin, requests: sessions.map((session) => way[asks](session)), connections, seconds });
  const request = (_, index) => way.refresh(sessions[index], loginOf(index).address);
  return ask({ origin, request, connections, amount: Math.ceil(rate * seconds), status: 200, answered });
}
