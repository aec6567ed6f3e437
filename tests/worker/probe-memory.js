// Imported before the Worker's glue, it sees the instance that the glue makes of the wasm.
let instance;

WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, args) {
    instance = Reflect.construct(target, args);
    return instance;
  },
});

/** The instance's linear memory; undefined before there is one. */
export const memory = () => instance?.exports.memory;
