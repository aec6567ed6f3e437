// In workerd: /<name>?m=&t=&p= computes and answers with the tag in hex. Its clock stands still meanwhile, so whoever asks measures.
// hash-wasm is missing: it compiles its wasm at run time, which Workers may not.
import * as keyward from "./schemes/workerd.js";
import * as glue from "./generated/schemes/glue-scalar.js";
import keywardModule from "./keyward.wasm";
import Phi from "./phi.js";
import phiModule from "./phi.wasm";
import { argon2id as edge, setWASMModules } from "argon2-wasm-edge";
import edgeArgon2 from "./edge-argon2.wasm";
import edgeBlake2b from "./edge-blake2b.wasm";
import setup from "argon2id/lib/setup.js";
import openpgpModule from "./openpgp.wasm";
import { argon2id as noble } from "@noble/hashes/argon2.js";
import plainScalar from "./plain-scalar.wasm";
import plainSimd from "./plain-simd.wasm";
import * as implementations from "./implementations.js";

const instance = (module, imports) => new WebAssembly.Instance(module, imports);
const openpgp = async (imports) => ({ instance: instance(openpgpModule, imports) });

const makers = {
  keyward: () => implementations.keyward(keyward),
  "keyward, scalar kernel": () => implementations.scalarKernel(glue, keywardModule),
  "@phi-ag/argon2": () => implementations.phiAg(new Phi(instance(phiModule))),
  "argon2-wasm-edge": () => {
    setWASMModules({ argon2WASM: edgeArgon2, blake2bWASM: edgeBlake2b });
    return implementations.hashWasm(edge);
  },
  "argon2id (openpgp)": async () => implementations.openpgp(await setup(openpgp, openpgp)),
  "@noble/hashes": () => implementations.noble(noble),
  "argon2 crate in wasm, scalar": () => implementations.plain(instance(plainScalar).exports),
  "argon2 crate in wasm, simd": () => implementations.plain(instance(plainSimd).exports),
  nothing: () => () => new Uint8Array(),
};
const made = {};

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const name = decodeURIComponent(pathname.slice(1));
    if (name === "names") return Response.json(Object.keys(makers).filter((one) => one !== "nothing"));
    const set = ["m", "t", "p"].map((parameter) => Number(searchParams.get(parameter)));
    made[name] ??= await makers[name]();
    return new Response(implementations.hex(await made[name](...set)));
  },
};
