// What a wasm consists of, by the crate whose code it is: for a linked one that still has its functions' names.
import { deflateRawSync } from "node:zlib";

const [CUSTOM, IMPORT, CODE, DATA] = [0, 2, 10, 11];

/**
 * The crates from the largest on, and the data last: bytes, and bytes after DEFLATE of each by itself.
 *
 * @param {Buffer} wasm
 */
export function crates(wasm) {
  const { imports, names, bodies, data } = parts(wasm);
  /** @type {Map<string, Buffer[]>} */
  const groups = new Map();
  bodies.forEach((body, index) => {
    const crate = crateOf(names.get(imports + index) ?? "");
    groups.set(crate, [...(groups.get(crate) ?? []), body]);
  });
  const sizes = [...groups].map(([name, functions]) => ({ name, ...measured(Buffer.concat(functions)) }));
  sizes.sort((one, other) => other.raw - one.raw);
  return [...sizes, { name: "data", ...measured(data) }];
}

const measured = (bytes) => ({ raw: bytes.length, deflated: deflateRawSync(bytes, { level: 9 }).length });

/** The first crate in a function's path, `<` and references before it. */
const crateOf = (name) => /(?:^|[<&( ])([a-z]\w*)(?:\[\w+\])?::/.exec(name)?.[1] ?? "(no name)";

function parts(wasm) {
  let at = 8;
  const number = () => {
    for (let value = 0, scale = 1; ; scale *= 128) {
      const byte = wasm[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const bytes = () => {
    const length = number();
    at += length;
    return wasm.subarray(at - length, at);
  };
  const list = (read) => Array.from({ length: number() }, read);
  const found = { imports: 0, names: new Map(), bodies: [], data: Buffer.alloc(0) };
  while (at < wasm.length) {
    const id = wasm[at++];
    const end = number() + at;
    if (id === CODE) found.bodies = list(bytes);
    else if (id === DATA) found.data = wasm.subarray(at, end);
    // wasm-bindgen imports nothing but functions.
    else if (id === IMPORT) found.imports = list(() => [bytes(), bytes(), wasm[at++], number()]).length;
    else if (id === CUSTOM && bytes().toString() === "name")
      while (at < end) {
        const kind = wasm[at++];
        const length = number();
        if (kind === 1) found.names = new Map(list(() => [number(), bytes().toString()]));
        else at += length;
      }
    at = end;
  }
  return found;
}
