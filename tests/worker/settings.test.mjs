// The settings: what a missing or unusable one does, and what a good one does.
// Each case is a Worker of its own; what a value may be is tested on the host.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { forge, open } from "../conformance/forge.mjs";
import { startWorker } from "./harness.mjs";
import { answer, assertQuietLog, get, login, mint, newSecret, person } from "./support.mjs";

const RESOURCES = ["/users/me/", "/users/me/items/", "/protected", "/status/"];

/** The key printed in FastAPI's tutorial: whoever has read it can sign with it. */
const TUTORIAL_KEY = "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7";

/** Runs `body` against a Worker of its own and looks through its log afterwards. */
async function withWorker(options, body) {
  const worker = await startWorker({ users: [person("quick")], ...options });
  try {
    await body(worker);
    assertQuietLog(worker, options.secret ? [options.secret] : []);
  } finally {
    await worker.stop();
  }
}

describe("an unusable setting answers 503, names itself, and does so in the log", () => {
  const secret = newSecret();
  const bad = /** @type {[string, string, any][]} */ ([
    ["SECRET_KEY that is missing", "SECRET_KEY", { secret: undefined }],
    ["SECRET_KEY of 31 bytes", "SECRET_KEY", { secret: "Zx9".repeat(10) + "q" }],
    ["SECRET_KEY that everybody knows", "SECRET_KEY", { secret: TUTORIAL_KEY }],
    ["SECRET_KEY too short for HS512", "SECRET_KEY", { secret: "Zx9!".repeat(8), vars: { ALGORITHM: "HS512" } }],
    ["ALGORITHM none", "ALGORITHM", { secret, vars: { ALGORITHM: "none" } }],
    ["ALGORITHM that needs another key", "SECRET_KEY", { secret, vars: { ALGORITHM: "RS256" } }],
    [
      "ACCESS_TOKEN_EXPIRE_MINUTES that is no number",
      "ACCESS_TOKEN_EXPIRE_MINUTES",
      { secret, vars: { ACCESS_TOKEN_EXPIRE_MINUTES: "30m" } },
    ],
    [
      "ACCESS_TOKEN_EXPIRE_MINUTES of zero",
      "ACCESS_TOKEN_EXPIRE_MINUTES",
      { secret, vars: { ACCESS_TOKEN_EXPIRE_MINUTES: "0" } },
    ],
    [
      "REQUIRE_SCOPES that is neither true nor false",
      "REQUIRE_SCOPES",
      { secret, vars: { REQUIRE_SCOPES: "perhaps" } },
    ],
  ]);
  for (const [name, setting, options] of bad) {
    test(name, () =>
      withWorker(options, async (worker) => {
        const responses = [await login(worker, "quick", "secret")];
        for (const target of RESOURCES) responses.push(await get(worker, mint(secret, "quick"), target));
        for (const response of responses) {
          assert.equal(response.status, 503);
          assert.equal(response.header("content-type"), "application/json");
          assert.match(response.body.detail, new RegExp(setting));
          if (options.secret) assert.ok(!JSON.stringify(response.body).includes(options.secret));
        }
        // The Worker's own line, not wrangler's list of the variables it was started with.
        await worker.logged(new RegExp(`"level":"error".*${setting}`));
        assert.equal((await answer(worker, { target: "/nothing" })).status, 404);
        assert.equal((await answer(worker, { target: "/token" })).status, 405);
      }),
    );
  }
});

describe("a good setting", () => {
  test("SECRET_KEY may be 32 bytes of any characters; its UTF-8 bytes are the key", () => {
    const secret = "schlüssel ✓ \"a\" #b $c 'd' =ef"; // 32 bytes
    assert.equal(Buffer.byteLength(secret), 32);
    return withWorker({ secret }, async (worker) => {
      const { body } = await login(worker, "quick", "secret");
      const { header, claims } = open(body.access_token);
      assert.equal(body.access_token, forge(secret, claims, { header }));
    });
  });

  test("ALGORITHM HS512 signs with it and accepts no other", () => {
    const secret = newSecret();
    return withWorker({ secret, vars: { ALGORITHM: "HS512" } }, async (worker) => {
      const { body } = await login(worker, "quick", "secret");
      const { header, claims } = open(body.access_token);
      assert.equal(header.alg, "HS512");
      assert.equal(body.access_token, forge(secret, claims, { header, alg: "HS512" }));
      assert.equal((await get(worker, body.access_token)).status, 200);
      assert.equal((await get(worker, mint(secret, "quick"))).status, 401);
    });
  });

  test("SUBJECT_PREFIX stands before the name in sub and is asked for; ACCESS_TOKEN_EXPIRE_MINUTES moves exp", () => {
    const secret = newSecret();
    return withWorker(
      { secret, vars: { SUBJECT_PREFIX: "username:", ACCESS_TOKEN_EXPIRE_MINUTES: "1440" } },
      async (worker) => {
        const { body } = await login(worker, "quick", "secret");
        const { sub, exp } = open(body.access_token).claims;
        assert.equal(sub, "username:quick");
        // A day, give or take what two clocks and a slow machine may differ.
        assert.ok(Math.abs(exp - Date.now() / 1000 - 86_400) < 300, `${exp}`);
        assert.equal((await get(worker, body.access_token)).body.username, "quick");
        for (const wrong of ["quick", "username:", "username:nobody", "username:username:quick", "Username:quick"]) {
          assert.equal((await get(worker, mint(secret, wrong))).status, 401, wrong);
        }
      },
    );
  });

  test("numbers and booleans of [vars] are read as what they are", () => {
    const secret = newSecret();
    const typed = { ACCESS_TOKEN_EXPIRE_MINUTES: 5, REQUIRE_SCOPES: true, LOGIN_QUEUE: 7, SUBJECT_PREFIX: "u:" };
    return withWorker({ secret, config: { vars: typed } }, async (worker) => {
      const { body } = await login(worker, "quick", "secret", { scope: "me" });
      assert.equal(body.expires_in, 300);
      assert.equal(open(body.access_token).claims.sub, "u:quick");
      assert.equal((await get(worker, body.access_token, "/users/me")).status, 200);
      const refused = await get(worker, body.access_token, "/users/me/items");
      assert.equal(refused.header("www-authenticate"), 'Bearer scope="items me"');
    });
  });

  for (const [name, value] of [
    ["ACCESS_TOKEN_EXPIRE_MINUTES", 0.5],
    ["LOGIN_QUEUE", 0],
    ["REQUIRE_SCOPES", 2],
  ]) {
    test(`the number ${value} of [vars] as ${name} is refused by name`, () =>
      withWorker({ secret: newSecret(), config: { vars: { [name]: value } } }, async (worker) => {
        const { status, body } = await login(worker, "quick", "secret");
        assert.equal(status, 503);
        assert.match(body.detail, new RegExp(`^${name} `));
      }));
  }

  test("variables that are empty count as absent", () =>
    withWorker(
      {
        secret: newSecret(),
        vars: { ALGORITHM: "", ACCESS_TOKEN_EXPIRE_MINUTES: "", SUBJECT_PREFIX: "", REQUIRE_SCOPES: "" },
      },
      async (worker) => {
        const { body } = await login(worker, "quick", "secret");
        assert.equal(open(body.access_token).header.alg, "HS256");
        assert.equal(open(body.access_token).claims.sub, "quick");
      },
    ));
});
