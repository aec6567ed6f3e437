// A change of the signing key over one KV in workerd: from SECRET_KEY with HS256 to a pair for EdDSA in KEYS, and no token
// is lost before the old key is taken away.

import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { describe, test } from "node:test";
import { temporaryFolder } from "../support/folder.mjs";
import { base64url, open } from "../conformance/forge.mjs";
import { withWorker } from "./harness.mjs";
import { answer, assertQuietLog, get, login, newSecret, person } from "./support.mjs";

const secret = newSecret();
const kid = "2026-12";
const pair = { ...generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" }), kid };
const { d: seed, ...publicHalf } = pair;
const oldKey = { kty: "oct", k: base64url(secret), alg: "HS256" };
const keys = (...all) => ({ KEYS: JSON.stringify({ keys: all }) });

describe("a change of key from HS256 to EdDSA", () => {
  const persist = temporaryFolder();
  /** Tokens of before, and of each way to change. */
  const tokens = {};

  /** Runs `body` against a Worker with these settings, over the same KV. */
  const quietly = (options, body) =>
    withWorker({ persist, ...options }, async (worker) => {
      await body(worker);
      assertQuietLog(worker, [secret, oldKey.k, seed]);
    });

  async function loggedIn(worker) {
    const { status, body } = await login(worker, "quick", "secret");
    assert.equal(status, 200, JSON.stringify(body));
    return body.access_token;
  }

  async function assertGood(worker, token) {
    const { status, body } = await get(worker, token, "/users/me");
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body.username, "quick");
  }

  /** The token is signed by the pair and names it, and whoever reads the published set can verify it. */
  async function assertNew(worker, token) {
    assert.deepEqual(open(token).header, { alg: "EdDSA", typ: "JWT", kid });
    const published = await answer(worker, { target: "/.well-known/jwks.json" });
    assert.equal(published.status, 200);
    assert.equal(published.header("content-type"), "application/jwk-set+json");
    const [{ use, ...only }, ...others] = published.body.keys;
    assert.deepEqual([only, others], [publicHalf, []], "the public half and nothing else");
    assert.equal(use, "sig");
    const [header, payload, signature] = token.split(".");
    const key = createPublicKey({ key: only, format: "jwk" });
    assert.ok(verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, "base64url")));
  }

  test("begins with SECRET_KEY alone, of which nothing is published", () =>
    quietly({ secret, users: [person("quick")] }, async (worker) => {
      tokens.before = await loggedIn(worker);
      assert.deepEqual(open(tokens.before).header, { alg: "HS256", typ: "JWT" });
      await assertGood(worker, tokens.before);
      assert.deepEqual((await answer(worker, { target: "/.well-known/jwks.json" })).body, { keys: [] });
    }));

  for (const [way, options] of [
    ["with the old key behind the new one in KEYS", { vars: keys(pair, oldKey) }],
    ["with the old key left in SECRET_KEY", { secret, vars: keys(pair) }],
  ]) {
    test(`${way}, tokens of both are good and the new one signs`, () =>
      quietly(options, async (worker) => {
        await assertGood(worker, tokens.before);
        tokens[way] = await loggedIn(worker);
        await assertNew(worker, tokens[way]);
        for (const token of Object.values(tokens)) await assertGood(worker, token);
      }));
  }

  test("ends when the old key is taken away: its tokens are refused, all others are good", () =>
    quietly({ vars: keys(pair) }, async (worker) => {
      const { before: old, ...others } = tokens;
      const refused = await get(worker, old, "/users/me");
      assert.equal(refused.status, 401);
      assert.equal(refused.header("www-authenticate"), "Bearer");
      assert.deepEqual(refused.body, { detail: "Could not validate credentials" });
      assert.equal(Object.keys(others).length, 2);
      for (const token of [...Object.values(others), await loggedIn(worker)]) {
        await assertGood(worker, token);
        await assertNew(worker, token);
      }
    }));
});
