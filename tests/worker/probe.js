// The built Worker with two more things, for tests: /probe tells how large its linear memory is, in bytes, and a query
// `?slow` makes the store take its time, so that requests are surely under way together.
import { memory } from "./probe-memory.js";
import keyward from "../../build/index.js";

/** Milliseconds in which 200 requests arrive, however busy the machine is. */
const SLOW = 5000;

const slow = (env) => {
  const get = async (...what) => {
    await scheduler.wait(SLOW);
    return env.AUTH.get(...what);
  };
  return { ...env, AUTH: { get, put: (...what) => env.AUTH.put(...what) } };
};

export default {
  fetch(request, env, ctx) {
    const { pathname, search } = new URL(request.url);
    if (pathname === "/probe") return Response.json(memory()?.buffer.byteLength ?? 0);
    return keyward.fetch(request, search === "?slow" ? slow(env) : env, ctx);
  },
};
