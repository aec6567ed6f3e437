// Programs that use one half of `keyward`, through a bundler: they work, and have the wasm of that half only.
import assert from "node:assert/strict";
import { readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { resultsOf } from "./chromium.mjs";
import { STRICT_POLICY, serveFiles } from "./servers.mjs";
import { put } from "./support.mjs";

/** By the name of the half in generated/. Each puts into `results` what `EXPECTED` is. */
const PROGRAMS = {
  schemes: `
import { hash, verify } from "keyward";
const stored = hash("secret", { memory: 64, iterations: 1 });
const django = "pbkdf2_sha256$1$salt$ON9CizCTCOSMNofn+QvaDpzyU1aMIex1Sg4HarSrZCM=";
globalThis.results = [verify("secret", stored), verify("Secret", stored), verify("secret", django)];`,
  token: `
import { decode, issue } from "keyward";
const secret = "a secret of more than thirty-two bytes";
const expected = (run) => { try { run(); } catch ({ code }) { return code === "ERR_TOKEN_SIGNATURE"; } };
const token = issue({ sub: "johndoe" }, secret);
globalThis.results = [decode(token, secret).sub === "johndoe", token === "", expected(() => decode(token, secret + "!"))];`,
};
const EXPECTED = [true, false, true];

/** The text that stands for the wasm of a half in every bundle that has it; the whole is only in what Node loads. */
async function textOf(half) {
  const whole = half === "whole";
  const { deflated, packed } = await import(inRoot("pkg/generated", half, whole ? "inlined.js" : "packed.js"));
  return whole ? deflated : packed;
}

/** `build()` makes a page in `output` of the project in `folder`, whose program is main.js. */
export async function checkHalves(context, folder, output, build, policy = STRICT_POLICY) {
  for (const [half, program] of Object.entries(PROGRAMS)) {
    await context.test(`a program that uses only ${half}`, async (context) => {
      await put(folder, { "main.js": program });
      await rm(join(folder, output), { recursive: true });
      await build();
      const files = (await readdir(join(folder, output), { recursive: true, withFileTypes: true })).filter(
        (entry) => entry.isFile() && !entry.name.endsWith(".map"),
      );
      const texts = await Promise.all(
        files.map(({ parentPath, path, name }) => readFile(join(parentPath ?? path, name), "latin1")),
      );
      const all = texts.join("\n");
      context.diagnostic(`${all.length} bytes`);
      for (const other of ["whole", "primitives", "schemes", "token"])
        assert.equal(all.includes(await textOf(other)), other === half, `the wasm of ${other}`);
      const server = await serveFiles(join(folder, output), { "content-security-policy": policy });
      try {
        assert.deepEqual(await resultsOf(`${server.origin}/`), EXPECTED);
      } finally {
        await server.stop();
      }
    });
  }
}
