// TextDecoder and TextEncoder: everywhere the global ones, but for Jest's jsdom, which runs on Node and leaves them out.
export const { TextDecoder, TextEncoder } = globalThis.TextDecoder
  ? globalThis
  : globalThis.process.getBuiltinModule("node:util");
