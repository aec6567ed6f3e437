// What the suites beside this file share: people, requests, and the rule that
// a log holds no secret.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { forge } from "../conformance/forge.mjs";
import { readable, send } from "../conformance/wire.mjs";
import { demoUsers } from "../../scripts/seed.mjs";

/** A fresh signing secret, 256 bits as 64 hex digits. */
export const newSecret = () => randomBytes(32).toString("hex");

/** The people of FastAPI's tutorial, and one whose record says all it can. */
export const people = [
  ...demoUsers,
  {
    // The password is "secret". The cost is a test's, not anybody's.
    username: "quick",
    hashed_password: "$argon2id$v=19$m=64,t=1,p=1$eZEJz0KZ+ihrLfZ4l+VRZw$ArzIN58O90zx0qHLKYAUT2eosw4jLfFRscnGN4UOB7A",
    scopes: ["me", "items"],
    claims: { user_id: 1, team: { name: "ü", roles: ["a", null] } },
  },
];

/** The record of one of them. */
export const person = (name) => people.find(({ username }) => username === name);

export const passwordOf = { johndoe: "secret", alice: "secret2", legacy: "secret", quick: "secret" };

/**
 * POST /token; resolves to `{ status, header(name), body }` with the body read as JSON.
 *
 * @param {any} worker
 * @param {string} username
 * @param {string} password
 * @param {Record<string, string>} [more] other fields of the form
 * @param {{ target?: string, timeout?: number, headers?: string[][] }} [options]
 */
export async function login(
  worker,
  username,
  password,
  more = {},
  { target = "/token", headers = [], ...options } = {},
) {
  const request = {
    method: "POST",
    target,
    headers: [["Content-Type", "application/x-www-form-urlencoded"], ...headers],
    body: new URLSearchParams({ username, password, ...more }).toString(),
  };
  return answer(worker, request, options);
}

/** GET with a bearer token. */
export const get = (worker, token, target = "/users/me/", options = {}) =>
  answer(worker, { target, headers: token === undefined ? [] : [["Authorization", `Bearer ${token}`]] }, options);

/**
 * Sends a request; an answer of 500 or more that is not a 503 is a failure anywhere.
 *
 * @param {any} worker
 * @param {any} request
 * @param {Parameters<typeof send>[2]} [options]
 */
export async function answer(worker, request, options) {
  const response = await send(worker.origin, request, options);
  assert.ok(response.status < 500 || response.status === 503, `${response.status} ${response.body}`);
  return { ...response, body: readable(response) };
}

/** A token for `sub` that is good for an hour, made without the Worker. */
export const mint = (secret, sub, more = {}) =>
  forge(secret, { sub, exp: Math.floor(Date.now() / 1000) + 3600, ...more });

const ALWAYS_SECRET = [
  ...Object.values(passwordOf).map((password) => `password=${password}`),
  ...people.map(({ hashed_password }) => hashed_password),
  ...people.map(({ hashed_password }) => hashed_password.slice(-20)),
];

/**
 * Fails when the Worker's output holds one of these texts, a demo person's
 * hash, or anything shaped like a token; or when it tells of a trap.
 */
export function assertQuietLog(worker, secrets = []) {
  const output = worker.output();
  for (const secret of [...ALWAYS_SECRET, ...secrets]) {
    assert.ok(!output.includes(secret), "the log holds a secret");
  }
  assert.doesNotMatch(output, /eyJ[\w-]+\.[\w-]+\.[\w-]*/, "the log holds a token");
  assert.doesNotMatch(output, /unreachable|RuntimeError|panicked|Uncaught/i, "the log tells of a trap");
}
