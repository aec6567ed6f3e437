// The login flow on the wire: the built Worker, in real workerd, over real KV.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { open } from "../conformance/forge.mjs";
import { patientFetch } from "../support/patience.mjs";
import { startWorker } from "./harness.mjs";
import { answer, assertQuietLog, get, login, mint, newSecret, passwordOf, people, person } from "./support.mjs";

const secret = newSecret();
/** A record with numbers that JavaScript would round. */
const BIG = '"id":9007199254740993,"rate":1.10';
const big = `{"username":"big","hashed_password":"${person("quick").hashed_password}","scopes":["me"],"claims":{${BIG}}}`;
let worker;

before(async () => {
  worker = await startWorker({ secret, users: people, records: { "user:big": big } });
});

after(async () => {
  await worker?.stop();
});

describe("a login", () => {
  for (const username of ["johndoe", "legacy", "quick"]) {
    test(`of ${username} gets a bearer token`, async () => {
      const response = await login(worker, username, passwordOf[username]);
      assert.equal(response.status, 200);
      assert.equal(response.header("content-type"), "application/json");
      assert.equal(response.body.token_type, "bearer");
      const { header, claims } = open(response.body.access_token);
      assert.deepEqual(header, { alg: "HS256", typ: "JWT" });
      assert.equal(claims.sub, username);
    });
  }

  test("by a browser's FormData works as a urlencoded one does", async () => {
    const body = new FormData();
    body.set("username", "quick");
    body.set("password", "secret");
    const response = await patientFetch(`${worker.origin}/token`, { method: "POST", body });
    assert.equal(response.status, 200);
    assert.equal((await response.json()).token_type, "bearer");
  });

  test("by a browser's URLSearchParams works", async () => {
    const body = new URLSearchParams({ grant_type: "password", username: "quick", password: "secret" });
    const response = await patientFetch(`${worker.origin}/token`, { method: "POST", body });
    assert.equal(response.status, 200);
  });

  test("puts the user's own claims beside sub, exp, iat and sid, and nothing else", async () => {
    const { body } = await login(worker, "quick", "secret");
    const { sub, exp, iat, sid, ...own } = open(body.access_token).claims;
    assert.equal(sub, "quick");
    assert.match(sid, /^[\w-]{22}$/);
    assert.ok(Number.isInteger(exp));
    assert.equal(exp - iat, 1800);
    assert.deepEqual(own, person("quick").claims);
  });

  test("carries numbers of the user's own claims to the digit", async () => {
    const { body } = await login(worker, "big", "secret");
    const payload = Buffer.from(body.access_token.split(".")[1], "base64url").toString();
    assert.equal(payload.replace(/"sid":"[\w-]{22}","exp":\d+,"iat":\d+/, ""), `{"sub":"big",${BIG},}`);
  });

  test("without claims in the record makes a token of sub, exp, iat and sid alone", async () => {
    const { body } = await login(worker, "johndoe", "secret");
    assert.deepEqual(Object.keys(open(body.access_token).claims).sort(), ["exp", "iat", "sid", "sub"]);
  });

  test("grants the scopes that the user holds, and no others", async () => {
    const { body } = await login(worker, "big", "secret", { scope: "items me" });
    assert.equal(open(body.access_token).claims.scope, "me");
    assert.equal(body.scope, "me");
  });

  test("that asks for a scope which does not exist is refused", async () => {
    const response = await login(worker, "quick", "secret", { scope: "me admin" });
    assert.equal(response.status, 400);
    assert.equal(response.body.error, "invalid_scope");
  });

  test("with a wrong password and one of an unknown user are refused alike", async () => {
    const wrong = await login(worker, "quick", "wrong");
    const unknown = await login(worker, "nobody", "wrong");
    assert.equal(wrong.status, 401);
    assert.equal(wrong.header("www-authenticate"), "Bearer");
    assert.equal(wrong.body.detail, "Incorrect username or password");
    assert.equal(unknown.status, 401);
    assert.deepEqual(unknown.body, wrong.body);
    const names = (response) => response.headers.map(([name]) => name).sort();
    assert.deepEqual(names(unknown), names(wrong));
  });
});

