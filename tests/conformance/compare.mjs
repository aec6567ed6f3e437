// What "the two sides agree" means: the same status, the same protocol
// headers, the same body. keyward may say more (headers, members of a JSON
// object), never less and never other.

import assert from "node:assert/strict";
import { open } from "./forge.mjs";
import { readable } from "./wire.mjs";

/** The headers that must be equal, absent ones included. */
const HEADERS = ["content-type", "www-authenticate", "allow", "location"];

/** How far apart, in seconds, the `exp` of two tokens for one request may be. */
const EXP_BAND = 300;

/** What of a response is compared, as plain data. */
export function essence(origin, response) {
  const headers = {};
  for (const name of HEADERS) {
    const value = response.header(name);
    // An absolute location names the server itself; both are on ports of their own.
    if (value !== undefined) headers[name] = value.replace(origin, "");
  }
  return { status: response.status, headers, body: response.body.length ? readable(response) : null };
}

/** Fails unless `actual` says all that `expected` says; an expectation without a body takes any. */
export function assertAgrees(actual, expected) {
  assert.equal(actual.status, expected.status, `status, with the body ${JSON.stringify(actual.body)}`);
  assert.deepEqual(actual.headers, expected.headers, "headers");
  if (expected.body !== undefined) assertCovers(actual.body, expected.body, "body");
}

/** Deep equality, but an object may have more members than were expected. */
export function assertCovers(actual, expected, at) {
  if (at.endsWith(".access_token") && typeof expected === "string") return assertSameKindOfToken(actual, expected);
  if (Array.isArray(expected)) {
    assert.ok(Array.isArray(actual), `${at} is a list`);
    assert.equal(actual.length, expected.length, `length of ${at}: ${JSON.stringify(actual)}`);
    for (const [index, item] of expected.entries()) assertCovers(actual[index], item, `${at}[${index}]`);
    return;
  }
  if (expected !== null && typeof expected === "object") {
    assert.ok(
      actual !== null && typeof actual === "object" && !Array.isArray(actual),
      `${at} is an object: ${JSON.stringify(actual)}`,
    );
    for (const [key, value] of Object.entries(expected)) {
      assert.ok(Object.hasOwn(actual, key), `${at} has "${key}": ${JSON.stringify(actual)}`);
      assertCovers(actual[key], value, `${at}.${key}`);
    }
    return;
  }
  assert.equal(actual, expected, at);
}

/**
 * The same header and the same claims but for `iat` and `sid`, which only ours has; two clocks may have read different
 * seconds.
 */
function assertSameKindOfToken(actual, expected) {
  const [ours, theirs] = [open(actual), open(expected)];
  assert.deepEqual(ours.header, theirs.header, "token header");
  const { exp: ourExp, iat: ourIat, sid, ...ourClaims } = ours.claims;
  const { exp: theirExp, iat: _, ...theirClaims } = theirs.claims;
  assert.deepEqual(ourClaims, theirClaims, "token claims");
  assert.match(sid, /^[\w-]{22}$/, "sid is the session's id");
  assert.ok(Number.isInteger(ourExp), "exp is a whole number of seconds");
  assert.equal(ourExp - ourIat, 1800, "iat is half an hour before");
  assert.ok(Math.abs(ourExp - theirExp) < EXP_BAND, "exp is half an hour away on both sides");
}
