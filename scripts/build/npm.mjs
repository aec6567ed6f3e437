// pkg/: the npm package, from the crate's wasm and the hand-written files of pkg-template/.
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { deflateRawSync } from "node:zlib";
import { STREAMS, rearrange } from "../../pkg-template/internal/rearrange.js";
import { wasm as unpacked } from "../../pkg-template/internal/wasm-web.js";
import { onlyOnce, rustPrint, unlessFresh } from "../lib/fresh.mjs";
import { inRoot } from "../lib/paths.mjs";
import { Failure } from "../lib/run.mjs";
import { say } from "../lib/say.mjs";
import { ensureCargoTool } from "../setup/cargo-tools.mjs";
import { WASM_INPUTS, bind, checkKernel, compile, optimize, shipped } from "./wasm.mjs";

/**
 * For the halves, and only for the crate itself, where the generic code of the curves and of RSA is compiled: the other crates
 * are done before, each with the level that Cargo.toml gives it. They make the wasm of tokens a fifth smaller, and HS256 take 1.06
 * to 1.15 times as long.
 */
const SPARING = ["-Cllvm-args=-inline-threshold=40", "-Cllvm-args=-unroll-threshold=0"];

/**
 * What has a wasm of its own, so that nobody loads what is not used: the whole, for runtimes where size does not matter; its two
 * halves, of which `keyward` consists everywhere else; and the smaller `keyward/password`. `name` is that of the folder of
 * generated/, `folder` is where the wasm lies in the package, `features` are the crate's, `profile` is Cargo.toml's, `levels`
 * are the opt-levels of crates that differ from that, `flags` are rustc's, `types` are files of src/npm/types; there are none
 * where nobody can import it by itself.
 */
const ENTRIES = [
  {
    name: "whole",
    folder: ".",
    features: "npm",
    profile: "npm",
    kernel: true,
    types: ["about", "errors", "passwords", "every-scheme", "tokens"],
  },
  {
    name: "schemes",
    folder: "schemes",
    features: "npm-schemes",
    profile: "npm",
    flags: SPARING,
    kernel: true,
  },
  {
    name: "primitives",
    folder: "password",
    features: "npm-primitives",
    profile: "release",
    kernel: true,
    levels: { keyward: "z", blake2: "s", argon2: "s" },
    types: ["about-password", "errors", "passwords"],
  },
  {
    name: "token",
    folder: "token",
    features: "npm-token",
    profile: "npm",
    flags: SPARING,
    kernel: false,
    types: ["about-token", "errors", "tokens"],
  },
];

/** Modules without a wasm that are there in CommonJS too. */
const IN_BOTH = ["jwks/core.js", "guard/core.js", "guard/hono.js", "guard/express.js", "guard/fastify.js"];

/** The compiler and the files that wasm, and the whole package, are made of. */
const print = (...more) => rustPrint([...WASM_INPUTS, ...more]);
export const packagePrint = () => print("pkg-template", "LICENSE");

/** Builds the npm package where something changed since the last time. */
export const buildNpm = onlyOnce(async () => {
  const built = await unlessFresh(inRoot("pkg/.inputs"), packagePrint(), async () => {
    say("building the npm package (usually 3 minutes the first time, one minute after a change) …");
    await assemble(inRoot("pkg"), ENTRIES);
  });
  if (built) say("the npm package is in pkg/");
});

/** Only what `import "keyward"` means in a browser: the whole package consists of more. `idle` leaves the machine to others. */
export const assembleForBrowsers = (folder, idle) =>
  assemble(
    folder,
    ENTRIES.filter(({ name }) => ["schemes", "token"].includes(name)),
    idle,
  );

/**
 * Fills a neighbour of `folder` and swaps them at the end, so that it is always whole. It is pkg-template/ as it lies there,
 * with what is generated added, some modules joined into one, and others in CommonJS too.
 */