describe("a token", () => {
  const bodies = {
    "/users/me/": {
      username: "johndoe",
      email: "johndoe@example.com",
      full_name: "John Doe",
      disabled: false,
      id: "johndoe",
      is_active: true,
      is_superuser: false,
      is_verified: false,
    },
    "/users/me": {
      username: "johndoe",
      email: "johndoe@example.com",
      full_name: "John Doe",
      disabled: false,
      id: "johndoe",
      is_active: true,
      is_superuser: false,
      is_verified: false,
    },
    "/users/me/items/": [{ item_id: "Foo", owner: "johndoe" }],
    "/users/me/items": [{ item_id: "Foo", owner: "johndoe" }],
    "/protected": { user: { username: "johndoe" } },
    "/status/": { status: "ok" },
  };

  test("opens every resource", async () => {
    const { body } = await login(worker, "johndoe", "secret");
    for (const [target, expected] of Object.entries(bodies)) {
      const response = await get(worker, body.access_token, target);
      assert.equal(response.status, 200, target);
      assert.deepEqual(response.body, expected, target);
    }
  });

  test("of a disabled user opens none of the user's resources", async () => {
    const refused = await login(worker, "alice", "secret2");
    assert.equal(refused.status, 400);
    assert.deepEqual(refused.body, { detail: "Inactive user", error: "invalid_grant" });
    for (const target of ["/users/me/", "/users/me/items/", "/protected"]) {
      const response = await get(worker, mint(secret, "alice"), target);
      assert.equal(response.status, 400, target);
      assert.deepEqual(response.body, { detail: "Inactive user" });
    }
  });

  test("never brings a hash out of the store", async () => {
    for (const target of Object.keys(bodies)) {
      const response = await get(worker, mint(secret, "johndoe"), target);
      assert.doesNotMatch(JSON.stringify(response.body), /hash|argon2/, target);
    }
  });

  test("is asked for with the Bearer challenge", async () => {
    const response = await get(worker);
    assert.equal(response.status, 401);
    assert.equal(response.header("www-authenticate"), "Bearer");
    assert.deepEqual(response.body, { detail: "Not authenticated" });
  });
});

describe("every answer", () => {
  const requests = {
    "a login": {
      method: "POST",
      target: "/token",
      headers: [["Content-Type", "application/x-www-form-urlencoded"]],
      body: "username=quick&password=secret",
    },
    "a refused login": {
      method: "POST",
      target: "/token",
      headers: [["Content-Type", "application/x-www-form-urlencoded"]],
      body: "username=quick&password=x",
    },
    "an empty form": { method: "POST", target: "/token" },
    "a resource without a token": { target: "/users/me/" },
    "a resource": { target: "/users/me/", headers: [["Authorization", `Bearer ${mint(secret, "quick")}`]] },
  };
  for (const [name, request] of Object.entries(requests)) {
    test(`to ${name} is not to be stored or sniffed`, async () => {
      // RFC 6749 section 5.1 asks for no-store on tokens.
      const response = await answer(worker, request);
      assert.equal(response.header("cache-control"), "no-store");
      assert.equal(response.header("x-content-type-options"), "nosniff");
    });
  }

  test("to HEAD and OPTIONS is 405 with the allowed method", async () => {
    for (const [target, allowed] of [
      ["/token", "POST"],
      ["/users/me/", "GET"],
      ["/users/me", "GET, PATCH, DELETE"],
      ["/protected", "GET"],
      ["/status/", "GET"],
    ]) {
      for (const method of ["HEAD", "OPTIONS", "PUT"]) {
        const response = await answer(worker, { method, target });
        assert.equal(response.status, 405, `${method} ${target}`);
        assert.equal(response.header("allow"), allowed);
        if (method === "HEAD") assert.equal(response.body, "");
        else assert.deepEqual(response.body, { detail: "Method Not Allowed" });
      }
    }
  });

  test("to an unknown path is 404", async () => {
    for (const target of ["/nothing", "/users//", "/users/me/friends/", "/token/x", "/protected/x"]) {
      const response = await answer(worker, { target });
      assert.equal(response.status, 404, target);
      assert.deepEqual(response.body, { detail: "Not Found" });
    }
  });
});

test("no password, token, hash or key reached the log", () => assertQuietLog(worker, [secret]));
