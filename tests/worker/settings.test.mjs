// The settings: what a missing or unusable one does, and what a good one does.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { forge, open } from "../conformance/forge.mjs";
import { startWorker } from "./harness.mjs";
import { answer, assertQuietLog, get, login, mint, newSecret, people, record } from "./support.mjs";

const records = Object.fromEntries(people.map(record));
const RESOURCES = ["/users/me/", "/users/me/items/", "/protected", "/status/"];

/** The key printed in FastAPI's tutorial: whoever has read it can sign with it. */
const TUTORIAL_KEY = "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7";

/** Runs `body` against a Worker of its own and looks through its log afterwards. */
async function withWorker(options, body) {
  const worker = await startWorker({ records, ...options });
  try {
    await body(worker);
    assertQuietLog(worker, options.secret ? [options.secret] : []);
  } finally {
    await worker.stop();
  }
}

describe("an unusable setting answers 503, names itself, and does so in the log", () => {
  const long = newSecret();
  const bad = [
    ["SECRET_KEY that is missing", "SECRET_KEY", { secret: undefined }],
    ["SECRET_KEY that is empty", "SECRET_KEY", { secret: "" }],
    ["SECRET_KEY of 31 bytes", "SECRET_KEY", { secret: "Zx9".repeat(10) + "q" }],
    ["SECRET_KEY that everybody knows", "SECRET_KEY", { secret: TUTORIAL_KEY }],
    ["SECRET_KEY too short for HS512", "SECRET_KEY", { secret: "Zx9!".repeat(8), vars: { ALGORITHM: "HS512" } }],
    ["ALGORITHM none", "ALGORITHM", { secret: long, vars: { ALGORITHM: "none" } }],
    ["ALGORITHM that is unknown", "ALGORITHM", { secret: long, vars: { ALGORITHM: "HS1024" } }],
    ["ALGORITHM in lower case", "ALGORITHM", { secret: long, vars: { ALGORITHM: "hs256" } }],
    ["ALGORITHM that needs another key", "ALGORITHM|SECRET_KEY", { secret: long, vars: { ALGORITHM: "RS256" } }],
    ...["0", "-5", "abc", "1.5", "30m", "99999999999999999999"].map((value) => [
      `ACCESS_TOKEN_EXPIRE_MINUTES ${value}`,
      "ACCESS_TOKEN_EXPIRE_MINUTES",
      { secret: long, vars: { ACCESS_TOKEN_EXPIRE_MINUTES: value } },
    ]),
    ["REQUIRE_SCOPES that is neither true nor false", "REQUIRE_SCOPES", { secret: long, vars: { REQUIRE_SCOPES: "perhaps" } }],
  ];
  for (const [name, setting, options] of bad) {
    test(name, () =>
      withWorker(options, async (worker) => {
        const responses = [await login(worker, "quick", "secret")];
        for (const target of RESOURCES) responses.push(await get(worker, mint(long, "quick"), target));
        for (const response of responses) {
          assert.equal(response.status, 503);
          assert.equal(response.header("content-type"), "application/json");
          assert.match(response.body.detail, new RegExp(setting));
          if (options.secret) assert.ok(!response.body.detail.includes(options.secret));
        }
        assert.match(worker.output(), new RegExp(setting));
        assert.equal((await answer(worker, { target: "/nothing" })).status, 404);
      }),
    );
  }
});

describe("a good setting", () => {
  test("SECRET_KEY of 32 bytes is enough for HS256", () =>
    withWorker({ secret: "Zx9!".repeat(8) }, async (worker) => {
      assert.equal((await login(worker, "quick", "secret")).status, 200);
    }));

  test("SECRET_KEY may hold any characters; its UTF-8 bytes are the key", () => {
    const secret = "schlüssel ✓ \"quoted\" #hash $dollar 'x'";
    return withWorker({ secret }, async (worker) => {
      const { body } = await login(worker, "quick", "secret");
      const { header, claims } = open(body.access_token);
      assert.equal(body.access_token, forge(secret, claims, { header }));
    });
  });

  for (const alg of ["HS384", "HS512"]) {
    test(`ALGORITHM ${alg} signs with it and accepts no other`, () => {
      const secret = newSecret();
      return withWorker({ secret, vars: { ALGORITHM: alg } }, async (worker) => {
        const { body } = await login(worker, "quick", "secret");
        assert.equal(open(body.access_token).header.alg, alg);
        assert.equal((await get(worker, body.access_token)).status, 200);
        assert.equal((await get(worker, mint(secret, "quick"))).status, 401);
      });
    });
  }

  test("ACCESS_TOKEN_EXPIRE_MINUTES moves exp", () =>
    withWorker({ secret: newSecret(), vars: { ACCESS_TOKEN_EXPIRE_MINUTES: "1440" } }, async (worker) => {
      const { body } = await login(worker, "quick", "secret");
      const ahead = open(body.access_token).claims.exp - Date.now() / 1000;
      // A day, give or take what two clocks and a slow machine may differ.
      assert.ok(ahead > 86_400 - 300 && ahead < 86_400 + 300, `${ahead}`);
    }));

  test("SUBJECT_PREFIX stands before the name in sub, and is asked for", () => {
    const secret = newSecret();
    return withWorker({ secret, vars: { SUBJECT_PREFIX: "username:" } }, async (worker) => {
      const { body } = await login(worker, "quick", "secret");
      assert.equal(open(body.access_token).claims.sub, "username:quick");
      const mine = await get(worker, body.access_token);
      assert.equal(mine.status, 200);
      assert.equal(mine.body.username, "quick");
      for (const sub of ["quick", "username:", "username:nobody", "username:username:quick", "Username:quick"]) {
        assert.equal((await get(worker, mint(secret, sub))).status, 401, sub);
      }
    });
  });

  test("variables that are empty count as absent", () =>
    withWorker(
      { secret: newSecret(), vars: { ALGORITHM: "", ACCESS_TOKEN_EXPIRE_MINUTES: "", SUBJECT_PREFIX: "", REQUIRE_SCOPES: "" } },
      async (worker) => {
        const { body } = await login(worker, "quick", "secret");
        assert.equal(open(body.access_token).header.alg, "HS256");
        assert.equal(open(body.access_token).claims.sub, "quick");
      },
    ));

  test("a number where a text is usual is read as that text", () =>
    withWorker({ secret: newSecret(), vars: { ACCESS_TOKEN_EXPIRE_MINUTES: 15 } }, async (worker) => {
      const response = await login(worker, "quick", "secret");
      assert.equal(response.status, 200);
    }));
});
