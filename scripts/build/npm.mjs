// pkg/: the npm package, from the crate's wasm and the hand-written files of pkg-template/.
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkKernel } from "../check-kernel.mjs";
import { fingerprint, unlessFresh } from "../lib/fresh.mjs";
import { inRoot } from "../lib/paths.mjs";
import { capture, must } from "../lib/run.mjs";
import { say } from "../lib/say.mjs";
import { ensureCargoTool } from "../setup/cargo-tools.mjs";
import { ensureRustTarget } from "../setup/rust-target.mjs";
import { silence } from "./silence.mjs";
import { TRIPLE, shippedArguments, shippedEnvironment, shippedWasm, wasmOpt, wasmOptFlags } from "./wasm.mjs";

const INPUTS = [
  "Cargo.toml",
  "Cargo.lock",
  "build.rs",
  ".cargo",
  "src",
  "scripts/build",
  "scripts/check-kernel.mjs",
  "package-lock.json",
  "pkg-template",
  "LICENSE",
  "LICENSE-MIT",
  "LICENSE-APACHE",
];

/** Files of pkg-template/entry, by what they are for. */
const WEB = ["inflate.js", "wasm-web.js", "web.js", "workerd.js"];
const NODE = ["node.cjs", "node.js"];
const SLIM_TYPES = ["slim.d.cts", "slim.d.ts"];

/**
 * What has a wasm of its own, so that nobody loads what is not used: the whole, for runtimes where size does not matter; its two
 * halves, of which `keyward` consists everywhere else; and the smaller `keyward/password`. `passwords` cannot be imported by
 * itself. `folder` is where it lies in the package, `features` are the crate's, `profile` is Cargo.toml's, `optimize` are the
 * crates that rustc optimizes otherwise than that says, `formats` is whether its wasm makes messages, `types` are files of
 * src/npm/types, `functions` files of pkg-template/ that it has from the whole, `without` those of pkg-template/entry that it has not.
 */
const ENTRIES = [
  {
    folder: ".",
    features: "npm",
    profile: "npm",
    kernel: true,
    formats: true,
    functions: [],
    without: WEB,
    types: ["about", "errors", "passwords", "every-scheme", "tokens"],
  },
  {
    folder: "passwords",
    features: "npm-passwords",
    profile: "npm",
    kernel: true,
    formats: true,
    functions: ["passwords.js"],
    without: [...NODE, ...SLIM_TYPES],
    types: [],
  },
  {
    folder: "password",
    features: "npm-password",
    profile: "release",
    kernel: true,
    optimize: { keyward: "z", bcrypt: "s", blowfish: "s", blake2: "s", argon2: "s" },
    functions: [],
    without: [],
    types: ["about-password", "errors", "passwords"],
  },
  {
    folder: "token",
    features: "npm-token",
    profile: "npm",
    kernel: false,
    formats: true,
    functions: ["tokens.js"],
    without: [],
    types: ["about-token", "errors", "tokens"],
  },
];

/**
 * For the profile `npm`, and only for the crate itself, where the generic code of the curves and of RSA is compiled: the
 * other crates are done before, each with the level that Cargo.toml gives it.
 */
const SPARING = ["-Cllvm-args=-inline-threshold=40", "-Cllvm-args=-unroll-threshold=0"];

/** For esbuild: two files of the crate import src/npm/value.js, and wasm-bindgen lists it for each, the same module twice. */
export const logOverride = { "duplicate-object-key": "silent" };

/** Folders of pkg-template/ that belong to entries. */
const PARTS = ["entry", "password", "passwords", "token"];

/** Builds the npm package where something changed since the last time. */
export async function buildNpm() {
  await ensureRustTarget();
  const bindgen = await ensureCargoTool("wasm-bindgen");
  const print = fingerprint(INPUTS, capture("rustc", ["-V"]) ?? "");
  const built = await unlessFresh(inRoot("pkg/.inputs"), print, async () => {
    say("building the npm package (usually 4 minutes the first time, one minute after a change) …");
    await assemble(bindgen);
  });
  if (built) say("the npm package is in pkg/");
}

