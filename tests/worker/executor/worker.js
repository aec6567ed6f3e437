// GET /<scenario> answers with what its task came to. From /hold to /release nobody gets what is slow, and /held tells how many
// wait for it.
import module from "./index_bg.wasm";
import { begin, initSync, ring } from "./glue.js";
import { enter } from "./instance.js";

initSync({ module });

/** What a promise waits for besides, so that the order is the same on a busy machine. */
const AFTER = { slow: ["quick", "later"], later: ["quick"] };

let isHeld = false;
let held = 0;
/** What is no scenario. */
const CONTROLS = {
  hold: () => (isHeld = true),
  release: () => (isHeld = false),
  held: () => held,
};

export default {
  async fetch(request, env) {
    const scenario = decodeURIComponent(new URL(request.url).pathname.slice(1));
    if (Object.hasOwn(CONTROLS, scenario)) return Response.json({ answer: CONTROLS[scenario]() });
    const asked = [];
    const make = async (key) => {
      if (key === "quick") return env.KV.get(key);
      const [word, bell] = key.split(" ");
      if (word === "slow" && isHeld) {
        held += 1;
        while (isHeld) await scheduler.wait(20);
        held -= 1;
      }
      do await scheduler.wait(20 * Math.random());
      while (AFTER[word]?.some((other) => asked.includes(other)));
      if (word === "refused") throw "no";
      if (word === "bell") return enter(ring, Number(bell));
      return key;
    };
    const ask = async (key) => {
      asked.push(key);
      try {
        return await make(key);
      } finally {
        asked.splice(asked.indexOf(key), 1);
      }
    };
    const answer = enter(begin, scenario, ask);
    const immediate = !(answer instanceof Promise);
    return Response.json({ answer: await answer, immediate });
  },
};
