// In the page: every implementation behind `time(name, m, t, p)`, which gives milliseconds and the tag in hex.
import * as web from "/pkg/web.js";
import * as password from "/pkg/password/web.js";
import * as glue from "/pkg/generated/whole/glue.js?scalar";
import Phi from "/modules/@phi-ag/argon2/dist/index.js";
import { argon2id as hashWasm } from "/modules/hash-wasm/dist/index.esm.js";
import setup from "/modules/argon2id/lib/setup.js";
import { argon2id as noble } from "/modules/@noble/hashes/argon2.js";
import * as implementations from "/implementations.js";

const bytes = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
const instantiate = async (path, imports) => WebAssembly.instantiate(await bytes(path), imports);
const openpgp = (name) => (imports) => instantiate(`/modules/argon2id/dist/${name}.wasm`, imports);
const exportsOf = async (path) => (await instantiate(path)).instance.exports;

const candidates = {
  keyward: implementations.keyward(web),
  "keyward/password": implementations.keyward(password),
  "keyward, scalar kernel": implementations.scalarKernel(glue, await bytes("/pkg/keyward.wasm")),
  "@phi-ag/argon2": implementations.phiAg(
    new Phi((await instantiate("/modules/@phi-ag/argon2/dist/argon2.wasm")).instance),
  ),
  "hash-wasm": implementations.hashWasm(hashWasm),
  "argon2id (openpgp)": implementations.openpgp(await setup(openpgp("simd"), openpgp("no-simd"))),
  "@noble/hashes": implementations.noble(noble),
  "argon2 crate in wasm, scalar": implementations.plain(await exportsOf("/built/plain-scalar.wasm")),
  "argon2 crate in wasm, simd": implementations.plain(await exportsOf("/built/plain-simd.wasm")),
};

window.time = async (name, m, t, p) => {
  const began = performance.now();
  const found = await candidates[name](m, t, p);
  return { milliseconds: performance.now() - began, tag: implementations.hex(found) };
};
window.names = Object.keys(candidates);