/** Fills a folder beside pkg/ and swaps them at the end, so that pkg/ is always a whole package. */
async function assemble(bindgen) {
  const next = inRoot("pkg.next");
  rmSync(next, { recursive: true, force: true });
  mkdirSync(next);
  try {
    for (const name of readdirSync(inRoot("pkg-template")).filter((name) => !PARTS.includes(name)))
      cpSync(inRoot("pkg-template", name), join(next, name), { recursive: true });
    for (const name of readdirSync(inRoot()).filter((name) => name.startsWith("LICENSE")))
      cpSync(inRoot(name), join(next, name));
    cpSync(inRoot("src/npm/error.js"), join(next, "error.js"));
    await bundle(inRoot("src/npm/value.js"), join(next, "value.js"), "esm");
    await bundle(join(next, "error.js"), join(next, "error.cjs"), "cjs");
    for (const entry of ENTRIES) {
      await compile(entry);
      await assembleEntry(entry, bindgen, next);
    }
    await pool(next);
    rmSync(inRoot("pkg"), { recursive: true, force: true });
    renameSync(next, inRoot("pkg"));
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

/** `cargo rustc --crate-type cdylib`, because `cargo build` leaves out LTO for a crate that is an rlib too. */
async function compile({ features, profile, optimize = {} }) {
  const args = [
    "rustc",
    "--lib",
    "--crate-type",
    "cdylib",
    "--profile",
    profile,
    "--target",
    TRIPLE,
    "--no-default-features",
    "--features",
    features,
  ];
  // By crate: what the others compile to is then the same for every entry, and compiled once.
  const levels = Object.entries(optimize).flatMap(([name, level]) => [
    "--config",
    `profile.${profile}.package.${name}.opt-level="${level}"`,
  ]);
  const ours = profile === "npm" ? ["--", ...SPARING] : [];
  await must(
    "cargo",
    [...args, ...levels, ...(await shippedArguments()), ...ours],
    "The crate could not be compiled to wasm.",
    { env: shippedEnvironment() },
  );
}

/** The files of one entry: its wasm, the glue to it, the loaders, the functions, the types. */
async function assembleEntry({ folder, profile, kernel, formats, functions, without, types }, bindgen, next) {
  const here = join(next, folder);
  const bound = join(here, "bound");
  mkdirSync(bound, { recursive: true });
  // `web` without a default path: `initSync` takes the bytes or the module, whatever the runtime has.
  const shape = [
    "--target",
    "web",
    "--omit-default-module-path",
    "--no-typescript",
    "--out-name",
    "glue",
    "--experimental-reset-state-function",
  ];
  await must(
    bindgen,
    [shippedWasm(profile), "--out-dir", bound, ...shape],
    "wasm-bindgen could not make the JavaScript side.",
  );
  const compiled = join(bound, "glue_bg.wasm");
  writeFileSync(compiled, silence(readFileSync(compiled), formats));
  const wasm = join(here, "keyward.wasm");
  // Run by this Node: the file is JavaScript.
  await must(
    process.execPath,
    [wasmOpt, compiled, "-o", wasm, ...wasmOptFlags()],
    "wasm-opt failed on the npm package.",
  );
  if (kernel) checkKernel(wasm);
  const up = folder === "." ? "." : "..";
  // What keeps a class of wasm-bindgen's in a bundle that does not use it, entry/restart.js does in another way.
  const shakable = { define: { "Symbol.dispose": "undefined" }, pure: ["FinalizationRegistry"], minifySyntax: true };
  await bundle(join(bound, "glue.js"), join(here, "glue.js"), "esm", up, shakable);
  rmSync(bound, { recursive: true });
  await inline(wasm, join(here, "inlined.js"));
  const loaders = readdirSync(inRoot("pkg-template/entry")).filter((name) => !without.includes(name));
  for (const name of loaders) cpSync(inRoot("pkg-template/entry", name), join(here, name));
  if (folder !== ".") cpSync(inRoot("pkg-template", folder), here, { recursive: true });
  for (const name of functions) cpSync(inRoot("pkg-template", name), join(here, name));
  // A bundler may skip a module that only passes on what others declare, and what it does besides with it. So the module that
  // starts the wasm declares the functions too: a bundle has both, or neither.
  const beside = { external: ["./wasm-web.js", "./keyward.wasm"], allowOverwrite: true };
  for (const name of loaders.filter((name) => ["web.js", "workerd.js"].includes(name)))
    await bundle(join(here, name), join(here, name), "esm", up, beside);
  if (types.length === 0) return;
  await bundle(join(here, "slim.js"), join(here, "slim.cjs"), "cjs", up);
  const declarations = types.map((name) => readFileSync(inRoot(`src/npm/types/${name}.d.ts`), "utf8")).join("\n");
  // The same declarations under the name that TypeScript wants for CommonJS.
  for (const name of ["index.d.ts", "index.d.cts"]) writeFileSync(join(here, name), declarations);
}

/**
 * A module and what it imports as one file. The class of the errors stays outside, in one file for the whole package: an
 * error is an `instanceof KeywardError` whatever entry point it and the class come from. What is generated takes TextDecoder
 * and TextEncoder for global, and gets those of text.js.
 */
async function bundle(from, to, format, up = ".", options = {}) {
  const { build } = await import("esbuild");
  const shared = { path: `${up}/error.${format === "cjs" ? "cjs" : "js"}`, external: true };
  const plugin = {
    name: "shared error",
    setup: (esbuild) =>
      esbuild.onResolve({ filter: /\/error\.js$/ }, ({ kind }) => (kind === "entry-point" ? undefined : shared)),
  };
  await build({
    entryPoints: [from],
    outfile: to,
    bundle: true,
    format,
    platform: "node",
    target: "es2022",
    logLevel: "warning",
    logOverride,
    plugins: [plugin],
    inject: [inRoot("pkg-template/text.js")],
    ...options,
  });
}

/** What the pool's threads run is one file, so that it can be copied anywhere, and a script, so that it runs as a module too. */
async function pool(next) {
  const { build } = await import("esbuild");
  const worker = join(next, "pool/worker.js");
  await build({
    entryPoints: [worker],
    outfile: worker,
    allowOverwrite: true,
    bundle: true,
    format: "iife",
    logLevel: "warning",
    logOverride,
  });
  // Minified, because it is a text and nobody reads it there.
  const { outputFiles } = await build({
    entryPoints: [worker],
    write: false,
    minify: true,
    legalComments: "none",
    logOverride,
  });
  writeFileSync(
    join(next, "pool/worker-text.js"),
    `export default ${JSON.stringify(outputFiles[0].text)};
`,
  );
  await bundle(join(next, "pool/node-pool.js"), join(next, "pool/node-pool.cjs"), "cjs", "..");
  const types = readFileSync(join(next, "pool.d.ts"), "utf8");
  writeFileSync(join(next, "pool.d.cts"), types.replaceAll('"./index.js"', '"./index.cjs"'));
}

/**
 * The wasm as a JavaScript module, for runtimes that cannot read a file synchronously: compressed, because base64 of what is
 * not is a third larger after the server's gzip; by zopfli, which takes seconds and gets another 5 to 10 % out of it. ASCII,
 * because a bundler may write anything else in another way.
 */
async function inline(wasm, file) {
  const { default: zopfli } = await import("@gfx/zopfli");
  const bytes = readFileSync(wasm);
  const deflated = Buffer.from(await zopfli.deflateAsync(bytes, { numiterations: 5 })).toString("base64");
  writeFileSync(file, `export const size = ${bytes.length};\nexport const deflated = "${deflated}";\n`);
}