async function assemble(folder, entries, idle = false) {
  const next = `${folder}.next.${process.pid}`;
  rmSync(next, { recursive: true, force: true });
  try {
    cpSync(inRoot("pkg-template"), next, {
      recursive: true,
      filter: (path) => path !== inRoot("pkg-template/generated"),
    });
    cpSync(inRoot("LICENSE"), join(next, "LICENSE"));
    for (const entry of entries) await generate(entry, await makeWasm(entry, idle), next);
    for (const { folder, types } of entries.filter(({ types }) => types)) {
      const declarations = types.map((name) => readFileSync(inRoot(`src/npm/types/${name}.d.ts`), "utf8")).join("\n");
      writeFileSync(join(next, folder, "index.d.ts"), declarations);
      await commonJs(join(next, folder, "slim.js"), next);
    }
    await poolScript(next);
    await commonJs(join(next, "pool/node-pool.js"), next);
    for (const name of ["error", "native", "node-crypto"]) await commonJs(join(next, `internal/${name}.js`), next);
    for (const name of IN_BOTH) await commonJs(join(next, name), next);
    declareCommonJs(next);
    for (const { folder } of entries.filter(({ folder }) => folder !== "."))
      for (const name of ["web.js", "workerd.js", "edge-light.js"]) await joined(join(next, folder, name), next);
    rmSync(folder, { recursive: true, force: true });
    renameSync(next, folder);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

/** Resolves to a folder with an entry's keyward.wasm, the same inside modules, and glue.js; made where something changed. */
async function makeWasm({ name, features, profile, kernel, levels, flags }, idle) {
  const made = join(shipped, "entries", name);
  await unlessFresh(join(made, "inputs"), print(), async () => {
    const compiling = compile({ features, profile, levels, flags, idle });
    const [compiled] = await Promise.all([compiling, ensureCargoTool("wasm-bindgen")]);
    rmSync(made, { recursive: true, force: true });
    // `web` without a default path: `initSync` takes the bytes or the module, whatever the runtime has.
    const shape = ["--target", "web", "--omit-default-module-path", "--experimental-reset-state-function"];
    // Which tools made it, a hundred bytes that nothing reads.
    shape.push("--remove-producers-section");
    await bind(compiled, made, shape, { nice: idle ? 19 : 0 });
    const wasm = join(made, "keyward.wasm");
    await optimize(join(made, "glue_bg.wasm"), wasm, [], { nice: idle ? 19 : 0 });
    if (kernel) checkKernel(wasm);
    await inline(wasm, made);
  });
  return made;
}

/** Puts into the package what one entry has that is generated. */
async function generate({ name, folder }, made, next) {
  const generated = join(next, "generated", name);
  mkdirSync(generated, { recursive: true });
  cpSync(join(made, "keyward.wasm"), join(next, folder, "keyward.wasm"));
  for (const module of folder === "." ? ["inlined.js"] : ["inlined.js", "packed.js"])
    cpSync(join(made, module), join(generated, module));
  await bundle(join(made, "glue.js"), join(generated, "glue.js"), next, {
    plugins: [shared(next, ...SHARED)],
    // What is generated takes TextDecoder and TextEncoder for global.
    inject: [join(next, "internal/text.js")],
    // What keeps a class of wasm-bindgen's in a bundle that does not use it, token/keys.js does in another way.
    define: { "Symbol.dispose": "undefined" },
    pure: ["FinalizationRegistry"],
    // A warning about a way of starting that internal/instance.js does not take.
    drop: ["console"],
    minifySyntax: true,
  });
}

/**
 * A module that starts a wasm and passes on the functions that others declare: in its place one that declares them too. A
 * bundler may skip a module that only passes on, and what it does besides with it; of one, a bundle has both, or neither.
 */
const joined = (file, next) =>
  bundle(file, file, next, {
    plugins: [shared(next, ...SHARED, "wasm-web.js")],
    external: ["./keyward.wasm", "./keyward.wasm?module", "../generated/*/packed.js"],
    allowOverwrite: true,
  });

/** A module, and all that it imports, in CommonJS. */
const commonJs = (file, next) =>
  bundle(file, file.replace(/\.js$/, ".cjs"), next, {
    format: "cjs",
    plugins: [shared(next, "error.js", "native.js")],
  });

/** The declarations again, under the names that TypeScript wants for CommonJS. */
function declareCommonJs(next) {
  for (const name of readdirSync(next, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".d.ts"),
  )) {
    const declarations = readFileSync(join(next, name), "utf8").replace(/"(\.[\w/.]*\/index)\.js"/g, '"$1.cjs"');
    writeFileSync(join(next, name.replace(/\.ts$/, ".cts")), declarations);
  }
}

/** A module and what it imports as one file. */
async function bundle(from, to, next, options) {
  const { build } = await import("esbuild");
  await build({
    entryPoints: [from],
    outfile: to,
    // What esbuild notes of its sources is named from there, the same in every build.
    absWorkingDir: next,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    logLevel: "warning",
    ...options,
  });
}

/** Files of internal/ that every entry point imports: the class of the errors, the checks of arguments, what signs natively. */
const SHARED = [
  "arguments",
  "constants",
  "error",
  "native",
  "options",
  "other-options",
  "password-options",
  "token-options",
  "value",
].map((name) => `${name}.js`);

/**
 * Files of internal/ that stay outside of a bundle, one file for the whole package. Above all the class of the errors: an
 * error is an `instanceof KeywardError` whatever entry point it and the class come from.
 */
const shared = (next, ...names) => ({
  name: "shared files",
  setup: ({ initialOptions: { format, outfile }, onResolve }) =>
    onResolve({ filter: /\/[\w-]+\.js$/ }, ({ path: asked, resolveDir, kind }) => {
      const name = basename(asked);
      const isInternal = basename(dirname(join(resolveDir, asked))) === "internal";
      if (kind === "entry-point" || !isInternal || !names.includes(name)) return undefined;
      const file = join(next, "internal", format === "cjs" ? name.replace(/\.js$/, ".cjs") : name);
      const path = relative(dirname(outfile), file).replaceAll("\\", "/");
      return { path: path.startsWith(".") ? path : `./${path}`, external: true };
    }),
});

/** What the pool's threads run is one file, so that it can be copied anywhere, and a script, so that it runs as a module too. */
async function poolScript(next) {
  const { build } = await import("esbuild");
  const worker = join(next, "pool/worker.js");
  await bundle(worker, worker, next, { format: "iife", allowOverwrite: true });
  // Minified, because it is a text and nobody reads it there.
  const { outputFiles } = await build({
    entryPoints: [worker],
    write: false,
    minify: true,
    legalComments: "none",
  });
  const text = JSON.stringify(outputFiles[0].text);
  writeFileSync(join(next, "generated/pool-worker.js"), `export default ${text};\n`);
}

/**
 * The wasm as JavaScript modules, for where a file cannot be read synchronously, in base64. Compressed, because base64 of what
 * is not is a third larger after the server's gzip. inlined.js is for Node, Deno and Bun, which undo DEFLATE themselves;
 * packed.js is for pages: rearranged, and then LZMA, which together are smaller by 28 % than the best of DEFLATE. ASCII,
 * because a bundler may write anything else in another way.
 */
async function inline(wasm, folder) {
  const { compress } = await import("lzma1");
  const bytes = readFileSync(wasm);
  const deflated = deflateRawSync(bytes, { level: 9 }).toString("base64");
  writeFileSync(join(folder, "inlined.js"), `export const deflated = "${deflated}";\n`);
  const streams = apart(bytes);
  const packed = Buffer.from(compress(Buffer.concat(streams), 9).subarray(LZMA_HEADER)).toString("base64");
  const sizes = streams.map(({ length }) => length);
  // An instruction that internal/rearrange.js does not know.
  if (!bytes.equals(unpacked(packed, sizes))) throw new Failure(`${wasm} is not the same after it was packed.`);
  const module = `export const sizes = ${JSON.stringify(sizes)};\nexport const packed = "${packed}";\n`;
  writeFileSync(join(folder, "packed.js"), module);
}

/** What comes before the stream: the properties, always the same, and two sizes. */
const LZMA_HEADER = 13;

/** The streams of internal/rearrange.js. */
function apart(bytes) {
  const { length } = bytes;
  const streams = Array.from({ length: STREAMS }, (_, stream) => stream * length);
  const output = new Uint8Array(STREAMS * length);
  const ends = Int32Array.from(streams);
  rearrange(bytes, new Int32Array(1), output, ends, length);
  return streams.map((start, stream) => output.subarray(start, ends[stream]));
}
