// Signatures by the runtime's own cryptography: they are made and taken, and refused, as those of the wasm are.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { HOST } from "../../scripts/lib/cargo.mjs";
import { MINUTE, limits } from "../../scripts/test/limits.mjs";
import { NO_BINARY, runtimeBinary } from "./binaries.mjs";
import { installed, pack, run } from "./support.mjs";

// The crate's tests are compiled, where nothing has done that yet.
limits.test = 20 * MINUTE;

const pem = (name) => readFileSync(inRoot(`tests/vectors/keys/${name}.pem`), "utf8");
const RSA = pem("rsa-pkcs8");
const KEYS = {
  ES256: pem("p256-pkcs8"),
  ES384: pem("p384-pkcs8"),
  ES512: pem("p521-pkcs8"),
  EdDSA: pem("ed25519-pkcs8"),
  RS256: RSA,
  PS256: RSA,
  PS512: RSA,
};

/** What a runtime computes by itself: `[sign, verify]`. */
const BOTH = [true, true];
const NEITHER = [false, false];
const ALL = { ES256: BOTH, ES384: BOTH, ES512: BOTH, EdDSA: BOTH, RS256: BOTH, PS256: BOTH, PS512: BOTH };
const NODE = { ...ALL, ES384: [false, true] };
const RUNTIMES = {
  node20: NODE,
  node22: NODE,
  node26: { ...NODE, EdDSA: NEITHER },
  bun: ALL,
};

let folder;

before(async () => {
  await pack();
  const program = readFileSync(inRoot("tests/npm/native/program.mjs"), "utf8");
  folder = await installed("native", { "program.mjs": program, "keys.json": JSON.stringify(KEYS) });
});

const used = (calls) => Object.values(calls).some((count) => count > 0);

for (const [id, expected] of Object.entries(RUNTIMES)) {
  const binary = runtimeBinary(id);
  describe(id, { skip: !binary && NO_BINARY }, () => {
    test("keys that are used again", async () => {
      const { results, crossed, still } = JSON.parse(await run(binary, ["program.mjs"], { cwd: folder }));
      const found = Object.entries(results).map(([algorithm, { calls, wrong }]) => {
        assert.deepEqual(wrong, ["ERR_TOKEN_SIGNATURE"], algorithm);
        const { issue, decode } = calls;
        const verifies = ["verify", "publicEncrypt"].some((name) => (decode[name] ?? 0) > (issue[name] ?? 0));
        return [algorithm, [used(issue), verifies]];
      });
      assert.deepEqual(Object.fromEntries(found), expected);
      assert.deepEqual(crossed, ["ERR_TOKEN_SIGNATURE"]);
      assert.deepEqual(still, ["taken"]);
      // What was made natively, the wasm takes.
      const { Key, decode, init } = await import(inRoot("pkg/token/slim.js"));
      init(readFileSync(inRoot("pkg/token/keyward.wasm")));
      for (const [algorithm, { tokens }] of Object.entries(results))
        for (const token of tokens)
          assert.equal(decode(token, Key.fromPem(KEYS[algorithm], { algorithm })).sub, "johndoe", algorithm);
    });
  });
}

// Through the code that checks keys and signatures before a runtime sees them, to the module that asks it.
for (const id of ["node22", "bun"]) {
  const binary = runtimeBinary(id);
  test(`Project Wycheproof's vectors on ${id}`, { skip: !binary && NO_BINARY }, async () => {
    const runtime = [binary, join(inRoot("tests/npm/native"), "engine.mjs")].join("\n");
    const env = { ...process.env, KEYWARD_RUNTIME: runtime };
    const output = await run("cargo", ["test", ...HOST, "--lib", "wycheproof::natively"], {
      cwd: inRoot(),
      env,
    });
    assert.match(output, /test result: ok\. 1 passed/);
  });
}
