// Counts the frames that the page shows while 64 MiB are hashed, on its own thread and on another.
import * as keyward from "./node_modules/keyward/web.js";
import * as pool from "./node_modules/keyward/pool/web.js";

const HASH = { memory: 65536, iterations: 10 };

/** What happened between the start and the end of `work`: frames, and the longest time without one in milliseconds. */
async function watch(work) {
  await nextFrame();
  const began = performance.now();
  const times = [began];
  let watching = true;
  const frame = () => {
    if (!watching) return;
    times.push(performance.now());
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const encoded = await work();
  watching = false;
  times.push(performance.now());
  const gaps = times.slice(1).map((time, index) => time - times[index]);
  return { encoded, frames: times.length - 2, longestGap: Math.max(...gaps), took: times.at(-1) - began };
}

const nextFrame = () => new Promise(requestAnimationFrame);

globalThis.results = (async () => {
  // Threads and engines are warm, as on a page that is in use.
  await pool.hash("x", HASH);
  keyward.hash("x", HASH);
  return {
    here: await watch(async () => keyward.hash("x", HASH)),
    pool: await watch(() => pool.hash("x", HASH)),
  };
})();
