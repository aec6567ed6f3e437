// A Worker's cold start: a new workerd each time, from its start to the first answer.
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { inTurn } from "../turns.mjs";
import { startWorkerd, workerdLabel } from "../workerd.mjs";

const answer = (imports, code) => `${imports}
export default { fetch: async () => new Response(String(${code})) };
`;
const SECRET = '"0123456789abcdefghijklmnopqrstuv"';
const CHEAP = '{ memory: 1024, iterations: 1, parallelism: 1, salt: new TextEncoder().encode("sixteen bytes 01") }';

/** By name: the Worker, and its wasm by name and file. */
const WORKERS = {
  "a Worker that does nothing": { source: answer("", '"nothing"') },
  "keyward/token, issue": {
    source: answer('import { issue } from "./keyward/token/workerd.js";', `issue({ sub: "ann" }, ${SECRET})`),
    wasm: { "keyward.wasm": "pkg/token/keyward.wasm" },
  },
  "keyward/password, hash": {
    source: answer('import { hash } from "./keyward/password/workerd.js";', `hash("password", ${CHEAP})`),
    wasm: { "keyward.wasm": "pkg/password/keyward.wasm" },
  },
  "jose, sign": {
    source: answer(
      'import { SignJWT } from "jose";',
      `await new SignJWT({ sub: "ann" }).setProtectedHeader({ alg: "HS256" }).sign(new TextEncoder().encode(${SECRET}))`,
    ),
  },
  "@phi-ag/argon2, hash": {
    source: answer(
      'import Argon2 from "./phi.js"; import module from "./phi.wasm";',
      'new Argon2(new WebAssembly.Instance(module)).hash("password", { salt: new TextEncoder().encode("sixteen bytes 01"), memoryCost: 1024, timeCost: 1, parallelism: 1, hashLength: 32 }).encoded',
    ),
    wasm: { "phi.wasm": "benches/start/node_modules/@phi-ag/argon2/dist/argon2.wasm" },
  },
  "bcryptjs, cost 4": { source: answer('import bcrypt from "bcryptjs";', 'bcrypt.hashSync("password", 4)') },
};

/** The times of each, a new workerd for every one. */
export async function workers(here, rounds) {
  const names = Object.keys(WORKERS);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of inTurn(names, round)) times[name].push(await coldStart(here, name));
  }
  return { label: workerdLabel(), times };
}

async function coldStart(here, name) {
  const { source, wasm = {} } = WORKERS[name];
  const worker = await startWorkerd({
    fill(folder) {
      cpSync(inRoot("pkg"), join(folder, "keyward"), { recursive: true });
      cpSync(join(here, "node_modules/@phi-ag/argon2/dist/index.js"), join(folder, "phi.js"));
      for (const [file, from] of Object.entries(wasm)) cpSync(inRoot(from), join(folder, file));
      writeFileSync(join(folder, "worker.js"), source);
    },
    modules: Object.keys(wasm),
    flags: ["nodejs_compat"],
    env: { NODE_PATH: join(here, "node_modules") },
    pause: 2,
  });
  try {
    return worker.started;
  } finally {
    worker.stop();
  }
}
