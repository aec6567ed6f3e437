// What is measured in Node, by name.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { addon } from "../addon.mjs";
import * as implementations from "./implementations.js";
import { NATIVE, PLAIN, nativeFile, plainFile } from "./prepare.mjs";

const { password, salt } = implementations;
const require = createRequire(import.meta.url);

export async function candidates() {
  return { ...natives(), ...(await native()), ...(await keyward()), ...(await packages()), ...(await plain()) };
}

/** Native code where it was built; one function also for engines outside of this process. */
export function natives() {
  const found = Object.keys(NATIVE).filter((name) => existsSync(nativeFile(name)));
  return Object.fromEntries(
    found.map((name) => {
      const argon2id = require(nativeFile(name));
      return [
        `native C, ${name.toUpperCase()}`,
        (m, t, p) => argon2id(m, t, p, Buffer.from(password), Buffer.from(salt)),
      ];
    }),
  );
}

async function keyward() {
  const from = "../../pkg/";
  // The query makes another instance of the glue, and so of the wasm.
  const glue = await import(`${from}generated/whole/glue.js?scalar`);
  return {
    keyward: implementations.keyward(await import(`${from}node.js`)),
    "keyward/password": implementations.keyward(await import(`${from}password/node.js`)),
    "keyward, scalar kernel": implementations.scalarKernel(
      glue,
      readFileSync(new URL(`${from}keyward.wasm`, import.meta.url)),
    ),
  };
}

/** Those that have what this Node, or this platform, has. */
async function native() {
  const made = {};
  const crypto = await import("node:crypto");
  if ("argon2Sync" in crypto) made["Node's crypto.argon2"] = implementations.nodeCrypto(crypto);
  const nodeRs = addon("@node-rs/argon2-linux-x64-gnu", import.meta.url);
  if (nodeRs) made["@node-rs/argon2"] = implementations.nodeRs(nodeRs);
  return made;
}

async function packages() {
  const phi = await (await import("@phi-ag/argon2/node")).default();
  const setup = (await import("argon2id/lib/setup.js")).default;
  const load = (name) => (imports) =>
    WebAssembly.instantiate(readFileSync(require.resolve(`argon2id/dist/${name}.wasm`)), imports);
  return {
    "@phi-ag/argon2": implementations.phiAg(phi),
    "hash-wasm": implementations.hashWasm((await import("hash-wasm")).argon2id),
    "argon2-wasm-edge": implementations.hashWasm(require("argon2-wasm-edge").argon2id),
    "worker-password-auth": implementations.workerPasswordAuth(
      await import("worker-password-auth"),
      await import(inRoot("pkg/node.js")),
    ),
    "@node-rs/argon2 in wasm": implementations.nodeRs(require("@node-rs/argon2-wasm32-wasi")),
    "@rabbit-company/argon2id": implementations.rabbit((await import("@rabbit-company/argon2id")).default),
    "argon2id (openpgp)": implementations.openpgp(await setup(load("simd"), load("no-simd"))),
    "@noble/hashes": implementations.noble((await import("@noble/hashes/argon2.js")).argon2id),
  };
}

async function plain() {
  const made = {};
  for (const name of Object.keys(PLAIN)) {
    const { instance } = await WebAssembly.instantiate(readFileSync(plainFile(name)));
    made[`argon2 crate in wasm, ${name}`] = implementations.plain(instance.exports);
  }
  return made;
}
