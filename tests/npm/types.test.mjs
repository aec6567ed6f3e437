// The declarations, as a program's author meets them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { build } from "esbuild";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { installed, pack, run } from "./support.mjs";

const TSC = inRoot("node_modules/typescript/bin/tsc");
const STRICT = [
  "--ignoreConfig",
  "--strict",
  "--noEmit",
  "--exactOptionalPropertyTypes",
  "--noUncheckedIndexedAccess",
  "--target",
  "es2022",
  "--lib",
  "esnext,dom",
  "--types",
  "",
  "--skipLibCheck",
  "false",
];
const NODE = ["--module", "nodenext"];
const BUNDLER = ["--module", "esnext", "--moduleResolution", "bundler"];

let folder;

before(async () => {
  await pack();
  const names = ["accepted.ts", "refused.ts", "accepted.cts"];
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(inRoot("tests/npm/types", name), "utf8")]),
  );
  folder = await installed("types", Object.fromEntries(files));
});

const tsc = async (...args) => {
  await run(process.execPath, [TSC, ...STRICT, ...args], { cwd: folder });
};

test("tsc --strict accepts what is right and refuses what is wrong, as Node resolves", () =>
  tsc(...NODE, "accepted.ts", "refused.ts"));

test("tsc --strict accepts what is right and refuses what is wrong, as bundlers resolve", () =>
  tsc(...BUNDLER, "accepted.ts", "refused.ts"));

test("tsc --strict accepts CommonJS", () => tsc(...NODE, "accepted.cts"));

for (const [entry, types] of [
  ["keyward", "index"],
  ["keyward/password", "password/index"],
  ["keyward/token", "token/index"],
  ["keyward/pool", "pool"],
  ["keyward/jwks", "jwks/index"],
  ["keyward/guard", "guard/index"],
  ["keyward/guard/hono", "guard/hono"],
  ["keyward/guard/express", "guard/express"],
  ["keyward/guard/fastify", "guard/fastify"],
]) {
  test(`the declarations name exactly what ${entry} exports`, async () => {
    const declared = await readFile(join(folder, `node_modules/keyward/${types}.d.ts`), "utf8");
    const names = [...declared.matchAll(/^export (?:declare )?(?:function|class|const|\{) ?(\w+)/gm)].map(
      ([, name]) => name,
    );
    const program = `import * as keyward from "${entry}"; console.log(JSON.stringify(Object.keys(keyward)))`;
    const exported = JSON.parse(
      await run(process.execPath, ["--input-type=module", "--eval", program], { cwd: folder }),
    );
    assert.deepEqual([...new Set(names)].sort(), exported.sort());
    // What is imported elsewhere is another file.
    for (const condition of ["browser", "workerd", "edge-light"])
      assert.deepEqual(await exportedFor(condition, entry), exported, condition);
  });
}

/** The names that an entry point has for a bundler of that condition. */
async function exportedFor(condition, entry) {
  const { metafile } = await build({
    stdin: { contents: `export * from "${entry}"`, resolveDir: folder },
    conditions: [condition],
    platform: "neutral",
    external: ["*.wasm", "*.wasm?module"],
    bundle: true,
    format: "esm",
    write: false,
    outfile: "entry.js",
    metafile: true,
  });
  return metafile.outputs["entry.js"].exports.sort();
}

test("the declared error codes are exactly those of the crate", async () => {
  const crate = await readFile(inRoot("src/error.rs"), "utf8");
  const declared = await readFile(inRoot("src/npm/types/errors.d.ts"), "utf8");
  const codes = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, code]) => code))].sort();
  // More are those of keyward/password, keyward/jwks and keyward/guard, which are written in JavaScript.
  const inJavaScript = [
    "ERR_HASH_UNSUPPORTED",
    "ERR_FETCH",
    "ERR_TOKEN_MISSING",
    "ERR_TOKEN_REVOKED",
    "ERR_TOKEN_SCOPE",
  ];
  assert.deepEqual(codes(declared, /\| "(ERR_\w+)"/g), [...codes(crate, /=> "(ERR_\w+)"/g), ...inJavaScript].sort());
});
