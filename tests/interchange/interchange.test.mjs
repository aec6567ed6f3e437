// Tokens go both ways between the built package and the libraries people use, in every algorithm that both have.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { buildNpm } from "../../scripts/build/npm.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { ensurePackages } from "../../scripts/setup/node.mjs";
import { ensurePython } from "../../scripts/setup/python.mjs";
import { MINUTE } from "../../scripts/test/limits.mjs";
import { ALGORITHMS, AUDIENCE, KEY_ID, claims, material } from "./material.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const expected = claims();

await buildNpm();
await ensurePackages(here, "the libraries to exchange tokens with");
const keyward = await import(inRoot("pkg/node.js"));
const { libraries } = await import("./libraries.mjs");

const key = (jwk, algorithm) => keyward.Key.fromJwk(jwk, { algorithm, keyId: KEY_ID });
const issue = (algorithm) => keyward.issue(expected, key(material(algorithm).signing, algorithm));

/** Reads a foreign token with the key itself and with a JWK Set that has it under its `kid`. */
function read(algorithm, token) {
  const { verifying } = material(algorithm);
  const set = keyward.KeySet.fromJwkSet({ keys: [{ ...verifying, kid: KEY_ID, alg: algorithm }] });
  for (const keys of [key(verifying, algorithm), set]) {
    const { header, claims } = keyward.decodeComplete(token, keys, { audience: AUDIENCE });
    assert.equal(header.alg, algorithm);
    assert.equal(header.kid, KEY_ID);
    assert.deepEqual(claims, expected);
  }
  assert.throws(() => keyward.decode(forged(token), key(verifying, algorithm), { audience: AUDIENCE }), {
    code: "ERR_TOKEN_SIGNATURE",
  });
}

/** The same token with one bit of its signature changed. */
function forged(token) {
  const [header, payload, signature] = token.split(".");
  const bytes = Buffer.from(signature, "base64url");
  bytes[bytes.length >> 1] ^= 1;
  return [header, payload, bytes.toString("base64url")].join(".");
}

for (const [name, library] of Object.entries(libraries)) {
  describe(`keyward and ${name} read each other's tokens`, () => {
    for (const algorithm of ALGORITHMS) {
      const { signing, verifying } = material(algorithm);
      if (library.not.includes(algorithm)) {
        test(`${algorithm}, which ${name} does not have`, async () => {
          await assert.rejects(async () => library.issue(algorithm, expected, signing));
        });
        continue;
      }
      test(algorithm, async () => {
        read(algorithm, await library.issue(algorithm, expected, signing));
        const token = issue(algorithm);
        assert.deepEqual(await library.decode(algorithm, token, verifying), expected);
        await assert.rejects(async () => library.decode(algorithm, forged(token), verifying));
      });
    }
  });
}

/** What Python's libraries make and read, all in one go: starting Python takes longer than that. */
async function python() {
  const program = await ensurePython(join(here, "requirements.txt"), "exchanging tokens with Python's libraries");
  const tokens = Object.fromEntries(ALGORITHMS.map((algorithm) => [algorithm, issue(algorithm)]));
  const work = {
    keys: Object.fromEntries(ALGORITHMS.map((algorithm) => [algorithm, material(algorithm)])),
    tokens,
    forged: Object.fromEntries(ALGORITHMS.map((algorithm) => [algorithm, forged(tokens[algorithm])])),
    claims: expected,
    kid: KEY_ID,
    audience: AUDIENCE,
  };
  // Isolated, and away from the project, whose folders Python could take for libraries.
  const { status, stdout, stderr } = spawnSync(program, ["-I", join(here, "libraries.py")], {
    cwd: here,
    input: JSON.stringify(work),
    encoding: "utf8",
    timeout: 2 * MINUTE,
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

const answer = await python();
for (const name of ["PyJWT", "python-jose", "joserfc"]) {
  describe(`keyward and ${name} read each other's tokens`, () => {
    for (const algorithm of ALGORITHMS) {
      test(algorithm, (context) => {
        const { missing, issued, read: found, forged: taken } = answer[name][algorithm];
        if (missing) {
          context.diagnostic(`${name} does not have ${algorithm}`);
          assert.ok(issued.error, `${name} has ${algorithm} now: take it out of the list in libraries.py`);
          return;
        }
        assert.equal(issued.error, undefined);
        read(algorithm, issued.value);
        assert.deepEqual(found, { value: expected });
        assert.ok(taken.error, `${name} takes a forged token: ${JSON.stringify(taken)}`);
      });
    }
  });
}
