/**
 * Threads that get the wasm before anything else: it is compiled once, at the first start, and not on the caller's
 * thread. `bytes()` are those of the wasm, `start` is as `poolClass` takes it.
 */
export function withModule(bytes, start) {
  let compiled;
  return (answered, failed) => {
    const runner = start(answered, failed);
    compiled ??= WebAssembly.compile(bytes());
    const ready = compiled.then((module) => runner.post({ module }));
    ready.catch(failed);
    return { ...runner, post: (message, transfer) => void ready.then(() => runner.post(message, transfer)).catch(failed) };
  };
}
