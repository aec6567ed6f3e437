// Every implementation behind one function: (m, t, p) -> the 32 bytes of the tag, or a promise of them.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { NATIVE, PLAIN, nativeFile, plainFile } from "./prepare.mjs";

const password = Buffer.from("correct horse battery staple");
const salt = Buffer.from("sixteen bytes 01");
const require = createRequire(import.meta.url);

export async function candidates() {
  return { ...natives(), ...(await keyward()), ...(await packages()), ...(await plain()) };
}

function natives() {
  const found = Object.keys(NATIVE).filter((name) => existsSync(nativeFile(name)));
  return Object.fromEntries(
    found.map((name) => {
      const argon2id = require(nativeFile(name));
      return [`native C, ${name.toUpperCase()}`, { hash: (m, t, p) => argon2id(m, t, p, password, salt) }];
    }),
  );
}

/** The built package, and its scalar kernel in an instance of its own. */
async function keyward() {
  const from = "../../pkg/";
  const tag = (module) => (m, t, p) => Buffer.from(module.hash(password, { memory: m, iterations: t, parallelism: p, salt }).split("$").at(-1), "base64");
  const simd = await import(`${from}node.js`);
  // The query makes another instance of the glue, and so of the wasm.
  const scalar = await import(`${from}glue.js?scalar`);
  scalar.initSync({ module: readFileSync(new URL(`${from}keyward.wasm`, import.meta.url)) });
  scalar.useScalarKernel();
  return { keyward: { hash: tag(simd) }, "keyward, scalar kernel": { hash: tag(scalar) } };
}

async function packages() {
  const phi = await (await import("@phi-ag/argon2/node")).default();
  const hashWasm = await import("hash-wasm");
  const setup = (await import("argon2id/lib/setup.js")).default;
  const load = (name) => (imports) => WebAssembly.instantiate(readFileSync(require.resolve(`argon2id/dist/${name}.wasm`)), imports);
  const openpgp = await setup(load("simd"), load("no-simd"));
  const { argon2id: noble } = await import("@noble/hashes/argon2.js");
  return {
    "@phi-ag/argon2": {
      hash: (m, t, p) => Buffer.from(phi.hash(password.toString(), { salt, memoryCost: m, timeCost: t, parallelism: p, hashLength: 32 }).hash),
    },
    "hash-wasm": {
      hash: (m, t, p) => hashWasm.argon2id({ password, salt, memorySize: m, iterations: t, parallelism: p, hashLength: 32, outputType: "binary" }),
    },
    "argon2id (openpgp)": {
      hash: (m, t, p) => openpgp({ password, salt, memorySize: m, passes: t, parallelism: p, tagLength: 32 }),
    },
    "@noble/hashes": { hash: (m, t, p) => noble(password, salt, { m, t, p, dkLen: 32 }), slow: true },
  };
}

async function plain() {
  const made = {};
  for (const name of Object.keys(PLAIN)) {
    const { instance } = await WebAssembly.instantiate(readFileSync(plainFile(name)));
    const { argon2id, buffer, memory } = instance.exports;
    const at = buffer();
    made[`argon2 crate in wasm, ${name}`] = {
      hash: (m, t, p) => {
        const input = new Uint8Array(memory.buffer, at, 64);
        input.set(password, 0);
        input.set(salt, 32);
        if (!argon2id(m, t, p, password.length, salt.length)) throw new Error("the argon2 crate refused");
        return Buffer.from(new Uint8Array(memory.buffer, at + 64, 32));
      },
    };
  }
  return made;
}
