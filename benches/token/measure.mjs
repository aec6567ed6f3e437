// Runs inside the Node that is measured: every implementation once a round, in one process, the order turned by one each
// round. Prints the nanoseconds of one operation as JSON.
import { inRoot } from "../../scripts/lib/paths.mjs";
import { addon } from "../addon.mjs";
import { inTurn } from "../turns.mjs";
import { agree, candidates } from "./candidates.mjs";
import { makeKeys } from "./keys.mjs";
import { elapsed, fill, repeat, repeatAtOnce } from "./time.mjs";
import { DIFFERENT, MILLISECONDS_A_BATCH, claims } from "./workload.mjs";

const AT_ONCE = 32;
const { rounds, algorithms, names } = JSON.parse(process.argv[2]);
const wanted = (name) => names.length === 0 || names.some((part) => name.includes(part));

const from = {
  keyward: await import(inRoot("pkg/node.js")),
  fastJwt: await import("fast-jwt"),
  jsonwebtoken: (await import("jsonwebtoken")).default,
  nodeRs: addon("@node-rs/jsonwebtoken-linux-x64-gnu", import.meta.url),
  nodeCrypto: await import("node:crypto"),
};
const now = Math.floor(Date.now() / 1000);
const payloads = Array.from({ length: DIFFERENT }, (_, index) => claims(index, now));

const results = [];
for (const algorithm of algorithms) {
  const all = await candidates(algorithm, await makeKeys(algorithm), from);
  await agree(algorithm, all, payloads[0]);
  const tokens = await Promise.all(payloads.map((payload) => all.jose.issue(payload)));
  for (const [operation, inputs] of [
    ["issue", payloads],
    ["decode", tokens],
  ]) {
    /** @type {[string, (count: number) => Promise<void>][]} */
    const runs = Object.entries(all)
      .filter(([name]) => wanted(name))
      .map(([name, made]) => [name, (count) => repeat(made[operation], inputs, count)]);
    // Only where nothing but its latency counts is it fair to ask a thread pool for one thing at a time.
    if (wanted("jose"))
      runs.push([`jose, ${AT_ONCE} at once`, (count) => repeatAtOnce(all.jose[operation], inputs, count, AT_ONCE)]);
    const times = Object.fromEntries(runs.map(([name]) => [name, []]));
    const sizes = {};
    // Twice, because the first time the engine had not compiled everything yet.
    for (let warmUp = 0; warmUp < 2; warmUp += 1)
      for (const [name, run] of runs)
        sizes[name] = await fill(MILLISECONDS_A_BATCH, (count) => elapsed(() => run(count)));
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, run] of inTurn(runs, round)) {
        times[name].push(((await elapsed(() => run(sizes[name]))) / sizes[name]) * 1e6);
      }
    }
    results.push({ algorithm, operation, times });
  }
}
const { deno, bun, node } = process.versions;
const label = deno ? `Deno ${deno}` : bun ? `Bun ${bun}` : `Node ${node}`;
process.stdout.write(JSON.stringify({ label, results }));
