// `npm run size`: what a program has of the built package, by what it imports, and what the wasm of tokens consists of;
// `npm run size -- --write` puts the tables into the documents.
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { inRoot } from "./lib/paths.mjs";
import { writePart } from "./lib/docs.mjs";
import { main } from "./lib/say.mjs";
import { crates } from "./lib/wasm-crates.mjs";

/** What a program imports (`*` is everything), and from where. */
export const IMPORTS = [
  { names: "*", from: "keyward", folder: "." },
  { names: "{ hash, verify }", from: "keyward", folder: "." },
  { names: "{ issue, decode }", from: "keyward", folder: "." },
  { names: "*", from: "keyward/password", folder: "password" },
  { names: "*", from: "keyward/token", folder: "token" },
];

/**
 * The bytes of what is imported, in the two forms that are shipped: `bundle` is a browser's, one minified file with the wasm
 * inside; `worker` is Cloudflare's, minified JavaScript and beside it the wasm files that it still imports.
 */
export async function measure({ names, folder }) {
  const bundle = await bundled(names, folder, "web.js");
  const worker = await bundled(names, folder, "workerd.js");
  return {
    bundle: compressed([bundle.code]),
    worker: compressed([worker.code, ...worker.wasm.map((path) => readFileSync(inRoot("pkg", path)))]),
  };
}

/** One minified module that passes on what is imported, and the paths in pkg/ of the wasm files that it needs. */
async function bundled(names, folder, file) {
  const { build } = await import("esbuild");
  const beside = {
    name: "wasm beside the bundle",
    setup: ({ onResolve }) =>
      onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => ({
        path: `./${relative(inRoot("pkg"), join(resolveDir, path))}`,
        external: true,
      })),
  };
  const stdin = { contents: `export ${names} from "./${file}";`, resolveDir: inRoot("pkg", folder) };
  const { outputFiles, metafile } = await build({
    stdin,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    write: false,
    metafile: true,
    plugins: [beside],
    logLevel: "error",
  });
  const [{ imports }] = Object.values(metafile.outputs);
  return { code: outputFiles[0].contents, wasm: imports.map(({ path }) => path) };
}

/** Sums over files, each of which a server compresses by itself. */
function compressed(files) {
  const sum = (bytes) => files.reduce((total, file) => total + bytes(file).length, 0);
  return {
    raw: sum((file) => file),
    gzip: sum((file) => gzipSync(file, { level: 9 })),
    brotli: sum((file) => brotliCompressSync(file, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })),
  };
}

/** In kilobytes of 1000 bytes, as networks count. */
const kilobytes = (bytes) => (bytes / 1000).toFixed(1);

const nameOf = ({ names, from }) => (names === "*" ? from : `import ${names} from "${from}"`);

export async function sizeTable() {
  const rows = [];
  for (const imported of IMPORTS) {
    const sizes = await measure(imported);
    const cells = Object.values(sizes).map(
      ({ raw, gzip, brotli }) => `${kilobytes(raw)} / ${kilobytes(gzip)} / ${kilobytes(brotli)}`,
    );
    rows.push(`| \`${nameOf(imported)}\` | ${cells.join(" | ")} |`);
  }
  return ["| kB: raw / gzip / brotli | in a browser's bundle | in a Worker |", "| --- | --- | --- |", ...rows].join(
    "\n",
  );
}

/** What is smaller is one row. */
const SMALL = 5000;

/** The wasm of `keyward/token` by crate: the one that the package has, with its functions' names. */
async function crateTable() {
  const { optimize, shipped } = await import("./build/wasm.mjs");
  const folder = join(shipped, "entries/token");
  const named = join(folder, "named.wasm");
  await optimize(join(folder, "glue_bg.wasm"), named, ["--debuginfo"]);
  const all = crates(readFileSync(named));
  const small = all.filter(({ raw }) => raw < SMALL);
  const sum = (key) => small.reduce((total, one) => total + one[key], 0);
  const rest = { name: `${small.length} more`, raw: sum("raw"), deflated: sum("deflated") };
  const rows = [...all.filter(({ raw }) => raw >= SMALL), rest].map(
    ({ name, raw, deflated }) => `| ${name} | ${kilobytes(raw)} | ${kilobytes(deflated)} |`,
  );
  return ["| kB | raw | deflated by itself |", "| --- | ---: | ---: |", ...rows].join("\n");
}

/**
 * How far the figures of two tables are apart, at most, as a fraction. Two machines with the same tools build the same
 * wasm, but another release of rustc does not.
 */
export function difference(one, other) {
  const numbers = (table) => [...table.matchAll(/\d+\.\d/g)].map(Number);
  const [left, right] = [numbers(one), numbers(other)];
  if (left.length !== right.length || left.length === 0) return Infinity;
  return Math.max(...left.map((number, index) => Math.abs(number - right[index]) / right[index]));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main(async () => {
    await (await import("./build/npm.mjs")).buildNpm();
    const tables = { sizes: await sizeTable(), crates: await crateTable() };
    for (const [name, table] of Object.entries(tables)) {
      console.log(`${table}\n`);
      if (process.argv.includes("--write")) writePart(name, table);
    }
  });
}
