// What a wasm that has trapped does to the next call: nothing. A stack that is nearly full is the way to make it trap.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { machineNode } from "../../scripts/setup/node.mjs";
import { installed, pack, run } from "./support.mjs";

/** Calls `attempt` again and again at every distance from the end of the stack, and prints what was thrown, and what it does afterwards. */
const program = (entry, attempt) => `
import * as keyward from "${entry}";
const SECRET = "a secret of more than thirty-two bytes";
const BCRYPT = "$2b$04$abcdefghijklmnopqrstuuqDRKvYWxOTmfMmVtU7wrJfxSYvxvFC2";
const CHEAP = { memory: 8, iterations: 1 };
const attempt = ${attempt};
const expected = attempt();
const thrown = {};
let left;
function descend(room) {
  try {
    return descend(room + 1);
  } catch (error) {
    if (left-- > 0) {
      try {
        attempt();
      } catch (caught) {
        thrown[caught.name] = (thrown[caught.name] ?? 0) + 1;
      }
    }
    throw error;
  }
}
for (let round = 0; round < 10; round += 1) {
  left = 300;
  try {
    descend(0);
  } catch {}
}
console.log(JSON.stringify({ thrown, same: typeof attempt() === typeof expected }));
`;

/** Node with the entry points for browsers, where each half has a wasm of its own. */
const BROWSER = ["--conditions=browser"];

const ATTEMPTS = {
  hashing: ["keyward", '() => keyward.hash("x", CHEAP)'],
  "verifying bcrypt": ["keyward", '() => keyward.verify("x", BCRYPT)'],
  signing: ["keyward", "() => keyward.issue({ a: [1, { b: 2 }] }, SECRET)"],
  "making a key": ["keyward", '() => keyward.Key.generate("EdDSA").thumbprint()'],
  "hashing in a browser": ["keyward", '() => keyward.hash("x", CHEAP)', BROWSER],
  "signing in a browser": ["keyward", "() => keyward.issue({ a: [1, { b: 2 }] }, SECRET)", BROWSER],
  "hashing in keyward/password": ["keyward/password", '() => keyward.hash("x", CHEAP)'],
  "verifying bcrypt in keyward/password": ["keyward/password", '() => keyward.verify("x", BCRYPT)'],
  "verifying a token in keyward/token": [
    "keyward/token",
    "() => keyward.decode(keyward.issue({ a: 1 }, SECRET), SECRET)",
  ],
};

const node = machineNode();
let folder;

before(async () => {
  await pack();
  const programs = Object.values(ATTEMPTS).map(([entry, attempt], index) => [
    `crash-${index}.mjs`,
    program(entry, attempt),
  ]);
  folder = await installed("crash", Object.fromEntries(programs));
});

for (const [index, [name, [, , flags = []]]] of Object.entries(ATTEMPTS).entries()) {
  test(`${name} works after thousands of full stacks`, async (context) => {
    const { thrown, same } = JSON.parse(await run(node, [...flags, `crash-${index}.mjs`], { cwd: folder }));
    context.diagnostic(JSON.stringify(thrown));
    assert.ok(thrown.RangeError > 50, "the stack was never full");
    assert.equal(same, true);
  });
}

test("a key that lived in the instance that trapped says so, and a new one works", async () => {
  const code = `
    import { Key, decode, issue } from "keyward";
    const old = Key.secret("a secret of more than thirty-two bytes");
    // What stands for a trap: a claim's toJSON throws the exception of one.
    const claims = { toJSON() { throw new WebAssembly.RuntimeError("unreachable"); } };
    try { issue(claims, old); } catch ({ name }) { console.log(name); }
    console.log(decode(issue({ a: 1 }, old), old).a);
    const descend = () => { try { descend(); } catch (error) { try { issue({}, "a secret of more than thirty-two bytes"); } catch {} throw error; } };
    for (let round = 0; round < 20; round += 1) try { descend(); } catch {}
    try { issue({}, old); console.log("still there"); } catch ({ message }) { console.log(message); }
    old.free();
    const key = Key.secret("a secret of more than thirty-two bytes");
    console.log(decode(issue({ a: 2 }, key), key).a);`;
  const lines = (await run(node, ["--input-type=module", "--eval", code], { cwd: folder })).trim().split("\n");
  assert.deepEqual(lines, [
    "TypeError",
    "1",
    "key: expected a key of this instance, got one from before the wasm was restarted",
    "2",
  ]);
});

test("in a browser a key survives the trap of a hash, whose wasm is another", async () => {
  const code = `
    import { Key, decode, hash, issue, verify } from "keyward";
    const key = Key.secret("a secret of more than thirty-two bytes");
    let full = 0;
    let left;
    const attempt = () => { if (left-- <= 0) return; try { hash("x", { memory: 8, iterations: 1 }); } catch (error) { full += error instanceof WebAssembly.RuntimeError || error instanceof RangeError; } };
    const descend = () => { try { descend(); } catch (error) { attempt(); throw error; } };
    for (let round = 0; round < 20; round += 1) { left = 300; try { descend(); } catch {} }
    console.log(full > 0, verify("x", hash("x", { memory: 8, iterations: 1 })), decode(issue({ a: 1 }, key), key).a);`;
  assert.equal(await run(node, [...BROWSER, "--input-type=module", "--eval", code], { cwd: folder }), "true true 1\n");
});
