// GET /<scenario> answers with what its task came to.
import module from "./index_bg.wasm";
import { begin, initSync, ring } from "./glue.js";
import { enter } from "./instance.js";

initSync({ module });

const MILLISECONDS = { slow: 60, later: 30, quick: 5, refused: 15, bell: 10 };

export default {
  async fetch(request, env) {
    const scenario = decodeURIComponent(new URL(request.url).pathname.slice(1));
    const ask = async (key) => {
      if (key === "quick") return env.KV.get(key);
      const [word, bell] = key.split(" ");
      await scheduler.wait(MILLISECONDS[word] ?? 20 * Math.random());
      if (word === "refused") throw "no";
      if (word === "bell") return enter(ring, Number(bell));
      return key;
    };
    const answer = enter(begin, scenario, ask);
    const immediate = !(answer instanceof Promise);
    return Response.json({ answer: await answer, immediate });
  },
};
