// What a bundler leaves of the package where little of it is used: the wasm, and the JavaScript for that little.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { installed, pack } from "./support.mjs";

let folder;

before(async () => {
  await pack();
  folder = await installed("shaking");
});

/** The bundle of a program, without the text of the wasm. */
async function bundle(program) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: folder },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    conditions: ["browser"],
  });
  return outputFiles[0].text.replace(/"[A-Za-z0-9+/=]{10000,}"/, '""');
}

/** Functions of the wasm that a bundle calls, as wasm-bindgen names them. */
const calls = (text) =>
  [
    ...new Set(
      [
        ...text.matchAll(
          /\b[\w$]+\.(argon2|bcrypt|hash|verify\w*|needsRehash|identify|issue\w*|decode(?:\w+)?|peek|key(?:set)?_\w+)\(/g,
        ),
      ].map(([, name]) => name),
    ),
  ]
    .filter((name) => name !== "decode")
    .sort();

test("peek alone leaves nothing of keys, signing and verifying", async () => {
  const text = await bundle('import { peek } from "keyward/token"; console.log(peek(location.hash));');
  assert.deepEqual(calls(text), ["peek"]);
  assert.ok(!text.includes("fromPem"), "it has the class Key");
});

test("verify alone leaves nothing of tokens", async () => {
  assert.deepEqual(calls(await bundle('import { verify } from "keyward"; console.log(verify("x", location.hash));')), [
    "verify",
  ]);
});

test("identify of keyward/password computes nothing, and leaves nothing that does", async () => {
  const text = await bundle('import { identify } from "keyward/password"; console.log(identify(location.hash));');
  assert.deepEqual(calls(text), []);
  assert.ok(text.includes("ERR_HASH_UNSUPPORTED"));
  assert.ok(!text.includes("ERR_OPTION"), "it has the options of hash");
});

test("a class of errors alone leaves no function, and no wasm", async () => {
  const text = await bundle('import { KeywardError } from "keyward"; console.log(KeywardError);');
  assert.deepEqual(calls(text), []);
  assert.ok(!text.includes("WebAssembly"), text);
});
