// A KV in memory, with the methods of scripts/user/kv.mjs, so that not every test has to wait for wrangler.
import { readFileSync } from "node:fs";

/** @param {Record<string, string>} [values] */
export function memoryKv(values = {}) {
  /** @type {Map<string, { value: string, expiration?: number, metadata?: unknown }>} */
  const all = new Map(Object.entries(values).map(([key, value]) => [key, { value }]));
  const kv = {
    all,
    /** How often each key was written. @type {Map<string, number>} */
    writes: new Map(),
    title: "KV in memory",
    list: (prefix) =>
      [...all]
        .filter(([name]) => name.startsWith(prefix))
        .sort()
        .map(([name, { value: _value, ...beside }]) => ({ name, ...beside })),
    read: (names) => new Map(names.map((name) => [name, all.get(name)?.value ?? null])),
    async *batches(names) {
      for (let index = 0; index < names.length; index += 3) yield kv.read(names.slice(index, index + 3));
    },
    put(entries) {
      for (const { key, ...rest } of entries) {
        all.set(key, rest);
        kv.writes.set(key, (kv.writes.get(key) ?? 0) + 1);
      }
    },
    remove(names) {
      for (const name of names) all.delete(name);
    },
    putFile: async (file) => kv.put(JSON.parse(readFileSync(file, "utf8"))),
    removeFile: async (file) => kv.remove(JSON.parse(readFileSync(file, "utf8"))),
    /** Everything as it lies there. */
    dump: () => Object.fromEntries([...all].sort()),
  };
  return kv;
}
