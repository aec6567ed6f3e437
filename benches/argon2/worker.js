// In workerd: /<name>?m=&t=&p= computes and answers with the tag in hex. Its clock stands still meanwhile, so whoever asks measures.
import { hash } from "./workerd.js";
import Phi from "./phi.js";
import phiModule from "./phi.wasm";

const salt = new TextEncoder().encode("sixteen bytes 01");
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const tag = (encoded) => Uint8Array.from(atob(encoded.split("$").at(-1)), (character) => character.charCodeAt(0));
let phi;

const candidates = {
  keyward: (m, t, p) => tag(hash("correct horse battery staple", { memory: m, iterations: t, parallelism: p, salt })),
  "@phi-ag/argon2": (m, t, p) => {
    phi ??= new Phi(new WebAssembly.Instance(phiModule));
    return phi.hash("correct horse battery staple", { salt, memoryCost: m, timeCost: t, parallelism: p, hashLength: 32 }).hash;
  },
  nothing: () => new Uint8Array(),
};

export default {
  fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const [m, t, p] = ["m", "t", "p"].map((name) => Number(searchParams.get(name)));
    return new Response(hex(candidates[decodeURIComponent(pathname.slice(1))](m, t, p)));
  },
};
