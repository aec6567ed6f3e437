// The package on Deno and Bun, installed by npm.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { NO_BINARY, runtimeBinary } from "./binaries.mjs";
import { lockedVersion } from "./runtimes.mjs";
import { RESTING, check, installed, pack, proven, run } from "./support.mjs";

let folder;

before(async () => {
  await pack();
  folder = await installed("deno-bun", { "resting.mjs": RESTING });
});

const RUNTIMES = {
  // Without any permission.
  deno: { version: /^deno (\S+)/, imported: ["run", "--no-prompt", "server.mjs"] },
  bun: { version: /^(\S+)/, imported: ["server.mjs"], required: ["server.cjs"] },
};

for (const [id, { version, imported, required }] of Object.entries(RUNTIMES)) {
  const binary = runtimeBinary(id);
  describe(`on ${id} ${lockedVersion(id)}, the installed package keeps its contract`, {
    skip: !binary && NO_BINARY,
  }, () => {
    before(async () => assert.equal((await run(binary, ["--version"])).match(version)[1], lockedVersion(id)));

    after(() => proven(id));

    test("imported", async (context) => check(context, await run(binary, imported, { cwd: folder })));

    if (required) test("required", async (context) => check(context, await run(binary, required, { cwd: folder })));

    test("a guard lets a right token pass, and no other", async () => {
      const program = `
        import { issue } from "keyward";
        import { createGuard } from "keyward/guard";
        const secret = "a secret of more than thirty-two bytes";
        const guard = createGuard({ keys: secret });
        const headers = { authorization: "Bearer " + issue({ sub: "johndoe" }, secret, { expiresIn: 60 }) };
        const { claims } = await guard(new Request("https://api.example", { headers }));
        const { response } = await guard(new Request("https://api.example")).catch((error) => error);
        console.log(claims.sub, response.status, response.headers.get("www-authenticate"))`;
      const args = id === "deno" ? ["eval", program] : ["--eval", program];
      assert.equal(await run(binary, args, { cwd: folder }), "johndoe 401 Bearer\n");
    });

    test("a thread of a pool that rests ends, and the next call has another", async () => {
      assert.equal(await run(binary, [...imported.slice(0, -1), "resting.mjs"], { cwd: folder }), "2\n");
    });

    test("a pool does not keep a process that has nothing else to do", async () => {
      const program = 'import { hash } from "keyward/pool"; console.log(typeof (await hash("x")))';
      const args = id === "deno" ? ["eval", program] : ["--eval", program];
      assert.equal(await run(binary, args, { cwd: folder }), "string\n");
    });
  });
}
