// The built Worker with more, for tests: /probe tells how large its linear memory is, in bytes, and how many reads of the
// store are held. A query `?slow` makes the store take its time, so that requests are surely under way together; `?held`
// makes it wait until the next /release; and to a request with `?later` it is more than a minute later than it is.
import { memory } from "./probe-memory.js";
import keyward from "../../build/index.js";

/** Milliseconds in which 200 requests arrive, however busy the machine is. */
const SLOW = 5000;

/** Milliseconds by which `?later` is later. */
const LATER = 61_000;

/** The store, behind something to wait for. */
const behind = (env, wait) => {
  const get = async (...what) => {
    await wait();
    return env.AUTH.get(...what);
  };
  return { ...env, AUTH: { get, put: (...what) => env.AUTH.put(...what) } };
};

let releases = 0;
let held = 0;

async function release() {
  held += 1;
  const before = releases;
  // Each request looks for itself: workerd lets none be woken by another.
  while (releases === before) await scheduler.wait(500);
  held -= 1;
}

async function later(answer) {
  const { now } = Date;
  Date.now = () => now() + LATER;
  try {
    return await answer();
  } finally {
    Date.now = now;
  }
}

export default {
  fetch(request, env, ctx) {
    const { pathname, search } = new URL(request.url);
    if (pathname === "/probe") return Response.json({ linear: memory()?.buffer.byteLength ?? 0, held });
    if (pathname === "/release") releases += 1;
    if (search === "?slow")
      return keyward.fetch(
        request,
        behind(env, () => scheduler.wait(SLOW)),
        ctx,
      );
    if (search === "?held") return keyward.fetch(request, behind(env, release), ctx);
    if (search === "?later") return later(() => keyward.fetch(request, env, ctx));
    return keyward.fetch(request, env, ctx);
  },
};
