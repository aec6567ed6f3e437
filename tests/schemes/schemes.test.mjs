// Hashes that the real systems make now, verified by the crate and by the built package: the right password matches,
// another does not, and no bit of a cheap hash can be flipped so that it still matches.
import assert from "node:assert/strict";
import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { buildNpm } from "../../scripts/build/npm.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { printed, run, which } from "../../scripts/lib/run.mjs";
import { aptInstall } from "../../scripts/setup/apt.mjs";
import { wranglerNode } from "../../scripts/setup/node.mjs";
import { ensureProject } from "../../scripts/setup/npm-projects.mjs";
import { ensurePython } from "../../scripts/setup/python.mjs";
import { HOST } from "../../scripts/lib/cargo.mjs";
import { MINUTE, limits } from "../../scripts/test/limits.mjs";
import { temporaryFolder } from "../support/folder.mjs";

/** Python's packages may have to be installed, and the crate compiled. */
limits.test = 25 * MINUTE;

const here = dirname(fileURLToPath(import.meta.url));
const folder = temporaryFolder();
const made = [];

/** Runs a program that prints a JSON list of hashes; `place` is where its script lies. */
function make(program, script, place = here) {
  // Away from the project: Python would take a folder called `passlib` or the like for the library.
  const hashes = JSON.parse(printed(program, [join(place, script)], { cwd: folder, timeout: 5 * MINUTE }));
  assert.ok(hashes.length >= 50, `${script} made only ${hashes.length} hashes`);
  made.push(...hashes);
}

before(async () => {
  if (!which("php")) await aptInstall(["php-cli"], "to make hashes with PHP");
});

test("Django, Werkzeug, passlib, bcrypt, argon2-cffi and pwdlib make hashes", async () => {
  make(await ensurePython(join(here, "requirements.txt"), "making hashes with Python's libraries"), "make.py");
});

test("PHP makes hashes, also by the rules of WordPress, phpBB and Drupal", () => {
  assert.ok(which("php"), "PHP is missing: install php-cli");
  make("php", "make.php");
});

test("Node's crypto makes hashes by the rules of systems that do not run here", () => {
  make(process.execPath, "make.mjs");
});

test("packages of npm make hashes: better-auth, Lucia, AdonisJS, FoalTS and others", async () => {
  // A script finds what lies beside it. Packages of today want a Node of today, as wrangler does.
  const place = temporaryFolder();
  cpSync(join(here, "make-packages.mjs"), join(place, "make-packages.mjs"));
  symlinkSync(join(await ensureProject("systems"), "node_modules"), join(place, "node_modules"));
  make(wranglerNode(), "make-packages.mjs", place);
});

test("the crate verifies each of them, and no other password and no flipped bit", async () => {
  const file = join(folder, "hashes.json");
  writeFileSync(file, JSON.stringify(made));
  const args = ["test", ...HOST, "--test", "password", "--", "schemes::", "--nocapture"];
  const { code, output } = await run("cargo", args, {
    env: { ...process.env, KEYWARD_HASHES: file },
    show: "none",
    limit: 25 * MINUTE,
  });
  assert.equal(code, 0, output.split("\n").slice(-40).join("\n"));
  const [, hashes, verifications] = /^(\d+) just made, (\d+) verifications$/m.exec(output) ?? [];
  assert.equal(Number(hashes), made.length);
  // Two passwords each, and eight flips for each byte of the cheap ones.
  const bytes = made.filter(({ flip }) => flip).reduce((sum, { encoded }) => sum + encoded.length, 0);
  assert.ok(Number(verifications) > 2 * made.length + 6 * bytes, `only ${verifications} verifications`);
  console.log(`${hashes} hashes, ${verifications} verifications`);
});

test("the built package agrees in WebAssembly", async () => {
  await buildNpm();
  const { identify, verify } = await import(inRoot("pkg/node.js"));
  for (const { source, scheme, encoded, passwordHex, legacy, firebase } of made) {
    const password = Buffer.from(passwordHex, "hex");
    const options = { allowLegacy: legacy === true, firebase: firebase && decoded(firebase) };
    assert.equal(identify(encoded)?.scheme, scheme, `${source}: ${encoded}`);
    assert.equal(verify(password, encoded, options), true, `${source}: ${encoded}`);
    assert.equal(
      verify(Buffer.concat([Buffer.from("not "), password]), encoded, options),
      false,
      `${source}: ${encoded}`,
    );
  }
});

function decoded({ signerKey, saltSeparator, ...rest }) {
  return { signerKey: Buffer.from(signerKey, "base64"), saltSeparator: Buffer.from(saltSeparator, "base64"), ...rest };
}
