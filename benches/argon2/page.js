// In the page: every implementation behind `time(name, m, t, p)`, which gives milliseconds and the tag in hex.
import { hash } from "/pkg/web.js";
import * as glue from "/pkg/glue.js?scalar";
import Phi from "/modules/@phi-ag/argon2/dist/index.js";
import { argon2id as hashWasm } from "/modules/hash-wasm/dist/index.esm.js";

const password = new TextEncoder().encode("correct horse battery staple");
const salt = new TextEncoder().encode("sixteen bytes 01");
const fetched = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const tag = (encoded) => Uint8Array.from(atob(encoded.split("$").at(-1)), (character) => character.charCodeAt(0));

glue.initSync({ module: await fetched("/pkg/keyward.wasm") });
glue.useScalarKernel();
const phi = new Phi((await WebAssembly.instantiate(await fetched("/modules/@phi-ag/argon2/dist/argon2.wasm"))).instance);

const candidates = {
  keyward: (m, t, p) => tag(hash(password, { memory: m, iterations: t, parallelism: p, salt })),
  "keyward, scalar kernel": (m, t, p) => tag(glue.hash(password, { memory: m, iterations: t, parallelism: p, salt })),
  "@phi-ag/argon2": (m, t, p) => phi.hash("correct horse battery staple", { salt, memoryCost: m, timeCost: t, parallelism: p, hashLength: 32 }).hash,
  "hash-wasm": (m, t, p) => hashWasm({ password, salt, memorySize: m, iterations: t, parallelism: p, hashLength: 32, outputType: "binary" }),
};

window.time = async (name, m, t, p) => {
  const began = performance.now();
  const found = await candidates[name](m, t, p);
  return { milliseconds: performance.now() - began, tag: hex(found) };
};
window.names = Object.keys(candidates);
