// Imports a package and uses it once, which is what is timed: `node program.mjs <name>` prints the milliseconds. Without a name
// the names. What is hashed costs a millisecond, so that it is the start that counts.
import { inRoot } from "../../scripts/lib/paths.mjs";

const PASSWORD = "correct horse battery staple";
const SECRET = "0123456789abcdefghijklmnopqrstuv";
const salt = new TextEncoder().encode("sixteen bytes 01");

/** @type {Record<string, () => Promise<unknown>>} */
const programs = {
  "keyward, issue": async () => (await import(inRoot("pkg/node.js"))).issue({ sub: "ann" }, SECRET),
  "keyward, hash": async () =>
    (await import(inRoot("pkg/node.js"))).hash(PASSWORD, { memory: 1024, iterations: 1, parallelism: 1, salt }),
  "keyward/token, issue": async () => (await import(inRoot("pkg/token/node.js"))).issue({ sub: "ann" }, SECRET),
  "keyward/password, hash": async () =>
    (await import(inRoot("pkg/password/node.js"))).hash(PASSWORD, {
      memory: 1024,
      iterations: 1,
      parallelism: 1,
      salt,
    }),
  "jose, sign": async () => {
    const { SignJWT } = await import("jose");
    return new SignJWT({ sub: "ann" }).setProtectedHeader({ alg: "HS256" }).sign(new TextEncoder().encode(SECRET));
  },
  "fast-jwt, sign": async () => (await import("fast-jwt")).createSigner({ key: SECRET })({ sub: "ann" }),
  "hash-wasm, argon2id": async () =>
    (await import("hash-wasm")).argon2id({
      password: PASSWORD,
      salt,
      memorySize: 1024,
      iterations: 1,
      parallelism: 1,
      hashLength: 32,
    }),
  "@phi-ag/argon2, hash": async () => {
    const argon2 = await (await import("@phi-ag/argon2/node")).default();
    return argon2.hash(PASSWORD, { salt, memoryCost: 1024, timeCost: 1, parallelism: 1, hashLength: 32 });
  },
  "bcryptjs, cost 4": async () => (await import("bcryptjs")).default.hashSync(PASSWORD, 4),
};

const name = process.argv[2];
if (name === undefined) console.log(JSON.stringify(Object.keys(programs)));
else {
  const began = performance.now();
  await programs[name]();
  console.log(performance.now() - began);
}
