// Signatures of ECDSA, EdDSA and RSA are made and verified by workerd itself from a key's second use on, with the flags that
// wrangler.toml has.

import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { describe, test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { patientFetch } from "../support/patience.mjs";
import { withWorker } from "./harness.mjs";
import { login, person } from "./support.mjs";

const KEYS = {
  ES256: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
  EdDSA: () => generateKeyPairSync("ed25519"),
  RS256: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
  PS256: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
};
/** PSS is not left to the runtime: its padding is keyward's. */
const OPERATIONS = { PS256: ["privateDecrypt", "publicEncrypt"] };

describe("the runtime's own cryptography", () => {
  for (const [algorithm, generate] of Object.entries(KEYS))
    test(`signs and verifies ${algorithm}, and what it signed is good`, async () => {
      const { privateKey } = generate();
      const key = { ...privateKey.export({ format: "jwk" }), kid: "a", alg: algorithm };
      const options = {
        users: [person("quick")],
        vars: { ALGORITHM: algorithm, KEYS: JSON.stringify({ keys: [key] }) },
        config: {
          main: inRoot("tests/worker/native/worker.js"),
          compatibility_flags: ["no_nodejs_compat", "enable_request_signal"],
        },
      };
      await withWorker(options, async (worker) => {
        const calls = async () => (await patientFetch(`${worker.origin}/calls`)).json();
        const me = (token) =>
          patientFetch(`${worker.origin}/users/me`, { headers: { Authorization: `Bearer ${token}` } });
        const [signs, verifies] = OPERATIONS[algorithm] ?? ["sign", "verify"];
        const tokens = [];
        for (let count = 0; count < 4; count += 1) {
          const { status, body } = await login(worker, "quick", "secret");
          assert.equal(status, 200);
          tokens.push(body.access_token);
        }
        const signed = await calls();
        assert.ok(signed[signs] > 0, JSON.stringify(signed));
        for (const token of tokens) assert.equal((await me(token)).status, 200);
        const [head, payload, signature] = tokens[3].split(".");
        const forged = `${head}.${payload}.${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
        assert.equal((await me(forged)).status, 401);
        const verified = await calls();
        assert.ok(verified[verifies] > signed[verifies], JSON.stringify(verified));

        // And by somebody else: the package, without the runtime.
        const { Key, decode } = await import(inRoot("www/pkg/web.js"));
        const jwk = { ...createPublicKey(privateKey).export({ format: "jwk" }), alg: algorithm };
        for (const token of tokens) assert.equal(decode(token, Key.fromJwk(jwk)).sub, "quick");
      });
    });
});
