// keyward/pool: what the functions of keyward answer, with promises.

import { equal, match, ok, rejectedBy, same, thrownBy } from "./assert.mjs";
import { ARGON2, BCRYPT, CHEAP } from "./samples.mjs";

const utf8 = (text) => new TextEncoder().encode(text);
const PEPPER = "pepper of some length";
/**
 * It takes hours: what waits for its end waits in vain. Bun ends no thread amid wasm that it has optimised, so that such a
 * process would stay for hours too: there it takes seconds.
 */
const LONG = { memory: 65536, iterations: globalThis.Bun ? 20 : 1_000_000 };
const turn = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

export const poolTests = (pool, keyward) => [
  [
    "hash, verify and verifyAndUpdate answer what keyward's own answer",
    async () => {
      const options = { ...CHEAP, salt: new Uint8Array(16), secret: PEPPER };
      const encoded = await pool.hash("correct horse", options);
      equal(encoded, keyward.hash("correct horse", options));
      equal(await pool.verify("correct horse", encoded, { secret: utf8(PEPPER) }), true);
      equal(await pool.verify("Correct horse", encoded, { secret: PEPPER }), false);
      equal(await pool.verify("secret", BCRYPT), true);
      same(await pool.verifyAndUpdate("y", encoded, { ...CHEAP, secret: PEPPER }), { valid: false, updated: null });
      const { valid, updated } = await pool.verifyAndUpdate("secret", ARGON2, {
        iterations: 4,
        memory: 1024,
        limits: { memory: 70_000 },
      });
      equal(valid, true);
      match(updated, /\$m=1024,t=4,p=1\$/);
      match(await pool.hash("x"), /m=19456,t=2,p=1/);
    },
  ],
  [
    "a promise is rejected with the error that keyward throws, of the same class",
    async () => {
      equal(pool.KeywardError, keyward.KeywardError);
      const cases = [
        (module) => module.hash("x".repeat(4097)),
        (module) => module.hash("x", { memry: 1 }),
        (module) => module.hash("x", { memory: "64" }),
        (module) => module.hash("x", { salt: "somesalt" }),
        (module) => module.hash(7),
        (module) => module.hash(null, CHEAP),
        (module) => module.hash("half a pair \ud800"),
        (module) => module.hash("x", null),
        (module) => module.hash("x", new Map()),
        (module) => module.verify("x", "not a hash"),
        (module) => module.verify("x", undefined),
        (module) => module.verify("x", ARGON2.replace("m=65536", "m=4194304")),
        (module) => module.verify("x", ARGON2, { limits: { memry: 1 } }),
        (module) => module.verifyAndUpdate("x", ARGON2, { legacy: true }),
      ];
      for (const run of cases) {
        const [expected, actual] = [thrownBy(() => run(keyward)), await rejectedBy(run(pool))];
        equal(actual.constructor, expected.constructor, `${run}: ${actual}`);
        equal(actual.message, expected.message);
        equal(actual.code, expected.code);
      }
    },
  ],
  [
    "what cannot be sent to a thread is refused by name",
    async () => {
      for (const value of [() => 1, Symbol("s"), new Date(), 1n]) {
        const error = await rejectedBy(pool.hash("x", { memory: value }));
        equal(error.code, "ERR_OPTION", String(error));
        match(error.message, /`memory`/);
      }
      equal((await rejectedBy(pool.hash("x", { signal: {} }))).code, "ERR_OPTION");
    },
  ],
  [
    "a password is copied at once, and the caller's bytes are left as they are",
    async () => {
      const buffer = utf8("--secret--");
      const password = buffer.subarray(2, 8);
      const answer = pool.hash(password, CHEAP);
      same([...buffer], [...utf8("--secret--")]);
      password.fill(0);
      equal(keyward.verify("secret", await answer), true);
    },
  ],
  [
    "more calls than threads are all answered",
    async () => {
      const two = new pool.Pool({ size: 2 });
      const hashes = await Promise.all(Array.from({ length: 7 }, (_, index) => two.hash(`password ${index}`, CHEAP)));
      for (const [index, encoded] of hashes.entries()) equal(keyward.verify(`password ${index}`, encoded), true);
      await two.close();
    },
  ],
  [
    "an aborted signal is refused with its reason",
    async () => {
      const reason = new Error("mine");
      equal(await rejectedBy(pool.hash("x", { ...CHEAP, signal: AbortSignal.abort(reason) })), reason);
      equal((await rejectedBy(pool.hash("x", { ...CHEAP, signal: AbortSignal.abort() }))).name, "AbortError");
    },
  ],
  [
    "a signal that is not used changes nothing",
    async () => {
      const { signal } = new AbortController();
      equal(keyward.verify("x", await pool.hash("x", { ...CHEAP, signal })), true);
    },
  ],
  [
    "a closed pool answers what it has taken, and takes no more",
    async () => {
      const closing = new pool.Pool({ size: 1 });
      const answers = [closing.hash("a", CHEAP), closing.hash("b", CHEAP)];
      await closing.close();
      for (const answer of answers) match(await answer, /^\$argon2id/);
      match((await rejectedBy(closing.hash("c", CHEAP))).message, /closed/);
      await closing.close();
      await new pool.Pool().close();
      if (Symbol.asyncDispose) await new pool.Pool()[Symbol.asyncDispose]();
    },
  ],
  [
    "the options of a pool are checked, and there is a default",
    () => {
      for (const options of [
        { size: 0 },
        { size: 1.5 },
        { size: "2" },
        { threads: 2 },
        { idleTimeout: -1 },
        { idleTimeout: 2 ** 31 },
      ]) {
        equal(thrownBy(() => new pool.Pool(options)).code, "ERR_OPTION");
      }
      ok(thrownBy(() => new pool.Pool(2)) instanceof TypeError);
      const { size } = new pool.Pool();
      ok(size >= 1 && size <= 4, `size is ${size}`);
    },
  ],
];

