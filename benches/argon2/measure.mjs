// Runs inside the Node that is measured, everything in one process. Prints the times as JSON.
import { candidates } from "./candidates.mjs";
import { measure, timed } from "./rounds.mjs";

const all = Object.entries(await candidates()).map(([name, hash]) => timed(name, hash));
const results = await measure(all, JSON.parse(process.argv[2]), 2);
process.stdout.write(
  JSON.stringify({ label: `Node ${process.versions.node} (V8 ${process.versions.v8})`, results }),
  // Threads of a package would keep the process.
  () => process.exit(),
);
