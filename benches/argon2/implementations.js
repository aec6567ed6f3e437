// Every implementation behind one function: (m, t, p) -> the bytes of the tag, or a promise of them.
// Runs in Node, in the page and in the Worker; how each gets its wasm is their business.

export const PASSWORD = "correct horse battery staple";
const encoder = new TextEncoder();
export const password = encoder.encode(PASSWORD);
export const salt = encoder.encode("sixteen bytes 01");

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const tag = (encoded) => Uint8Array.from(atob(encoded.split("$").at(-1)), (character) => character.charCodeAt(0));

/** An instance of the package. */
export const keyward =
  ({ hash }) =>
  (m, t, p) =>
    tag(hash(password, { memory: m, iterations: t, parallelism: p, salt }));

/** Another instance of its glue, with the other kernel. */
export function scalarKernel(glue, module) {
  glue.initSync({ module });
  glue.useScalarKernel();
  return keyward(glue);
}

/** An instance of the class that @phi-ag/argon2 exports. */
export const phiAg = (argon2) => (m, t, p) =>
  argon2.hash(PASSWORD, { salt, memoryCost: m, timeCost: t, parallelism: p, hashLength: 32 }).hash;

/** The function of hash-wasm. */
export const hashWasm = (argon2id) => (m, t, p) =>
  argon2id({ password, salt, memorySize: m, iterations: t, parallelism: p, hashLength: 32, outputType: "binary" });

/** What argon2id/lib/setup.js resolves to. */
export const openpgp = (argon2id) => (m, t, p) =>
  argon2id({ password, salt, memorySize: m, passes: t, parallelism: p, tagLength: 32 });

/** The function of @noble/hashes. */
export const noble = (argon2id) => (m, t, p) => argon2id(password, salt, { m, t, p, dkLen: 32 });

/**
 * The exports of benches/argon2/plain.
 *
 * @param {any} exports
 */
export const plain =
  ({ argon2id, buffer, memory }) =>
  (m, t, p) => {
    const input = new Uint8Array(memory.buffer, buffer(), 64);
    input.set(password, 0);
    input.set(salt, 32);
    if (!argon2id(m, t, p, password.length, salt.length)) throw new Error("the argon2 crate refused");
    return new Uint8Array(memory.buffer, buffer() + 64, 32).slice();
  };

/** So slow that three rounds have to do. */
export const SLOW = ["@noble/hashes"];
