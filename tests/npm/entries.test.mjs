// The halves of the package, `keyward/password` and `keyward/token`, and what all entry points share.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { machineNode } from "../../scripts/setup/node.mjs";
import { check, installed, pack, run } from "./support.mjs";

const print = (half) => `runSuite(keyward).then((${half}) => console.log(JSON.stringify({ ${half} })));`;
const programs = (half) => ({
  [`${half}.mjs`]: `import * as keyward from "keyward/${half}";\nimport { runSuite } from "./suite.mjs";\n${print(half)}`,
  [`${half}.cjs`]: `const keyward = require("keyward/${half}");\nimport("./suite.mjs").then(({ runSuite }) => ${print(half).slice(0, -1)});`,
  [`${half}-slim.mjs`]: `import { readFileSync } from "node:fs";
import * as keyward from "keyward/${half}/slim";
import { runSuite } from "./suite.mjs";
keyward.init(readFileSync(new URL(import.meta.resolve("keyward/${half}/keyward.wasm"))));
${print(half)}`,
  [`${half}-slim.cjs`]: `const { readFileSync } = require("node:fs");
const keyward = require("keyward/${half}/slim");
keyward.init(new WebAssembly.Module(readFileSync(require.resolve("keyward/${half}/keyward.wasm"))));
import("./suite.mjs").then(({ runSuite }) => ${print(half).slice(0, -1)});`,
});

const node = machineNode();
/** What Node before 20.19 does: neither the condition `module-sync` nor the ability is there. */
const OLD = "--no-experimental-require-module";
let folder;

before(async () => {
  await pack();
  folder = await installed("entries", { ...programs("password"), ...programs("token") });
});

for (const half of ["password", "token"]) {
  describe(`keyward/${half}`, () => {
    test("imported", async (context) => check(context, await run(node, [`${half}.mjs`], { cwd: folder }), [half]));

    test("required", async (context) => {
      check(context, await run(node, [`${half}.cjs`], { cwd: folder }), [half]);
      check(context, await run(node, [OLD, `${half}.cjs`], { cwd: folder }), [half]);
    });

    test("with the wasm handed over", async (context) => {
      for (const name of [`${half}-slim.mjs`, `${half}-slim.cjs`])
        check(context, await run(node, [name], { cwd: folder }), [half]);
    });
  });
}

test("an error is an instance of the one class, whatever entry point it is from", async () => {
  const program = (load) => `
    const loaded = ["keyward", "keyward/password", "keyward/token"].map((name) => ${load});
    Promise.all(loaded).then(([whole, password, token]) => {
      const thrownBy = (run) => { try { run(); } catch (error) { return error; } };
      const errors = [thrownBy(() => whole.verify("x", "y")), thrownBy(() => password.verify("x", "y")), thrownBy(() => token.peek(""))];
      console.log([whole, password, token].every(({ KeywardError }) => errors.every((error) => error instanceof KeywardError)));
    });`;
  assert.equal(await run(node, ["--input-type=module", "--eval", program("import(name)")], { cwd: folder }), "true\n");
  assert.equal(await run(node, [OLD, "--eval", program("require(name)")], { cwd: folder }), "true\n");
});

test("keyward/jwks and keyward/guard, imported and required, are for the keys of keyward", async () => {
  const program = (load) => `
    const loaded = ["keyward", "keyward/jwks", "keyward/guard", "keyward/guard/hono"].map((name) => ${load});
    Promise.all(loaded).then(async ([keyward, { remoteKeySet }, { createGuard, KeywardError }, { protect }]) => {
      const pair = keyward.Key.generate("EdDSA");
      const keys = remoteKeySet("https://auth.example/keys", { fetch: async () => Response.json({ keys: [pair.toPublicJwk()] }) });
      const token = keyward.issue({ sub: "johndoe" }, pair, { expiresIn: 60 });
      const request = new Request("https://api.example", { headers: { authorization: "Bearer " + token } });
      const error = await createGuard({ jwks: keys })(new Request("https://api.example")).catch((error) => error);
      const { claims } = await createGuard({ keys: pair })(request);
      console.log(keyward.decode(token, await keys.for(token)).sub, claims.sub, error instanceof KeywardError, typeof protect);
    });`;
  const expected = "johndoe johndoe true function\n";
  assert.equal(await run(node, ["--input-type=module", "--eval", program("import(name)")], { cwd: folder }), expected);
  assert.equal(await run(node, [OLD, "--eval", program("require(name)")], { cwd: folder }), expected);
});

test("a Key of one entry point is no key for another, and the error says so", async () => {
  const program = `
    import * as whole from "keyward";
    import * as token from "keyward/token";
    const secret = "a secret of more than thirty-two bytes";
    const signed = token.issue({}, secret);
    for (const use of [
      () => whole.issue({}, token.Key.secret(secret)),
      () => whole.decode(signed, token.Key.secret(secret)),
      () => token.decodeComplete(signed, whole.Key.secret(secret)),
      () => token.decode(signed, whole.KeySet.fromJwkSet({ keys: [] })),
    ]) {
      try { use(); console.log("taken"); } catch ({ name, message }) { console.log(name, /of this entry point/.test(message)); }
    }`;
  assert.equal(
    await run(node, ["--input-type=module", "--eval", program], { cwd: folder }),
    "TypeError true\n".repeat(4),
  );
});

test("where size matters `keyward` is made of halves, and a Key is one for it and for keyward/token", async () => {
  const program = `
    import * as whole from "keyward";
    import * as token from "keyward/token";
    const secret = "a secret of more than thirty-two bytes";
    console.log(whole.Key === token.Key, token.decode(whole.issue({ a: 1 }, token.Key.secret(secret)), whole.Key.secret(secret)).a);`;
  assert.equal(
    await run(node, ["--conditions=browser", "--input-type=module", "--eval", program], { cwd: folder }),
    "true 1\n",
  );
});