/** Only where there are threads. */
export const threadTests = (pool, keyward) => [
  [
    "while a thread computes, this one goes on",
    async () => {
      const controller = new AbortController();
      let done = false;
      const long = rejectedBy(pool.hash("x", { ...LONG, signal: controller.signal })).finally(() => (done = true));
      for (let turns = 0; turns < 4; turns += 1) await turn(1);
      equal(done, false, "nothing went on before it was computed:");
      controller.abort();
      equal((await long).name, "AbortError");
      equal(keyward.verify("x", await pool.hash("x", CHEAP)), true);
    },
  ],
  [
    "an abort ends what is being computed, and the next call has a new thread",
    async () => {
      const one = new pool.Pool({ size: 1 });
      await one.hash("x", CHEAP);
      const controller = new AbortController();
      const long = rejectedBy(one.hash("x", { ...LONG, signal: controller.signal }));
      const behind = one.hash("y", CHEAP);
      // The thread has begun by then, or is to begin: either way it is ended.
      await turn(50);
      const reason = new Error("mine");
      controller.abort(reason);
      equal(await long, reason);
      equal(keyward.verify("y", await behind), true);
      await one.close();
    },
  ],
  [
    "an abort drops what waits, and leaves the others alone",
    async () => {
      const one = new pool.Pool({ size: 1 });
      const controller = new AbortController();
      const first = one.hash("x", { memory: 65536, iterations: 3 });
      const waiting = rejectedBy(one.hash("y", { ...LONG, signal: controller.signal }));
      controller.abort();
      equal((await waiting).name, "AbortError");
      equal(keyward.verify("x", await first), true);
      await one.close();
    },
  ],
  [
    "a pool answers whose only thread has ended because it rested",
    async () => {
      const one = new pool.Pool({ size: 1, idleTimeout: 20 });
      for (const password of ["a", "b"]) {
        equal(keyward.verify(password, await one.hash(password, CHEAP)), true);
        await turn(100);
      }
      await one.close();
    },
  ],
];
