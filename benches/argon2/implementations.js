// Every implementation behind one function: (m, t, p) -> the bytes of the tag, or a promise of them.
// Runs in Node, in the page and in the Worker; how each gets its wasm is their business.

export const PASSWORD = "correct horse battery staple";
const encoder = new TextEncoder();
export const password = encoder.encode(PASSWORD);
const SALT = "sixteen bytes 01";
export const salt = encoder.encode(SALT);

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

/** The function of hash-wasm, and of argon2-wasm-edge, which was made of it. */
export const hashWasm = (argon2id) => (m, t, p) =>
  argon2id({ password, salt, memorySize: m, iterations: t, parallelism: p, hashLength: 32, outputType: "binary" });

/** The functions of @node-rs/argon2, native or in wasm. */
export const nodeRs =
  ({ hashRawSync }) =>
  (m, t, p) =>
    hashRawSync(PASSWORD, { salt, memoryCost: m, timeCost: t, parallelism: p, outputLen: 32, algorithm: 2 });

/** Node's own, from 24.7 on. */
export const nodeCrypto =
  ({ argon2Sync }) =>
  (m, t, p) =>
    argon2Sync("argon2id", { message: password, nonce: salt, parallelism: p, tagLength: 32, memory: m, passes: t });

/** The class of @rabbit-company/argon2id, which gives hexadecimal digits. */
export const rabbit = (Argon2id) => async (m, t, p) =>
  Uint8Array.from((await Argon2id.hash(PASSWORD, SALT, p, m, t, 32)).match(/../g), (digits) =>
    Number.parseInt(digits, 16),
  );

/** The functions of worker-password-auth: it takes a stored hash as it is, and its own have one fixed cost. */
export const workerPasswordAuth =
  ({ verifyPassword }, { hash }) =>
  async (m, t, p) => {
    const encoded = known(hash, m, t, p);
    if (!(await verifyPassword(PASSWORD, encoded))) throw new Error("worker-password-auth refused");
    return tag(encoded);
  };

/** Computed once for each set, outside of what is timed but for the first round, which does not count. */
const made = new Map();
function known(hash, ...set) {
  const key = String(set);
  const [memory, iterations, parallelism] = set;
  if (!made.has(key)) made.set(key, hash(password, { memory, iterations, parallelism, salt }));
  return made.get(key);
}

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
