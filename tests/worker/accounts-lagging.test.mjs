// Accounts over a KV that lags as Cloudflare documents it: one address has one account, whatever a location still believes.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { patientFetch } from "../support/patience.mjs";
import { GOOD, address, call, logIn, mailed, network, said } from "./accounts/support.mjs";
import { startWorker } from "./harness.mjs";
import { OBJECTS, refresh } from "./sessions/support.mjs";
import { newSecret } from "./support.mjs";

const NEW = "another password, which is long";

let worker;

before(async () => {
  const vars = { REGISTRATION: "open", ACCOUNT_PER_ADDRESS: "1000" };
  const config = { ...OBJECTS, main: inRoot("tests/worker/lagging/worker.js") };
  worker = await startWorker({ secret: newSecret(), vars, config });
});
after(() => worker?.stop());

const minutePasses = () =>
  patientFetch(`${worker.origin}/admin/later`, { method: "POST", body: JSON.stringify({ seconds: 61 }) });

/** From a network of its own, at a location. */
const at = (location) => [...network(), ["X-Location", location]];

const register = (email, location, password = GOOD) =>
  call(worker, "POST /auth/register", { email, password }, { headers: at(location) });
const enter = (email, location, password = GOOD) => logIn(worker, email, password, {}, at(location));
const TAKEN = [400, { detail: "REGISTER_USER_ALREADY_EXISTS" }];

/** The location has looked for the address in vain, and goes on believing it. */
async function looksInVain(email, ...locations) {
  for (const location of locations) {
    assert.equal((await enter(email, location)).status, 401);
    await call(worker, "POST /auth/forgot-password", { email }, { headers: at(location) });
  }
}

describe("a registration while every location believes that the address is free", () => {
  test("is one of two at once, at two locations, twenty times", async () => {
    for (let time = 0; time < 20; time += 1) {
      const email = address("racer");
      await looksInVain(email, "near", "far");
      const answers = await Promise.all([register(email, "near"), register(email.toUpperCase(), "far")]);
      const [won, lost] = answers.sort((a, b) => a.status - b.status);
      assert.deepEqual([won.status, ...said(lost)], [201, ...TAKEN]);
      assert.deepEqual(said(await register(email, "near")), TAKEN);
      if (time > 0) continue;
      await minutePasses();
      assert.deepEqual(said(await register(email, "far")), TAKEN);
    }
  });

  test("is followed by a login at once, there and elsewhere", async () => {
    const email = address();
    await looksInVain(email, "near", "far");
    assert.equal((await register(email, "near")).status, 201);
    assert.equal((await enter(email, "near")).status, 200);
    await minutePasses();
    assert.equal((await enter(email, "far")).status, 200);
  });
});

test("a new password is the only one at once, wherever the old one is still seen", async () => {
  const email = address();
  assert.equal((await register(email, "near")).status, 201);
  const pairs = [];
  for (const location of ["near", "far"]) pairs.push((await enter(email, location)).body);
  await call(worker, "POST /auth/forgot-password", { email }, { headers: at("near") });
  const token = await mailed(worker, "reset", email);
  const reset = await call(worker, "POST /auth/reset-password", { token, password: NEW }, { headers: at("near") });
  assert.equal(reset.status, 200);
  for (const location of ["near", "far"]) {
    for (const { refresh_token } of pairs)
      assert.equal((await refresh(worker, refresh_token, {}, at(location))).body.error, "invalid_grant");
    assert.equal((await enter(email, location)).status, 401);
    // The token was made for a hash that this location still sees.
    const again = await call(worker, "POST /auth/reset-password", { token, password: GOOD }, { headers: at(location) });
    assert.deepEqual(said(again), [400, { detail: "RESET_PASSWORD_BAD_TOKEN" }]);
  }
  await minutePasses();
  assert.equal((await enter(email, "far", NEW)).status, 200);
  assert.equal((await enter(email, "far")).status, 401);
});

test("a stolen access token takes no account over where its end is not seen yet", async () => {
  const email = address();
  assert.equal((await register(email, "near")).status, 201);
  const { access_token: token } = (await enter(email, "near")).body;
  const there = (request, body) => call(worker, request, body, { token, headers: at("far") });
  assert.equal((await there("GET /users/me")).status, 200);
  const change = { current_password: GOOD, new_password: NEW };
  const changed = await call(worker, "PATCH /users/me/password", change, { token, headers: at("near") });
  assert.equal(changed.status, 204);
  const stolen = "a password of the thief's own";
  /** @type {[string, object?][]} */
  const takeovers = [
    ["PATCH /users/me", { password: stolen }],
    ["PATCH /users/me", { email: address("thief") }],
    ["PATCH /users/me/password", { current_password: NEW, new_password: stolen }],
    ["DELETE /users/me"],
  ];
  for (const [request, body] of takeovers) {
    assert.equal((await there("GET /users/me")).status, 200, "KV shows nothing of it there");
    assert.deepEqual(said(await there(request, body)), [401, { detail: "Could not validate credentials" }], request);
  }
  assert.equal((await enter(email, "near", NEW)).status, 200);
});

test("an address that was given up is free at once, and who has deleted himself is not back", async () => {
  const email = address();
  assert.equal((await register(email, "near")).status, 201);
  const { access_token: token } = (await enter(email, "near")).body;
  const gone = await call(worker, "DELETE /users/me", undefined, { token, headers: at("near") });
  assert.equal(gone.status, 204);
  assert.equal((await enter(email, "far")).status, 401);
  assert.equal((await register(email, "far", NEW)).status, 201);
  await minutePasses();
  assert.equal((await enter(email, "near")).status, 401);
  assert.equal((await enter(email, "near", NEW)).status, 200);
});

test("what the user changes does not bring back what an operator has replaced, once that was seen anywhere", async () => {
  const email = address();
  assert.equal((await register(email, "near")).status, 201);
  const { access_token: token, refresh_token } = (await enter(email, "near")).body;
  const change = (full_name) => call(worker, "PATCH /users/me", { full_name }, { token, headers: at("near") });
  assert.equal((await change("Ann")).status, 200);
  const admin = (what, body) =>
    patientFetch(`${worker.origin}/admin/${what}`, { method: "POST", body: JSON.stringify(body) });
  const key = `user:${email}`;
  const { value } = await (await admin("read", { key })).json();
  // In a second of its own, as records count them.
  await sleep(1100);
  const disabled = { ...JSON.parse(value), disabled: true, tokens_valid_after: Math.floor(Date.now() / 1000) };
  await admin("put", { key, value: JSON.stringify(disabled) });
  // Where KV already shows it.
  assert.equal((await refresh(worker, refresh_token, {}, at("far"))).body.error, "invalid_grant");
  assert.notEqual((await change("Ann again")).status, 200);
  assert.deepEqual(JSON.parse((await (await admin("read", { key })).json()).value), disabled);
});
