// `keyward/jwks` against a real server, and one with every fault.
import assert from "node:assert/strict";
import { createPrivateKey, sign } from "node:crypto";
import { after, afterEach, beforeEach, describe, mock, test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { METADATA, SET, Key, decode, issue, json, pair, serve, startIssuer } from "./issuer.mjs";

const { remoteKeySet, KeywardError } = await import(inRoot("pkg/jwks/node.js"));

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let issuer;
let elsewhere;
const others = [];

beforeEach(async () => {
  issuer = await startIssuer(pair());
});

afterEach(async () => {
  mock.timers.reset();
  await issuer.stop();
  for (const other of others.splice(0)) await other.stop();
});

after(() => elsewhere?.stop());

/** Lets the clock stand still, and go on by `tick`; timers and the network go on by themselves. */
const stopTime = () => mock.timers.enable({ apis: ["Date"], now: Date.now() });
const tick = (milliseconds) => mock.timers.setTime(Date.now() + milliseconds);

async function another(handlers) {
  const server = await serve(handlers);
  others.push(server);
  return server;
}

/** That it rejects with that problem, and the message names where. */
const fails = (promise, message) =>
  assert.rejects(promise, (/** @type {any} */ error) => {
    assert.ok(error instanceof KeywardError, String(error));
    assert.equal(error.code, "ERR_FETCH");
    assert.match(error.message, message);
    return true;
  });

const claimsOf = async (keys, token) => decode(token, await keys.for(token));

describe("keys are fetched once and kept", () => {
  test("not before the first token, and not again for the next", async () => {
    const keys = remoteKeySet(issuer.address);
    assert.equal(issuer.requests(), 0);
    for (let count = 0; count < 3; count += 1) {
      const token = issuer.token({ count });
      assert.equal((await claimsOf(keys, token)).count, count);
    }
    assert.equal(issuer.requests(), 1);
  });

  test("with members that are null, which are as if they were not there", async () => {
    const [key] = issuer.keys;
    const server = await another({ [SET]: json({ keys: [{ ...key.toPublicJwk(), kid: null, d: null }] }) });
    const keys = remoteKeySet(server.origin + SET);
    // As others write it; `issue` does not.
    const unnamed = (claims) => {
      const parts = [{ alg: "EdDSA", kid: null }, claims].map((part) => JSON.stringify(part));
      const signed = parts.map((part) => Buffer.from(part).toString("base64url")).join(".");
      const signature = sign(null, Buffer.from(signed), createPrivateKey({ key: key.toJwk(), format: "jwk" }));
      return `${signed}.${signature.toString("base64url")}`;
    };
    stopTime();
    assert.equal((await claimsOf(keys, unnamed({ count: 1 }))).count, 1);
    // It names no key that would have to be looked for.
    tick(MINUTE);
    assert.equal((await claimsOf(keys, unnamed({ count: 2 }))).count, 2);
    assert.equal(server.asked.length, 1);
  });

  test("without a token, the keys that there are", async () => {
    const keys = remoteKeySet(new URL(issuer.address));
    assert.equal(await keys.for(), await keys.for(issuer.token()));
    assert.equal(issuer.requests(), 1);
  });

  test("by a thousand at once, with one request", async () => {
    const keys = remoteKeySet(issuer.address);
    const tokens = Array.from({ length: 1000 }, (_, count) => issuer.token({ count }));
    const all = await Promise.all(tokens.map((token) => claimsOf(keys, token)));
    assert.deepEqual(
      all.map(({ count }) => count),
      tokens.map((_, count) => count),
    );
    assert.equal(issuer.requests(), 1);
  });

  test("with the fields of `headers`, and by the `fetch` that is given", async () => {
    let seen;
    const fetch = async (address, init) => {
      seen = { address, headers: new Headers(init.headers) };
      return Response.json({ keys: [issuer.keys[0].toPublicJwk()] });
    };
    const keys = remoteKeySet("https://auth.example/keys?tenant=1", { fetch, headers: { "x-api-key": "k" } });
    assert.equal((await claimsOf(keys, issuer.token())).sub, "johndoe");
    assert.equal(seen.address, "https://auth.example/keys?tenant=1");
    assert.equal(seen.headers.get("x-api-key"), "k");
    assert.equal(seen.headers.get("accept"), "application/json");
  });
});

describe("a token that names an unknown key", () => {
  test("makes the set be fetched again: that is how a new key is found", async () => {
    stopTime();
    const keys = remoteKeySet(issuer.address);
    await keys.for(issuer.token());
    issuer.keys = [...issuer.keys, pair()];
    tick(31_000);
    assert.equal((await claimsOf(keys, issuer.token())).sub, "johndoe");
    assert.equal((await claimsOf(keys, issuer.token({}, issuer.keys[0]))).sub, "johndoe");
    assert.equal(issuer.requests(), 2);
  });

  test("a thousand at once make one request", async () => {
    stopTime();
    const keys = remoteKeySet(issuer.address);
    await keys.for(issuer.token());
    tick(31_000);
    const stranger = pair();
    const tokens = Array.from({ length: 1000 }, (_, count) => issuer.token({ count }, stranger));
    const all = await Promise.allSettled(tokens.map((token) => claimsOf(keys, token)));
    assert.deepEqual(
      [...new Set(all.map((settled) => settled.status === "rejected" && settled.reason.code))],
      ["ERR_KEY"],
    );
    assert.equal(issuer.requests(), 2);
  });

  test("once in `cooldown`, counted from the last request", async () => {
    stopTime();
    const keys = remoteKeySet(issuer.address, { cooldown: "1m" });
    await keys.for(issuer.token());
    const requests = [];
    for (const wait of [1000, 58_000, 2000, 1000, 60_000]) {
      tick(wait);
      await assert.rejects(claimsOf(keys, issuer.token({}, pair())), { code: "ERR_KEY" });
      requests.push(issuer.requests());
    }
    assert.deepEqual(requests, [1, 1, 2, 2, 3]);
  });

  test("is 503's matter, not 401's, where nobody could be asked", async () => {
    stopTime();
    const keys = remoteKeySet(issuer.address);
    await keys.for(issuer.token());
    issuer.fault = json({}, {}, 500);
    tick(31_000);
    await fails(claimsOf(keys, issuer.token({}, pair())), /status 500/);
    assert.equal((await claimsOf(keys, issuer.token())).sub, "johndoe");
  });

  test("one that names none, or cannot be read, asks for nothing", async () => {
    stopTime();
    const keys = remoteKeySet(issuer.address);
    await keys.for();
    tick(31_000);
    const nameless = issuer.token({}, Key.fromJwk({ ...issuer.keys[0].toJwk(), kid: undefined }));
    assert.equal((await claimsOf(keys, nameless)).sub, "johndoe");
    for (const garbage of ["", "x", "a.b.c", "ey.ey.ey", nameless.slice(5)])
      await assert.rejects(claimsOf(keys, garbage), { code: "ERR_TOKEN_FORMAT" });
    assert.equal(issuer.requests(), 1);
  });
});

describe("how long a set is fresh", () => {
  /** The requests that were made by then, with a token at each of these minutes. */
  async function requestsAt(minutes, options, headers = {}) {
    stopTime();
    issuer.headers = headers;
    const start = Date.now();
    const keys = remoteKeySet(issuer.address, options);
    const requests = [];
    for (const minute of minutes) {
      mock.timers.setTime(start + minute * MINUTE);
      await keys.for(issuer.token());
      requests.push(issuer.requests());
    }
    return requests;
  }

  test("ten minutes", async () => assert.deepEqual(await requestsAt([0, 9.9, 10.1, 20, 20.2]), [1, 1, 2, 2, 3]));

  test("or as long as `cacheFor` says", async () =>
    assert.deepEqual(await requestsAt([0, 59, 61], { cacheFor: "1h" }), [1, 1, 2]));

  test("or as the answer says, where that is shorter", async () => {
    const headers = { "cache-control": "public, max-age=120", age: "60" };
    assert.deepEqual(await requestsAt([0, 0.9, 1.1, 2], {}, headers), [1, 1, 2, 2]);
  });

  test("and not longer because the answer says so", async () =>
    assert.deepEqual(await requestsAt([0, 11], {}, { "cache-control": "max-age=31536000" }), [1, 2]));

  test("but for the cooldown, where it is not to be kept", async () => {
    for (const value of ["no-store", "max-age=0", "No-Cache"]) {
      const before = issuer.requests();
      const requests = await requestsAt([0, 0.4, 0.6], {}, { "cache-control": value });
      assert.deepEqual(
        requests.map((count) => count - before),
        [1, 1, 2],
        value,
      );
      mock.timers.reset();
    }
  });

  test("whoever comes while one fetches fresh ones does not wait", async () => {
    stopTime();
    const keys = remoteKeySet(issuer.address);
    const old = await keys.for(issuer.token());
    tick(11 * MINUTE);
    let release;
    issuer.fault = (request, response) =>
      (release = () => json({ keys: issuer.keys.map((key) => key.toPublicJwk()) })(request, response));
    const first = keys.for(issuer.token());
    assert.equal(await keys.for(issuer.token()), old);
    while (!release) await new Promise(setImmediate);
    release();
    assert.notEqual(await first, old);
    assert.equal(issuer.requests(), 2);
  });
});

describe("a server that fails", () => {
  test("leaves the old keys in use, for a day", async () => {
    stopTime();
    const keys = remoteKeySet(issuer.address);
    await keys.for();
    issuer.fault = (request) => request.destroy();
    tick(11 * MINUTE);
    assert.equal((await claimsOf(keys, issuer.token())).sub, "johndoe");
    tick(DAY - 2 * MINUTE);
    assert.equal((await claimsOf(keys, issuer.token())).sub, "johndoe");
    tick(2 * MINUTE);
    await fails(keys.for(issuer.token()), /could not be fetched/);
    issuer.fault = undefined;
    tick(MINUTE);
    assert.equal((await claimsOf(keys, issuer.token())).sub, "johndoe");
  });

  test("is asked again after 1, 2, 4 … seconds, not by every token", async () => {
    stopTime();
    issuer.fault = json({}, {}, 503);
    const keys = remoteKeySet(issuer.address, { cooldown: 5 });
    const requests = [];
    for (const wait of [0, 500, 600, 1500, 600, 3900, 200, 4900, 200]) {
      tick(wait);
      await fails(keys.for(issuer.token()), /status 503, expected 200/);
      requests.push(issuer.requests());
    }
    assert.deepEqual(requests, [1, 1, 2, 2, 3, 3, 4, 4, 5]);
  });

  test("that is slow is given up after `timeout`, whether it begins to answer or not", async () => {
    for (const fault of [() => {}, (_request, response) => response.writeHead(200).write('{"keys":[')]) {
      issuer.fault = fault;
      await fails(remoteKeySet(issuer.address, { timeout: 0.05 }).for(), /no answer within 0.05 s/);
    }
  });

  test("even where `fetch` does not look at its signal", async () => {
    const keys = remoteKeySet(issuer.address, { timeout: 0.05, fetch: () => new Promise(() => {}) });
    await fails(keys.for(), /no answer within/);
  });

  for (const [what, fault, message] of [
    ["garbage", (_request, response) => response.end("<html>"), /not JSON/],
    ["JSON that is no set", json([{ kty: "OKP" }]), /no JWK Set/],
    ["null", json(null), /no JWK Set/],
    ["a set without keys", json({ keys: [] }), /no public key/],
    ["keys that are none", json({ keys: [null, 7, "key"] }), /no public key/],
    [
      "a secret, which everybody would have",
      json({ keys: [{ kty: "oct", k: "c2VjcmV0".repeat(8) }] }),
      /no public key/,
    ],
    ["a private key", json({ keys: [pair().toJwk()] }), /no public key/],
    ["too many keys", json({ keys: Array(257).fill({ kty: "OKP" }) }), /more than 256 keys/],
    ["nothing", (_request, response) => response.writeHead(204).end(), /status 204/],
    ["a set that is too long", json({ keys: [], more: "x".repeat(300 * 1024) }), /longer than 256 KiB/],
    [
      "an answer without end",
      (_request, response) => {
        response.writeHead(200);
        const more = () => !response.destroyed && response.write("x".repeat(65536), () => setImmediate(more));
        more();
      },
      /longer than 256 KiB/,
    ],
  ]) {
    test(`gives ${what}`, async () => {
      issuer.fault = fault;
      await fails(remoteKeySet(issuer.address).for(), message);
    });
  }

  test("has a key that is broken beside good ones", async () => {
    issuer.fault = json({ keys: [{ kty: "EC", crv: "P-256" }, { kty: "new" }, issuer.keys[0].toPublicJwk()] });
    assert.equal((await claimsOf(remoteKeySet(issuer.address), issuer.token())).sub, "johndoe");
  });

  test("is not asked once the signal has ended it", async () => {
    const controller = new AbortController();
    issuer.fault = () => controller.abort();
    const keys = remoteKeySet(issuer.address, { signal: controller.signal });
    await fails(keys.for(), /could not be fetched/);
    await fails(remoteKeySet(issuer.address, { signal: controller.signal }).for(), /could not be fetched/);
    assert.equal(issuer.requests(), 1);
  });

  test("is named without what stands in the query", async () => {
    const keys = remoteKeySet(`${issuer.origin}/nowhere?code=secret`);
    await assert.rejects(keys.for(), { message: `${issuer.origin}/nowhere: status 404, expected 200` });
  });
});

describe("redirects", () => {
  test("within the origin are followed, three of them", async () => {
    for (const [path, status] of [
      ["/1", 301],
      ["/2", 302],
      ["/3", 308],
    ])
      issuer.handlers[path] = (_request, response) =>
        response.writeHead(Number(status), { location: path === "/1" ? SET : `/${Number(path[1]) - 1}` }).end();
    assert.equal((await claimsOf(remoteKeySet(`${issuer.origin}/3`), issuer.token())).sub, "johndoe");
    issuer.handlers["/4"] = (_request, response) => response.writeHead(302, { location: "/3" }).end();
    await fails(remoteKeySet(`${issuer.origin}/4`).for(), /more than 3 times/);
  });

  test("to another origin are not", async () => {
    elsewhere ??= await startIssuer(pair());
    issuer.fault = (_request, response) => response.writeHead(302, { location: elsewhere.address }).end();
    await fails(remoteKeySet(issuer.address).for(), /redirects to another origin, http:\/\/127\.0\.0\.1:\d+/);
    assert.equal(elsewhere.requests(), 0);
  });

  test("to nowhere are an error", async () => {
    issuer.fault = (_request, response) => response.writeHead(302).end();
    await fails(remoteKeySet(issuer.address).for(), /status 302/);
  });
});

describe("by the issuer's metadata", () => {
  test("of OAuth, as the Worker has it (RFC 8414)", async () => {
    const keys = remoteKeySet({ issuer: issuer.origin });
    assert.equal((await claimsOf(keys, issuer.token())).sub, "johndoe");
    assert.deepEqual(issuer.asked, ["/.well-known/openid-configuration", METADATA, SET]);
  });

  test("of OpenID Connect, whose keys may be elsewhere", async () => {
    const provider = await another();
    provider.handlers["/tenant/.well-known/openid-configuration"] = json({
      issuer: `${provider.origin}/tenant`,
      jwks_uri: issuer.address,
    });
    const keys = remoteKeySet({ issuer: `${provider.origin}/tenant` });
    assert.equal((await claimsOf(keys, issuer.token())).sub, "johndoe");
  });

  test("with a path, which stands behind the well-known name in RFC 8414", async () => {
    issuer.handlers[`${METADATA}/tenant`] = json({ issuer: `${issuer.origin}/tenant`, jwks_uri: issuer.address });
    await remoteKeySet({ issuer: `${issuer.origin}/tenant` }).for();
  });

  test("which must be that issuer's, to the letter", async () => {
    await fails(remoteKeySet({ issuer: `${issuer.origin}/` }).for(), /`issuer` is "http:\/\/127.*expected "http:.*\/"/);
    issuer.handlers[METADATA] = json({ issuer: "https://other.example", jwks_uri: issuer.address });
    await fails(remoteKeySet({ issuer: issuer.origin }).for(), /`issuer` is "https:\/\/other.example"/);
  });

  test("which must lead to keys by HTTPS, or on this machine", async () => {
    for (const jwks_uri of [undefined, 7, "http://auth.example/keys", "/keys", "data:,{}"]) {
      issuer.handlers[METADATA] = json({ issuer: issuer.origin, jwks_uri });
      await fails(remoteKeySet({ issuer: issuer.origin }).for(), /`jwks_uri` is no https:/);
    }
  });

  test("which is nowhere", async () => {
    const server = await another();
    await fails(remoteKeySet({ issuer: server.origin }).for(), /no document about the issuer/);
    assert.equal(server.asked.length, 2);
  });

  test("of a server that is down, which is not asked twice", async () => {
    const server = await another({ "/.well-known/openid-configuration": json({}, {}, 500) });
    await fails(remoteKeySet({ issuer: server.origin }).for(), /status 500/);
    assert.equal(server.asked.length, 1);
  });
});

test("an address is https, or of this machine", () => {
  for (const good of [
    "https://auth.example/keys",
    "http://localhost:8787/keys",
    "http://127.0.0.1/keys",
    "http://127.1.2.3/keys",
    "http://[::1]:8080/keys",
    "http://auth.localhost/keys",
    { issuer: "https://auth.example/tenant/" },
  ])
    assert.equal(typeof remoteKeySet(good).for, "function");
  for (const bad of [
    "http://auth.example/keys",
    "http://127.0.0.1.example/keys",
    "http://localhost.example/keys",
    "http://192.168.0.1/keys",
    "ftp://auth.example/keys",
    "https://user:password@auth.example/keys",
    "/keys",
    "",
    undefined,
    null,
    7,
    {},
    { issuer: "http://auth.example" },
    { issuer: "https://auth.example?tenant=1" },
    { issuer: 7 },
  ])
    assert.throws(() => remoteKeySet(bad), { code: "ERR_OPTION" }, String(bad));
});

test("an option that is none, or not what it should be, says so", () => {
  /** @type {[object, RegExp][]} */
  const wrong = [
    [{ cachefor: 1 }, /unknown option `cachefor`: expected cacheFor, cooldown, timeout, headers, fetch, signal/],
    [{ cacheFor: "soon" }, /`cacheFor`: expected seconds, or a span such as/],
    [{ cooldown: -1 }, /`cooldown`: expected seconds/],
    [{ timeout: 5000 }, /`timeout`: 5000 s are more than the 60 s it may be/],
    [{ timeout: Number.NaN }, /`timeout`/],
    [{ timeout: 0 }, /`timeout`: no request ends within that/],
    [{ headers: { authorization: "Bearer s3cret\nx" } }, /^option `headers`: a name or a value(?!.*s3cret)/],
    [{ headers: { "a name": "x" } }, /^option `headers`: a name or a value/],
    [{ headers: "x" }, /`headers`/],
    [{ fetch: "fetch" }, /`fetch`/],
    [{ signal: {} }, /`signal`/],
  ];
  for (const [options, message] of wrong)
    assert.throws(
      () => remoteKeySet("https://auth.example/keys", options),
      (/** @type {any} */ error) => {
        assert.equal(error.code, "ERR_OPTION");
        assert.match(error.message, message);
        return true;
      },
    );
});

test("a token of a key that has left is refused once the set is fetched again", async () => {
  stopTime();
  const [old] = issuer.keys;
  const keys = remoteKeySet(issuer.address);
  const token = issue({ sub: "johndoe" }, old);
  assert.equal((await claimsOf(keys, token)).sub, "johndoe");
  issuer.keys = [pair()];
  tick(11 * MINUTE);
  await assert.rejects(claimsOf(keys, token), { code: "ERR_KEY" });
});
