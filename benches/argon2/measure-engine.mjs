// An engine that is not this Node, in turns with native code in this process.
import { natives } from "./candidates.mjs";
import { measure, timed } from "./rounds.mjs";

export async function measureEngine(engine, options) {
  const outside = engine.names.map((name) => [name, (set) => engine.time(name, set)]);
  const inside = Object.entries(natives()).map(([name, hash]) => timed(name, hash));
  return { label: engine.label, results: await measure([...inside, ...outside], options, 5) };
}
