// Runs inside the Node that is measured: each once a round, the order turned by one each round. Prints milliseconds as JSON.
import bcrypt from "bcrypt";
import bcryptEdge from "bcrypt-edge";
import bcryptjs from "bcryptjs";
import { bcryptVerify } from "hash-wasm";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { addon } from "../addon.mjs";
import { inTurn } from "../turns.mjs";

const { verify } = await import(inRoot("pkg/node.js"));
const { verify: verifyPrimitive } = await import(inRoot("pkg/password/node.js"));
const PASSWORD = "correct horse battery staple";
const rounds = Number(process.argv[2]);
const nodeRs = addon("@node-rs/bcrypt-linux-x64-gnu", import.meta.url);
const stored = bcrypt.hashSync(PASSWORD, 12);

/** @type {Record<string, (password: string) => boolean | Promise<boolean>>} */
const candidates = {
  keyward: (password) => verify(password, stored),
  "keyward/password": (password) => verifyPrimitive(password, stored),
  "bcrypt (native C++)": (password) => bcrypt.compareSync(password, stored),
  ...(nodeRs && { "@node-rs/bcrypt (native Rust)": (password) => nodeRs.verifySync(password, stored) }),
  "hash-wasm": (password) => bcryptVerify({ password, hash: stored }),
  bcryptjs: (password) => bcryptjs.compareSync(password, stored),
  "bcrypt-edge": (password) => bcryptEdge.compareSync(password, stored),
};

const all = Object.entries(candidates);
const times = Object.fromEntries(all.map(([name]) => [name, []]));
for (const [name, check] of all)
  if (!(await check(PASSWORD)) || (await check("another"))) throw new Error(`${name} does not tell passwords apart`);
for (let round = 0; round < rounds; round += 1) {
  for (const [name, check] of inTurn(all, round)) {
    const began = performance.now();
    await check(PASSWORD);
    times[name].push(performance.now() - began);
  }
}
process.stdout.write(JSON.stringify({ label: `Node ${process.versions.node}`, times }));
