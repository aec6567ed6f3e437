// Apps that take the running Worker's tokens by the keys that it publishes: one on FastAPI with PyJWT's PyJWKClient, as
// docs/protect-an-api.md has it, and whatever has a guard of `keyward/guard`.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { buildNpm } from "../../scripts/build/npm.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { temporaryFolder } from "../support/folder.mjs";
import { patientFetch } from "../support/patience.mjs";
import { startWorker, withWorker } from "../worker/harness.mjs";
import { API, CLIENTS } from "../worker/sessions/support.mjs";
import { login, newSecret, person } from "../worker/support.mjs";
import { startReference } from "./reference.mjs";

await buildNpm();
const { Key, decode, issue } = await import(inRoot("pkg/node.js"));
const { createGuard } = await import(inRoot("pkg/guard/node.js"));
const { remoteKeySet } = await import(inRoot("pkg/jwks/node.js"));
const { programs } = await import("../npm/guarded.mjs");

const ISSUER = "https://auth.example";
const AUDIENCE = "api";
/** The package waits for five seconds by itself, which a machine may stand still for. */
const PATIENT = { timeout: "1m" };
const secret = newSecret();

let key;
let worker;
let app;

before(async () => {
  const pair = Key.generate("EdDSA");
  key = Key.fromJwk({ ...pair.toJwk(), kid: pair.thumbprint() });
  const vars = { KEYS: JSON.stringify({ keys: [key.toJwk()] }), ISSUER, AUDIENCE, CLIENTS };
  worker = await startWorker({ secret, vars, users: [person("quick")] });
  const folder = temporaryFolder();
  // The Worker's address here, and not the name that it has in its tokens.
  const program = programs()["main.py"].replace(`${ISSUER}/.well-known`, `${worker.origin}/.well-known`);
  writeFileSync(join(folder, "main.py"), program);
  app = await startReference({}, { folder, app: "main:app" });
});

after(async () => {
  await app?.stop();
  await worker?.stop();
});

/** The keys that the Worker publishes. */
const published = () => remoteKeySet(`${worker.origin}/.well-known/jwks.json`, PATIENT);

/** `{ access_token, refresh_token }` of a login. */
const tokens = async (scope = "items") => (await login(worker, "quick", "secret", { scope })).body;

const asked = (address, token) => patientFetch(address, { headers: token ? { authorization: `Bearer ${token}` } : {} });

/** Tokens that nobody may take, by what is wrong with them. */
function wrong() {
  const claims = { sub: "quick", iss: ISSUER, aud: AUDIENCE, scope: "items" };
  const other = Key.fromJwk({ ...Key.generate("EdDSA").toJwk(), kid: key.keyId });
  const options = { expiresIn: "30m" };
  return {
    garbage: "garbage",
    "of another audience": issue({ ...claims, aud: "web" }, key, options),
    "of another issuer": issue({ ...claims, iss: "https://other.example" }, key, options),
    expired: issue({ ...claims, exp: 1_700_000_000 }, key),
    "with another key of the same name": issue(claims, other, options),
    "with the secret": issue(claims, secret, options),
  };
}

describe("a FastAPI app with PyJWKClient", () => {
  test("takes the Worker's token", async () => {
    const response = await asked(`${app.origin}/items`, (await tokens()).access_token);
    assert.equal(response.status, 200, app.output());
    assert.deepEqual(await response.json(), { owner: "quick" });
  });

  test("and no other", async () => {
    for (const [what, token] of Object.entries({ nothing: undefined, ...wrong() }))
      assert.equal((await asked(`${app.origin}/items`, token)).status, 401, what);
  });
});

describe("a guard", () => {
  const guarded = (options) => {
    const guard = createGuard({ audience: AUDIENCE, issuer: ISSUER, scopes: "items", ...options });
    return async (token) => {
      const request = new Request("http://api.example/", {
        headers: token ? { authorization: `Bearer ${token}` } : {},
      });
      return guard(request).then(
        ({ claims }) => claims.sub,
        ({ response }) => response.status,
      );
    };
  };

  test("takes the Worker's token by its JWK Set, and no other", async () => {
    const ask = guarded({ jwks: published() });
    assert.equal(await ask((await tokens()).access_token), "quick");
    assert.equal(await ask((await tokens("me")).access_token), 403);
    for (const [what, token] of Object.entries({ nothing: undefined, ...wrong() }))
      assert.equal(await ask(token), 401, what);
  });

  test("hears from the Worker that a session has ended", async () => {
    const introspect = {
      url: `${worker.origin}/introspect`,
      clientId: API.id,
      clientSecret: API.secret,
      cacheFor: 0,
      ...PATIENT,
    };
    const ask = guarded({ jwks: published(), introspect });
    const { access_token, refresh_token } = await tokens();
    assert.equal(await ask(access_token), "quick");
    await patientFetch(`${worker.origin}/revoke`, {
      method: "POST",
      body: new URLSearchParams({ token: refresh_token }),
    });
    assert.equal(await ask(access_token), 401);
  });
});

test("a Worker without ISSUER is found by its metadata, and one with a secret shares it", async () => {
  await withWorker({ secret, users: [person("quick")] }, async (own) => {
    const { access_token } = (await login(own, "quick", "secret", { scope: "items" })).body;
    const guard = createGuard({ keys: secret, scopes: "items" });
    const request = new Request("http://api.example/", { headers: { authorization: `Bearer ${access_token}` } });
    assert.equal((await guard(request)).claims.sub, "quick");
    // It has no public key.
    await assert.rejects(remoteKeySet({ issuer: own.origin }, PATIENT).for(), {
      code: "ERR_FETCH",
      message: /no public key/,
    });
  });
  await assert.rejects(remoteKeySet({ issuer: worker.origin }, PATIENT).for(), {
    code: "ERR_FETCH",
    message: /to the letter/,
  });
  const keys = published();
  const { access_token } = await tokens();
  assert.equal(decode(access_token, await keys.for(access_token), { audience: AUDIENCE }).sub, "quick");
});
