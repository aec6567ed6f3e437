// What every system makes by default is verified within the 128 MB of an isolate: hashes that the real systems make now,
// and published ones, one login each, in two orders so that nothing depends on what lay in the memory before.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { MAX_MEMORY } from "../../scripts/build/worker.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { capture } from "../../scripts/lib/run.mjs";
import { ensurePython } from "../../scripts/setup/python.mjs";
import { startWorker } from "./harness.mjs";
import { answer, assertQuietLog, login, newSecret } from "./support.mjs";

const MIB = 1 << 20;
const mib = (bytes) => `${(bytes / MIB).toFixed(1)} MiB`;
/** What an isolate may have on Cloudflare, all in all: 128 MB. */
const ISOLATE = 128e6;
/** Kept free for JavaScript's own heap, of which the glue and a few requests take 2 to 3 MB. */
const HEAP = 6e6;

/** What the systems that run here make unless told otherwise. */
async function madeNow() {
  const python = await ensurePython(inRoot("tests/schemes/requirements.txt"), "making hashes with Python's libraries");
  const folder = mkdtempSync(join(tmpdir(), "keyward-memory-"));
  try {
    const made = JSON.parse(capture(python, [inRoot("tests/schemes/make.py")], { cwd: folder }));
    // The defaults come first and have one password.
    return made.filter(({ passwordHex }) => passwordHex === made[0].passwordHex);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The published hashes of the systems that do not run here. */
async function published() {
  const all = JSON.parse(await readFile(inRoot("tests/vectors/passwords.json"), "utf8"));
  return all.filter(({ source, password, legacy, flip, firebase }) => /spring|supabase|kratos|aspnetcore|Keycloak|hashcat|WordPress/.test(source) && password && !legacy && !flip && !firebase);
}

describe("in an isolate's memory", () => {
  const secret = newSecret();
  let worker;
  let rows;

  before(async () => {
    const hashes = [...(await madeNow()), ...(await published())];
    rows = hashes.flatMap(({ source, scheme, encoded, password, passwordHex }, index) =>
      ["first", "second"].map((turn) => ({
        turn,
        name: `${source}, ${scheme}`,
        user: { username: `${turn}-${index}`, hashed_password: encoded },
        password: password ?? Buffer.from(passwordHex, "hex").toString(),
      })),
    );
    worker = await startWorker({ secret, users: rows.map(({ user }) => user), config: { main: inRoot("tests/worker/probe.js") } });
  });

  after(async () => {
    await worker?.stop();
  });

  const linear = async () => (await answer(worker, { target: "/probe" })).body;

  test("there is room for what JavaScript needs beside the largest linear memory", () => {
    assert.ok(MAX_MEMORY + HEAP <= ISOLATE, `${MAX_MEMORY} bytes`);
  });

  for (const turn of ["first", "second"]) {
    test(`every system's default is verified, ${turn === "first" ? "one after the other" : "and the other way round"}`, async (context) => {
      const chosen = rows.filter((row) => row.turn === turn);
      if (turn === "second") chosen.reverse();
      let most = 0;
      for (const { name, user, password } of chosen) {
        const began = performance.now();
        const { status, body } = await login(worker, user.username, password, {}, { timeout: 120_000 });
        const milliseconds = performance.now() - began;
        assert.equal(status, 200, `${name}: ${JSON.stringify(body)}`);
        const bytes = await linear();
        most = Math.max(most, bytes);
        if (turn === "first") context.diagnostic(`${name}: ${milliseconds.toFixed(0)} ms, linear memory ${mib(bytes)}`);
      }
      const { peak } = worker.memory();
      context.diagnostic(`linear memory at most ${mib(most)} of ${mib(MAX_MEMORY)}; workerd as a whole at most ${mib(peak)}`);
      assert.ok(chosen.some(({ user }) => user.hashed_password.startsWith("argon2$argon2id$v=19$m=102400,")), "Django's Argon2 is there");
      assert.ok(chosen.some(({ user }) => user.hashed_password.startsWith("pbkdf2_sha256$1000000$")), "Django's PBKDF2 is there");
      assert.ok(chosen.some(({ user }) => user.hashed_password.startsWith("scrypt:32768:8:1$")), "Werkzeug's scrypt is there");
      assert.ok(most <= MAX_MEMORY, `${most} bytes`);
      // Not by chance: it did need what Django's Argon2 needs.
      assert.ok(most >= 100 * MIB, `${most} bytes`);
    });
  }

  test("no password, token, hash or key reached the log, and nothing trapped", () => assertQuietLog(worker, [secret]));
});
