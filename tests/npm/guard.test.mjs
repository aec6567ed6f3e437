// `keyward/guard`: which requests pass, and what the others are answered.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { after, afterEach, before, describe, mock, test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { Key, issue, json, pair, serve, startIssuer } from "./issuer.mjs";

const { createGuard, KeywardError } = await import(inRoot("pkg/guard/node.js"));
const { remoteKeySet } = await import(inRoot("pkg/jwks/node.js"));
const { KeySet } = await import(inRoot("pkg/node.js"));

const SECRET = "a secret of more than thirty-two bytes";
const { privateKey: PRIVATE_PEM, publicKey: PUBLIC_PEM } = generateKeyPairSync("ed25519", {
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const ADDRESS = "https://api.example/items";

let issuer;

before(async () => {
  issuer = await startIssuer(pair());
});

after(() => issuer.stop());
afterEach(() => mock.timers.reset());

const token = (claims = {}, options = {}) =>
  issue({ sub: "johndoe", ...claims }, SECRET, { expiresIn: "30m", ...options });
const request = (authorization) =>
  new Request(ADDRESS, authorization === undefined ? {} : { headers: { authorization } });
const bearer = (text) => request(`Bearer ${text}`);

/** The response for a request that does not pass, in parts. */
async function refused(guard, request, code, options) {
  const error = await guard(request, options).then(
    () => assert.fail("it passed"),
    (error) => error,
  );
  assert.ok(error instanceof KeywardError, error?.stack);
  assert.equal(error.code, code);
  const { response } = error;
  assert.ok(response instanceof Response);
  assert.notEqual(response, error.response, "a body can be read once");
  assert.equal(response.headers.get("content-type"), "application/json");
  return { status: response.status, challenge: response.headers.get("www-authenticate"), body: await response.json() };
}

const UNKNOWN = { status: 401, challenge: "Bearer", body: { detail: "Not authenticated" } };
const INVALID = {
  status: 401,
  challenge: 'Bearer error="invalid_token"',
  body: { detail: "Could not validate credentials", error: "invalid_token" },
};

describe("a request passes", () => {
  const guard = createGuard({ keys: SECRET });

  test("with a good token, whose claims it gives", async () => {
    const text = token({ scope: "items", admin: true });
    const { claims, token: same, ...more } = await guard(bearer(text));
    assert.equal(claims.sub, "johndoe");
    assert.equal(claims.admin, true);
    assert.equal(same, text);
    assert.deepEqual(more, {});
  });

  test("whatever the case of the scheme, and with more than one space", async () => {
    for (const scheme of ["bearer", "BEARER", "Bearer  "]) await guard(request(`${scheme} ${token()}`));
  });

  test("in the shape of Node's http", async () => {
    const server = createServer(async (incoming, response) => {
      const { claims } = await guard(incoming).catch((error) => ({ claims: { sub: error.code } }));
      response.end(claims.sub);
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const ask = async (headers) => (await fetch(`http://127.0.0.1:${port}`, { headers })).text();
    try {
      assert.equal(await ask({ authorization: `Bearer ${token()}` }), "johndoe");
      assert.equal(await ask({}), "ERR_TOKEN_MISSING");
      assert.equal(await ask({ authorization: "Basic dXNlcjpwYXNz" }), "ERR_TOKEN_MISSING");
    } finally {
      server.closeAllConnections();
      server.close();
    }
    assert.equal((await guard({ headers: { authorization: `Bearer ${token()}` } })).claims.sub, "johndoe");
  });

  test("with any kind of key", async () => {
    const key = pair("ES256");
    const signed = issue({}, key, { expiresIn: 60 });
    const long = "a longer secret, ".repeat(4);
    const jwk = key.toPublicJwk();
    for (const [keys, text, more] of [
      [Key.secret(SECRET), token()],
      [new TextEncoder().encode(SECRET), token()],
      [long, issue({}, long, { expiresIn: 60, algorithm: "HS512" }), { algorithms: "HS512" }],
      [long, issue({}, long, { expiresIn: 60, algorithm: "HS384" }), { algorithms: ["HS384", "HS512"] }],
      [key, signed],
      [jwk, signed],
      [{ keys: [jwk] }, signed],
      [KeySet.fromJwkSet({ keys: [jwk] }), signed],
      [PUBLIC_PEM, issue({}, Key.fromPem(PRIVATE_PEM), { expiresIn: 60 })],
      [Buffer.from(PUBLIC_PEM), issue({}, Key.fromPem(PRIVATE_PEM), { expiresIn: 60 })],
      [JSON.stringify(jwk), signed],
      [JSON.stringify(jwk), signed, { algorithms: "ES256" }],
      [Buffer.from(JSON.stringify({ keys: [jwk] })), signed],
      [Buffer.from(JSON.stringify(jwk)).toString("base64"), signed],
      [remoteKeySet(issuer.address), issuer.token()],
    ])
      assert.ok(await createGuard({ keys, ...more })(bearer(text)));
  });

  test("with a key that is fetched, by its address or by its issuer", async () => {
    for (const options of [
      { jwks: issuer.address, issuer: issuer.origin },
      { jwks: new URL(issuer.address) },
      { jwks: remoteKeySet(issuer.address) },
      { issuer: issuer.origin },
    ])
      assert.equal((await createGuard(options)(bearer(issuer.token()))).claims.sub, "johndoe");
  });
});

describe("a request is answered 401", () => {
  const guard = createGuard({ keys: SECRET });

  test("without an error where it has no token (RFC 6750 section 3.1)", async () => {
    for (const value of [undefined, "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Token abc", `Bearer${token()}`])
      assert.deepEqual(await refused(guard, request(value), "ERR_TOKEN_MISSING"), UNKNOWN, value);
  });

  test("with `invalid_token` where the token is not good", async () => {
    const [header, payload] = token().split(".");
    for (const [text, code] of [
      ["garbage", "ERR_TOKEN_FORMAT"],
      [`${token()} ${token()}`, "ERR_TOKEN_FORMAT"],
      [`${token()}, Bearer ${token()}`, "ERR_TOKEN_FORMAT"],
      [`${header}.${payload}.${"A".repeat(43)}`, "ERR_TOKEN_SIGNATURE"],
      [issue({ sub: "x" }, "another secret of more than 32 bytes"), "ERR_TOKEN_SIGNATURE"],
      [issuer.token(), "ERR_TOKEN_ALGORITHM"],
      [issue({ sub: "x" }, SECRET), "ERR_TOKEN_CLAIM"],
      [token({ aud: "web" }), "ERR_TOKEN_CLAIM"],
      [token({}, { notBefore: "1m" }), "ERR_TOKEN_NOT_YET"],
      [token({}, { type: "dpop+jwt" }), "ERR_TOKEN_CLAIM"],
      [token({}, { type: "logout+jwt" }), "ERR_TOKEN_CLAIM"],
      [`${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`, "ERR_TOKEN_ALGORITHM"],
    ])
      assert.deepEqual(await refused(guard, bearer(text), code), INVALID, code);
  });

  test("with a word where it has expired, about which a client can do something", async () => {
    assert.deepEqual(
      await refused(guard, bearer(token({ exp: 1_700_000_000 }, { expiresIn: undefined })), "ERR_TOKEN_EXPIRED"),
      {
        ...INVALID,
        challenge: 'Bearer error="invalid_token", error_description="The access token expired"',
      },
    );
  });

  test("for two Authorization headers, whoever joined or did not join them", async () => {
    const good = `Bearer ${token()}`;
    const two = { headers: { authorization: good }, headersDistinct: { authorization: [good, `Bearer ${token()}`] } };
    assert.deepEqual(await refused(guard, two, "ERR_TOKEN_FORMAT"), INVALID);
  });

  test("with the realm, the scopes and the address of the metadata (RFC 9728) where they are set", async () => {
    const guard = createGuard({
      keys: SECRET,
      realm: "items",
      scopes: "items",
      resourceMetadata: "https://api.example/.well-known/oauth-protected-resource?of=\\a",
    });
    // Between quotes a backslash would be none (RFC 9110 section 5.6.4).
    const metadata = 'resource_metadata="https://api.example/.well-known/oauth-protected-resource?of=%5Ca"';
    assert.equal(
      (await refused(guard, request(), "ERR_TOKEN_MISSING")).challenge,
      `Bearer realm="items", scope="items", ${metadata}`,
    );
    assert.equal(
      (await refused(guard, bearer("x"), "ERR_TOKEN_FORMAT", { scopes: "items:write" })).challenge,
      `Bearer realm="items", error="invalid_token", scope="items items:write", ${metadata}`,
    );
  });

  test("and nothing of the token's is in it", async () => {
    const sent = token({ aud: "the audience", secretive: "claim" });
    const error = await guard(bearer(sent)).catch((error) => error);
    const text = [...error.response.headers].join() + (await error.response.text());
    for (const part of ["audience", "claim", "johndoe", ...sent.split(".")]) assert.ok(!text.includes(part), part);
  });
});

describe("what a token must have besides", () => {
  test("is what the options of `decode` say", async () => {
    const options = {
      keys: SECRET,
      issuer: ["https://auth.example", "b"],
      audience: "api",
      leeway: 5,
      maxAge: "1h",
      type: "at+jwt",
    };
    const guard = createGuard({ ...options, requiredClaims: ["exp", "sub"] });
    const good = { iss: "https://auth.example", aud: ["api", "web"] };
    const at = { type: "at+jwt", issuedAt: true };
    await guard(bearer(token(good, at)));
    for (const [claims, more] of [
      [{ ...good, iss: "c" }, at],
      [{ ...good, aud: "web" }, at],
      [good, { ...at, type: "JWT" }],
      [{ ...good, sub: undefined }, at],
      [good, { type: "at+jwt" }],
    ])
      await refused(guard, bearer(token(claims, more)), "ERR_TOKEN_CLAIM");
    await refused(guard, bearer(token({ ...good, iat: 1_700_000_000 }, { type: "at+jwt" })), "ERR_TOKEN_EXPIRED");
  });

  test("an end, unless the options say that it need not", async () => {
    const endless = bearer(issue({ sub: "x" }, SECRET));
    await createGuard({ keys: SECRET, requiredClaims: [] })(endless);
    await createGuard({ keys: SECRET, requiredClaims: "sub" })(endless);
    await refused(createGuard({ keys: SECRET }), endless, "ERR_TOKEN_CLAIM");
  });

  test("the type of an access token", async () => {
    const guard = createGuard({ keys: SECRET });
    for (const type of ["JWT", "at+jwt", "application/at+jwt", "AT+JWT"]) await guard(bearer(token({}, { type })));
  });
});

describe("scopes", () => {
  const guard = createGuard({ keys: SECRET, scopes: ["me"] });
  const DENIED = { detail: "Not enough permissions", error: "insufficient_scope" };

  test("that are missing are answered 403, with all that are needed", async () => {
    for (const claims of [
      {},
      { scope: "" },
      { scope: "items" },
      { scope: "me2 ME" },
      { scope: 7 },
      { scope: { me: 1 } },
    ]) {
      assert.deepEqual(await refused(guard, bearer(token(claims)), "ERR_TOKEN_SCOPE"), {
        status: 403,
        challenge: 'Bearer error="insufficient_scope", scope="me"',
        body: DENIED,
      });
    }
    const denied = await refused(guard, bearer(token({ scope: "me" })), "ERR_TOKEN_SCOPE", {
      scopes: "items items:write",
    });
    assert.equal(denied.challenge, 'Bearer error="insufficient_scope", scope="me items items:write"');
  });

  test("are a text or a list, `scope` or `scp`", async () => {
    for (const claims of [{ scope: "items me" }, { scope: ["me"] }, { scp: "me items" }, { scp: ["items", "me"] }])
      assert.ok(await guard(bearer(token(claims)), { scopes: [] }));
    await guard(bearer(token({ scope: "me items" })), { scopes: ["items"] });
    await refused(guard, bearer(token({ scope: "items", scp: "me" })), "ERR_TOKEN_SCOPE");
  });
});

test("keys that cannot be had are 503 with Retry-After, and no challenge: it is not the client's doing", async () => {
  const server = await serve({ "/keys": json({}, {}, 500) });
  try {
    const guard = createGuard({ jwks: `${server.origin}/keys` });
    assert.deepEqual(await refused(guard, request(), "ERR_TOKEN_MISSING"), UNKNOWN);
    assert.deepEqual(await refused(guard, bearer(issuer.token()), "ERR_FETCH"), {
      status: 503,
      challenge: null,
      body: { detail: "Tokens cannot be checked at the moment" },
    });
  } finally {
    await server.stop();
  }
});

describe("a server that is asked whether tokens are still good (RFC 7662)", () => {
  let server;
  let asked;
  let answer;

  before(async () => {
    server = await serve({
      "/introspect": async (incoming, response) => {
        let body = "";
        for await (const chunk of incoming) body += chunk;
        asked.push({
          method: incoming.method,
          ...incoming.headers,
          form: Object.fromEntries(new URLSearchParams(body)),
        });
        json(...answer)(incoming, response);
      },
    });
  });

  after(() => server.stop());

  const guarded = (more = {}) => {
    asked = [];
    answer = [{ active: true }];
    const introspect = { url: `${server.origin}/introspect`, clientId: "api", clientSecret: "s:e c+r%t", ...more };
    return createGuard({ keys: SECRET, introspect });
  };

  test("is asked as a client, once for each token", async () => {
    const guard = guarded();
    const text = token();
    for (let count = 0; count < 3; count += 1) assert.equal((await guard(bearer(text))).claims.sub, "johndoe");
    const another = token({ sub: "another" });
    await Promise.all(Array.from({ length: 100 }, () => guard(bearer(another))));
    assert.equal(asked.length, 2);
    const [{ method, authorization, form, "content-type": type }] = asked;
    assert.equal(method, "POST");
    assert.equal(type, "application/x-www-form-urlencoded");
    assert.equal(Buffer.from(authorization.slice("Basic ".length), "base64").toString(), "api:s%3Ae+c%2Br%25t");
    assert.deepEqual(form, { token: text, token_type_hint: "access_token" });
  });

  test("is not asked about a token that is not good anyway", async () => {
    const guard = guarded();
    await refused(guard, bearer("x"), "ERR_TOKEN_FORMAT");
    await refused(guard, request(), "ERR_TOKEN_MISSING");
    assert.equal(asked.length, 0);
  });

  test("ends a token, at the latest when its last answer has aged", async () => {
    mock.timers.enable({ apis: ["Date"], now: Date.now() });
    const guard = guarded({ cacheFor: 10 });
    const text = bearer(token());
    await guard(text);
    answer = [{ active: false }];
    mock.timers.setTime(Date.now() + 9_000);
    await guard(text);
    mock.timers.setTime(Date.now() + 2_000);
    assert.deepEqual(await refused(guard, text, "ERR_TOKEN_REVOKED"), INVALID);
    assert.deepEqual(await refused(guard, text, "ERR_TOKEN_REVOKED"), INVALID);
    assert.equal(asked.length, 2);
  });

  test("is asked again where the clock was set back: an answer of later is older than it seems", async () => {
    const now = Date.now();
    mock.timers.enable({ apis: ["Date"], now });
    const guard = guarded({ cacheFor: 10 });
    const text = bearer(token());
    await guard(text);
    mock.timers.setTime(now - 60_000);
    answer = [{ active: false }];
    await refused(guard, text, "ERR_TOKEN_REVOKED");
    assert.equal(asked.length, 2);
  });

  test("takes scopes away, and gives none", async () => {
    const guard = guarded();
    answer = [{ active: true, scope: "me admin" }];
    const text = bearer(token({ scope: "me items" }));
    await guard(text, { scopes: "me" });
    await refused(guard, text, "ERR_TOKEN_SCOPE", { scopes: "items" });
    await refused(guard, text, "ERR_TOKEN_SCOPE", { scopes: "admin" });
  });

  test("lets nobody pass when it does not answer as it should", async () => {
    const guard = guarded();
    for (const wrong of [
      [{}],
      [{ active: "true" }],
      [null],
      [{ active: true }, {}, 401],
      [{ active: true }, {}, 500],
    ]) {
      answer = wrong;
      assert.equal((await refused(guard, bearer(token({ nonce: asked.length })), "ERR_FETCH")).status, 503);
    }
    // What failed is not remembered.
    answer = [{ active: true }];
    await guard(bearer(token({ nonce: 0 })));
  });

  test("is asked again about the oldest of more tokens than are kept", async () => {
    const guard = guarded({ cacheSize: 2 });
    const texts = ["a", "b", "c"].map((sub) => bearer(token({ sub })));
    for (const at of [0, 1, 0, 2, 1, 2, 0]) await guard(texts[at]);
    // a, b, then c in place of a, and a in place of b.
    assert.equal(asked.length, 4);
  });

  test("gets the token and the secret at no other address", async () => {
    const guard = guarded();
    const before = server.handlers["/introspect"];
    server.handlers["/introspect"] = (_request, response) => response.writeHead(307, { location: "/elsewhere" }).end();
    await refused(guard, bearer(token()), "ERR_FETCH");
    server.handlers["/introspect"] = before;
    assert.ok(!server.asked.includes("/elsewhere"));
  });
});

test("after a trap, which takes the wasm's keys along, keys that are not the caller's own are made again", async () => {
  const guards = [createGuard({ keys: SECRET }), createGuard({ jwks: issuer.address })];
  const requests = [bearer(token()), bearer(issuer.token())];
  for (const [at, guard] of guards.entries()) assert.ok(await guard(requests[at]));
  const spare = Key.secret(SECRET);
  const works = () => {
    try {
      return issue({}, spare) !== "";
    } catch {
      return false;
    }
  };
  const descend = () => {
    try {
      descend();
    } catch (error) {
      try {
        issue({ a: [1, { b: 2 }] }, SECRET);
      } catch {}
      throw error;
    }
  };
  for (let round = 0; round < 200 && works(); round += 1) {
    try {
      descend();
    } catch {}
  }
  assert.equal(works(), false, "the wasm has not trapped");
  for (const [at, guard] of guards.entries()) assert.ok(await guard(requests[at]));
});

test("what can never work is said when the guard is made", () => {
  /** @type {[object, string, RegExp][]} */
  const wrong = [
    [{}, "ERR_OPTION", /one of the options `keys`, `jwks` and `issuer`/],
    [{ issuer: ["a", "b"] }, "ERR_OPTION", /one of the options/],
    [{ keys: SECRET, jwks: "https://auth.example/keys" }, "ERR_OPTION", /got both/],
    [{ keys: "short" }, "ERR_KEY", /./],
    [{ keys: PUBLIC_PEM.replace("KEY", "KEX") }, "ERR_KEY", /./],
    [{ keys: SECRET, algorithms: "none" }, "ERR_TOKEN_ALGORITHM", /./],
    [{ keys: SECRET, algorithms: "RS256" }, "ERR_TOKEN_ALGORITHM", /^RS256 is not allowed here, only HS256/],
    [{ keys: SECRET, algorithms: "HS512" }, "ERR_KEY", /HS512 needs at least 64/],
    // A variable that is not set takes no check away.
    ...["issuer", "audience", "algorithms", "type", "maxAge"].flatMap((name) =>
      ["", []].map(
        (empty) =>
          /** @type {[any, string, RegExp]} */ ([
            { keys: SECRET, [name]: empty },
            name === "algorithms" && empty === "" ? "ERR_TOKEN_ALGORITHM" : "ERR_OPTION",
            /empty|unknown algorithm ""/,
          ]),
      ),
    ),
    [{ keys: SECRET, audience: ["api", ""] }, "ERR_OPTION", /`audience`: it is empty/],
    [{ jwks: "" }, "ERR_OPTION", /`jwks`: it is empty/],
    [{ keys: SECRET, audience: 7 }, "ERR_OPTION", /`audience`/],
    [{ jwks: "http://auth.example/keys" }, "ERR_OPTION", /https/],
    [{ jwks: "https://auth.example/keys", leeway: "x" }, "ERR_OPTION", /`leeway`/],
    [{ keys: SECRET, scopes: 'a"b' }, "ERR_OPTION", /`scopes`/],
    [{ keys: SECRET, realm: "a\nb" }, "ERR_OPTION", /`realm`/],
    [{ keys: SECRET, resourceMetadata: "http://api.example" }, "ERR_OPTION", /`resourceMetadata`/],
    [{ keys: SECRET, scope: "me" }, "ERR_OPTION", /unknown option `scope`/],
    [{ keys: SECRET, introspect: {} }, "ERR_OPTION", /`url` is missing/],
    [
      { keys: SECRET, introspect: { url: "http://a.example", clientId: "a", clientSecret: "b" } },
      "ERR_OPTION",
      /https/,
    ],
    [
      { keys: SECRET, introspect: { url: "https://a.example", clientId: "a", clientSecret: "b", timeout: 0 } },
      "ERR_OPTION",
      /`timeout`: no request ends within that/,
    ],
  ];
  for (const [options, code, message] of wrong)
    assert.throws(
      () => createGuard(options),
      (/** @type {any} */ error) => {
        assert.equal(error.code, code, error.message);
        assert.match(error.message, message);
        assert.equal(error.response, undefined);
        return true;
      },
    );
});

test("what is no request, or no option of one, is the program's mistake and has no response", async () => {
  const guard = createGuard({ keys: SECRET });
  for (const wrong of [undefined, null, "Bearer", {}, { headers: null }]) await assert.rejects(guard(wrong), TypeError);
  await assert.rejects(
    guard(bearer(token()), { scope: "me" }),
    (/** @type {any} */ error) => error.code === "ERR_OPTION" && !error.response,
  );
});
