/**
 * Threads that get the wasm before anything else, as soon as they say that they are alive. It is compiled once, at the
 * first start, and not on the caller's thread; where that fails, the next start tries it again.
 *
 * @param {() => BufferSource} bytes those of the wasm
 * @param {import("./core.js").Start} start as `poolClass` takes it
 * @returns {import("./core.js").Start}
 */
export function withModule(bytes, start) {
  /** @type {Promise<WebAssembly.Module> | undefined} */
  let compiled;
  // What `bytes` throws comes by the promise too: the thread has started by then, and is ended where that is heard of.
  const compile = async () => WebAssembly.compile(bytes());
  const once = () => {
    if (!compiled) {
      compiled = compile();
      compiled.catch(() => (compiled = undefined));
    }
    return compiled;
  };
  return (answered, failed) => {
    let arrive = () => {};
    /** @type {Promise<void>} */
    const alive = new Promise((resolve) => (arrive = resolve));
    const runner = start((reply) => (reply.alive ? arrive() : answered(reply)), failed);
    const ready = Promise.all([once(), alive]).then(([module]) => runner.post({ module }));
    ready.catch(failed);
    return {
      ...runner,
      post: (message, transfer) => void ready.then(() => runner.post(message, transfer)).catch(failed),
    };
  };
}
