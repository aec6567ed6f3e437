// Runs inside the Node that is measured: every candidate once a round, in one process, the order turned by one each round.
// Prints the times as JSON.
import { candidates } from "./candidates.mjs";

const { rounds, sets, names } = JSON.parse(process.argv[2]);
const SLOW_ROUNDS = 3;
const WARM_UPS = 2;

const all = Object.entries(await candidates()).filter(([name]) => names.length === 0 || names.some((wanted) => name.includes(wanted)));
const results = [];
for (const [m, t, p] of sets) {
  const times = Object.fromEntries(all.map(([name]) => [name, []]));
  let tag;
  for (const [name, { hash, slow }] of all) {
    for (let count = slow ? 1 : WARM_UPS; count > 0; count -= 1) {
      const found = Buffer.from(await hash(m, t, p)).toString("hex");
      tag ??= found;
      if (found !== tag) throw new Error(`${name} computes another tag for m=${m},t=${t},p=${p}`);
    }
  }
  for (let round = 0; round < rounds; round += 1) {
    const order = [...all.slice(round % all.length), ...all.slice(0, round % all.length)];
    for (const [name, { hash, slow }] of order) {
      if (slow && round >= SLOW_ROUNDS) continue;
      const began = performance.now();
      await hash(m, t, p);
      times[name].push(performance.now() - began);
    }
  }
  results.push({ set: [m, t, p], times });
}
process.stdout.write(JSON.stringify({ label: `Node ${process.versions.node} (V8 ${process.versions.v8})`, results }));
