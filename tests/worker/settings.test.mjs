// The settings: what a missing or unusable one does, and what a good one does.
// Each case is a Worker of its own; what a value may be is tested on the host.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { run } from "../../scripts/lib/run.mjs";
import { wrangler, wranglerEnvironment } from "../../scripts/lib/wrangler.mjs";
import { forge, open } from "../conformance/forge.mjs";
import { temporaryFolder } from "../support/folder.mjs";
import { PATIENCE } from "../support/patience.mjs";
import { withWorker } from "./harness.mjs";
import { answer, assertQuietLog, get, login, mint, newSecret, person } from "./support.mjs";

const RESOURCES = ["/users/me/", "/users/me/items/", "/protected", "/status/"];

/** The key printed in FastAPI's tutorial: whoever has read it can sign with it. */
const TUTORIAL_KEY = "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7";

/** Runs `body` against a Worker of its own and looks through its log afterwards. */
const quietly = (options, body) =>
  withWorker({ users: [person("quick")], ...options }, async (worker) => {
    await body(worker);
    assertQuietLog(worker, options.secret ? [options.secret] : []);
  });

describe("an unusable setting answers 503, names itself, and does so in the log", () => {
  const secret = newSecret();
  const bad = /** @type {[string, string, any][]} */ ([
    ["SECRET_KEY that is missing", "SECRET_KEY", { secret: undefined }],
    ["SECRET_KEY of 31 bytes", "SECRET_KEY", { secret: "Zx9".repeat(10) + "q" }],
    ["SECRET_KEY that everybody knows", "SECRET_KEY", { secret: TUTORIAL_KEY }],
    ["SECRET_KEY of one letter", "SECRET_KEY", { secret: "a".repeat(64) }],
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
      "ACCESS_TOKEN_EXPIRE_MINUTES over ACCESS_TOKEN_MAX_MINUTES",
      "ACCESS_TOKEN_MAX_MINUTES",
      { secret, vars: { ACCESS_TOKEN_EXPIRE_MINUTES: "1441" } },
    ],
    [
      "REQUIRE_SCOPES that is neither true nor false",
      "REQUIRE_SCOPES",
      { secret, vars: { REQUIRE_SCOPES: "perhaps" } },
    ],
  ]);
  for (const [name, setting, options] of bad) {
    test(name, () =>
      quietly(options, async (worker) => {
        const responses = [await login(worker, "quick", "secret")];
        for (const target of RESOURCES) responses.push(await get(worker, mint(secret, "quick"), target));
        for (const response of responses) {
          assert.equal(response.status, 503);
          assert.equal(response.header("content-type"), "application/json");
          assert.match(response.body.detail, new RegExp(setting));
          assert.match(response.body.detail, / cannot be used( together)?; the log says why$/);
          if (options.secret) assert.ok(!JSON.stringify(response.body).includes(options.secret));
        }
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
    return quietly({ secret }, async (worker) => {
      const { body } = await login(worker, "quick", "secret");
      const { header, claims } = open(body.access_token);
      assert.equal(body.access_token, forge(secret, claims, { header }));
    });
  });

  test("ALGORITHM HS512 signs with it and accepts no other", () => {
    const secret = newSecret();
    return quietly({ secret, vars: { ALGORITHM: "HS512" } }, async (worker) => {
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
    return quietly(
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
    return quietly({ secret, config: { vars: typed } }, async (worker) => {
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
      quietly({ secret: newSecret(), config: { vars: { [name]: value } } }, async (worker) => {
        const { status, body } = await login(worker, "quick", "secret");
        assert.equal(status, 503);
        assert.match(body.detail, new RegExp(`^${name} `));
      }));
  }

  // Each was silently ignored: no pepper, no keys, no scopes, no origins.
  for (const [name, value, found] of /** @type {[string, unknown, string][]} */ ([
    ["PASSWORD_SECRET", { value: "0123456789abcdef" }, "an object"],
    ["KEYS", { keys: [] }, "an object"],
    ["REQUIRE_SCOPES", [true], "a list"],
    ["CORS_ALLOW_ORIGINS", ["https://app.example"], "a list"],
    ["ALGORITHM", null, "null"],
    ["SUBJECT_PREFIX", 1234567890123456800, "a number that is too long"],
  ])) {
    test(`${name} that is ${found} is refused by name`, () =>
      quietly({ secret: newSecret(), config: { vars: { [name]: value } } }, async (worker) => {
        const { status, body } = await login(worker, "quick", "secret");
        assert.equal(status, 503);
        assert.equal(body.detail, `${name} cannot be used; the log says why`);
        await worker.logged(new RegExp(`"level":"error".*"message":"${name} is ${found}:`));
      }));
  }

  test("variables that are empty count as absent", () =>
    quietly(
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

/** Puts a secret into the local Secrets Store. */
async function keep(state, store, name, value) {
  const secret = ["--name", name, "--value", value, "--scopes", "workers", "--persist-to", state];
  const [command, all] = wrangler("secrets-store", "secret", "create", store, ...secret);
  const env = { ...process.env, ...wranglerEnvironment };
  const { code, output } = await run(command, all, { show: "none", limit: PATIENCE, env });
  assert.equal(code, 0, output);
}

describe("a secret of the Secrets Store", () => {
  const store = "0123456789abcdef0123456789abcdef";
  const config = {
    secrets_store_secrets: [
      { binding: "SECRET_KEY", store_id: store, secret_name: "signing" },
      { binding: "PASSWORD_SECRET", store_id: store, secret_name: "pepper" },
    ],
  };

  test("is fetched; one that cannot be is refused by name, and fetched with the next request", async () => {
    const [secret, pepper, persist] = [newSecret(), newSecret(), temporaryFolder()];
    await keep(persist, store, "signing", secret);
    await quietly({ secret: undefined, persist, config }, async (worker) => {
      const refused = await login(worker, "quick", "secret");
      assert.equal(refused.status, 503);
      assert.equal(refused.body.detail, "PASSWORD_SECRET cannot be used; the log says why");
      await worker.logged(/"level":"error".*PASSWORD_SECRET could not be fetched from the Secrets Store: /);

      await keep(persist, store, "pepper", pepper);
      const { status, body } = await login(worker, "quick", "secret");
      assert.equal(status, 200);
      const { header, claims } = open(body.access_token);
      assert.equal(body.access_token, forge(secret, claims, { header }));
      assert.equal((await get(worker, body.access_token)).status, 200);
      assertQuietLog(worker, [secret, pepper]);
    });
  });
});
