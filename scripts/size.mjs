// `npm run size`: what each entry point of the built package weighs; `npm run size -- --write` puts the table into both READMEs.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { inRoot } from "./lib/paths.mjs";
import { rewriteReadme, withPart } from "./lib/readme.mjs";
import { main } from "./lib/say.mjs";

const PART = "sizes";
/** Name, and what a program imports: `*` is everything. */
export const ENTRIES = [
  { name: "keyward", folder: "." },
  { name: "keyward/password", folder: "password" },
  { name: "keyward/token", folder: "token" },
];

/**
 * The bytes of an entry point, in the two forms that are shipped: `bundle` is a browser's, one minified file with the wasm
 * inside; `worker` is Cloudflare's, the wasm beside minified JavaScript.
 */
export async function measure({ folder }) {
  const wasm = readFileSync(inRoot("pkg", folder, "keyward.wasm"));
  const bundle = await bundled(inRoot("pkg", folder, "web.js"));
  const glue = await bundled(inRoot("pkg", folder, "workerd.js"), ["*.wasm"]);
  return { bundle: compressed([bundle]), worker: compressed([wasm, glue]) };
}

/** One minified module with everything that the entry point exports. */
export async function bundled(entry, external = []) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, minify: true, format: "esm", target: "es2022", legalComments: "none", write: false, external, logLevel: "error" });
  return outputFiles[0].contents;
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

export async function sizeTable() {
  const rows = [];
  for (const entry of ENTRIES) {
    const sizes = await measure(entry);
    const cells = Object.values(sizes).map(({ raw, gzip, brotli }) => `${kilobytes(raw)} / ${kilobytes(gzip)} / ${kilobytes(brotli)}`);
    rows.push(`| \`${entry.name}\` | ${cells.join(" | ")} |`);
  }
  return ["| kB: raw / gzip / brotli | in a browser's bundle | in a Worker |", "| --- | --- | --- |", ...rows].join("\n");
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

/** The table as a README has it. */
export const written = (readme) => readme.split(`<!-- ${PART} -->\n`)[1]?.split(`<!-- /${PART} -->`)[0] ?? "";

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main(async () => {
    await (await import("./build/npm.mjs")).buildNpm();
    const table = await sizeTable();
    console.log(table);
    if (!process.argv.includes("--write")) return;
    for (const file of ["README.md", "pkg-template/README.md"]) rewriteReadme((readme) => withPart(readme, PART, table), file);
  });
}
