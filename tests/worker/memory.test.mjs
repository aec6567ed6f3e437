// What every system makes by default is verified in workerd: hashes that the real systems make now, and published ones, one
// login each, within the 128 MB of an isolate: all in one, whose memory never shrinks, and the costliest each in its own.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, describe, test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { capture } from "../../scripts/lib/run.mjs";
import { ensurePython } from "../../scripts/setup/python.mjs";
import { MINUTE, limits } from "../../scripts/test/limits.mjs";
import { temporaryFolder } from "../support/folder.mjs";
import { startWorker } from "./harness.mjs";
import { answer, assertQuietLog, login, newSecret } from "./support.mjs";

/** One test hashes by each of some thirty schemes, some of which take seconds. */
limits.test = 10 * MINUTE;

const MIB = 1 << 20;
const mib = (bytes) => `${(bytes / MIB).toFixed(1)} MiB`;
/** What an isolate may have on Cloudflare, all in all: 128 MB. */
const ISOLATE = 128e6;
/** Kept free for JavaScript's own heap, of which the glue and a few requests take 2 to 3 MB. */
const HEAP = 6e6;
const LARGEST = ISOLATE - HEAP;

/** What the systems that run here make unless told otherwise. */
async function madeNow() {
  const python = await ensurePython(inRoot("tests/schemes/requirements.txt"), "making hashes with Python's libraries");
  const options = { cwd: temporaryFolder(), timeout: 5 * MINUTE };
  const made = JSON.parse(capture(python, [inRoot("tests/schemes/make.py")], options));
  // The defaults come first and have one password.
  return made.filter(({ passwordHex }) => passwordHex === made[0].passwordHex);
}

/** The published hashes of the systems that do not run here. */
async function published() {
  const all = JSON.parse(await readFile(inRoot("tests/vectors/passwords.json"), "utf8"));
  return all.filter(
    ({ source, password, legacy, flip, firebase }) =>
      /spring|supabase|kratos|aspnetcore|Keycloak|hashcat|WordPress/.test(source) &&
      password &&
      !legacy &&
      !flip &&
      !firebase,
  );
}

/** A Worker with a user for each hash; `logIn` resolves to the milliseconds of a login that must be good. */
async function started(hashes, secret) {
  const users = hashes.map(({ encoded }, index) => ({ username: `user${index}`, hashed_password: encoded }));
  const worker = await startWorker({ secret, users, config: { main: inRoot("tests/worker/probe.js") } });
  const logIn = async (index) => {
    const { source, scheme, password, passwordHex } = hashes[index];
    const began = performance.now();
    const text = password ?? Buffer.from(passwordHex, "hex").toString();
    const { status, body } = await login(worker, users[index].username, text, {}, { timeout: 120_000 });
    assert.equal(status, 200, `${source}, ${scheme}: ${JSON.stringify(body)}`);
    return performance.now() - began;
  };
  const linear = async () => (await answer(worker, { target: "/probe" })).body.linear;
  return { worker, logIn, linear };
}

describe("in real workerd", () => {
  const secret = newSecret();
  let hashes;

  before(async () => {
    hashes = [...(await madeNow()), ...(await published())];
  });

  for (const [order, inOrder] of /** @type {[string, (list: any[]) => any[]][]} */ ([
    ["one after the other", (list) => list],
    ["from the last to the first", (list) => list.toReversed()],
  ])) {
    test(`every system's default is verified, ${order} in one isolate, which stays within its 128 MB`, async (context) => {
      const all = inOrder(hashes);
      const { worker, logIn, linear } = await started(all, secret);
      try {
        for (const [index, { source, scheme }] of all.entries()) {
          const milliseconds = await logIn(index);
          const bytes = await linear();
          context.diagnostic(`${source}, ${scheme}: ${milliseconds.toFixed(0)} ms, linear memory ${mib(bytes)}`);
          assert.ok(bytes <= LARGEST, `${source}, ${scheme}: ${bytes} bytes`);
        }
        assertQuietLog(worker, [secret]);
      } finally {
        await worker.stop();
      }
    });
  }

  for (const [name, start] of [
    ["Django's Argon2, 100 MiB", "argon2$argon2id$v=19$m=102400,"],
    ["Django's PBKDF2, 1,000,000 rounds", "pbkdf2_sha256$1000000$"],
    ["Werkzeug's scrypt, 32 MiB", "scrypt:32768:8:1$"],
    ["passlib's scrypt, 64 MiB", "$scrypt$ln=16,r=8,p=1$"],
  ]) {
    test(`${name}, stays within the 128 MB of an isolate`, async (context) => {
      const hash = hashes.find(({ encoded }) => encoded.startsWith(start));
      assert.ok(hash, `none was made that begins with ${start}`);
      const { worker, logIn, linear } = await started([hash], secret);
      try {
        const milliseconds = await logIn(0);
        const bytes = await linear();
        context.diagnostic(
          `${milliseconds.toFixed(0)} ms, linear memory ${mib(bytes)} of ${mib(LARGEST)}; workerd as a whole at most ${mib(worker.memory().peak)}`,
        );
        assert.ok(bytes <= LARGEST, `${bytes} bytes`);
        // A probe that sees no memory would find that it fits.
        assert.ok(bytes >= MIB, `${bytes} bytes`);
      } finally {
        await worker.stop();
      }
    });
  }
});
