// The programs of docs/protect-an-api.md on Node, as they stand there: servers, and modules that give something.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { startReference } from "../conformance/reference.mjs";
import { patientFetch } from "../support/patience.mjs";
import { toolNode } from "./binaries.mjs";
import { SECRET, by, checkGuarded, programs, shared, startGuarded } from "./guarded.mjs";
import { Key, json, pair } from "./issuer.mjs";
import { startServer } from "./servers.mjs";
import { installed, pack } from "./support.mjs";

const SERVERS = ["hono.mjs", "express.mjs", "fastify.mjs", "server.mjs"];
let issuer;
let folder;

before(async () => {
  issuer = await startGuarded();
  await pack();
  const files = ["worker.js", "jwks.mjs", "introspect.mjs", ...SERVERS].map((name) => [name, by(issuer, name)]);
  const withSecret = SERVERS.map((name) => [`shared-${name}`, shared(name)]);
  folder = await installed("guard", Object.fromEntries([...files, ...withSecret]));
});

after(() => issuer?.stop());

const load = (name) => import(pathToFileURL(join(folder, name)).href);

for (const name of SERVERS) {
  describe(name, () => {
    for (const { what, file, bySecret } of [
      { what: "by the issuer's keys", file: name, bySecret: false },
      { what: "with a shared secret", file: `shared-${name}`, bySecret: true },
    ]) {
      test(what, async (context) => {
        const env = (port) => ({ ...process.env, PORT: String(port) });
        const server = await startServer((port) => [toolNode, [file], { cwd: folder, env: env(port) }]);
        try {
          await checkGuarded(context, `${server.origin}/items`, bySecret ? undefined : issuer);
          assert.equal(server.output(), "");
        } finally {
          await server.stop();
        }
      });
    }
  });
}

test("worker.js, without a server", async () => {
  const { default: worker } = await load("worker.js");
  const request = (headers) => worker.fetch(new Request("https://api.example/items", { headers }));
  assert.equal((await request({})).status, 401);
  const authorization = `Bearer ${issuer.token({ aud: "api", scope: "items" })}`;
  assert.deepEqual(await (await request({ authorization })).json(), { owner: "johndoe" });
});

test("jwks.mjs", async () => {
  const { claimsOf } = await load("jwks.mjs");
  assert.equal((await claimsOf(issuer.token({ aud: "api" }))).sub, "johndoe");
  await assert.rejects(claimsOf(issuer.token({ aud: "web" })), { code: "ERR_TOKEN_CLAIM" });
});

test("introspect.mjs", async () => {
  process.env.CLIENT_SECRET = SECRET;
  const { guard } = await load("introspect.mjs");
  const request = () =>
    new Request("https://api.example", { headers: { authorization: `Bearer ${issuer.token({ aud: "api" })}` } });
  issuer.handlers["/introspect"] = json({ active: true });
  assert.equal((await guard(request())).claims.sub, "johndoe");
  issuer.handlers["/introspect"] = json({ active: false });
  await assert.rejects(
    guard(new Request(request(), { headers: { authorization: `Bearer ${issuer.token({ aud: "api", n: 1 })}` } })),
    {
      code: "ERR_TOKEN_REVOKED",
    },
  );
});

describe("main.py, FastAPI with PyJWT's PyJWKClient", () => {
  let app;

  before(async () => {
    await writeFile(join(folder, "main.py"), by(issuer, "main.py"));
    app = await startReference({}, { folder, app: "main:app" });
  });

  after(() => app?.stop());

  const ask = (token) =>
    patientFetch(`${app.origin}/items`, { headers: token ? { authorization: `Bearer ${token}` } : {} });

  test("takes a token that is right", async () => {
    const response = await ask(issuer.token({ aud: "api" }, issuer.keys[1], { type: "at+jwt" }));
    assert.equal(response.status, 200, app.output());
    assert.deepEqual(await response.json(), { owner: "johndoe" });
  });

  test("and no other", async () => {
    const [rsa, ed] = issuer.keys;
    const other = Key.fromJwk({ ...Key.generate("EdDSA").toJwk(), kid: ed.keyId });
    for (const [what, token] of Object.entries({
      nothing: undefined,
      garbage: "garbage",
      "for another audience": issuer.token({ aud: "web" }),
      "of another issuer": issuer.token({ aud: "api", iss: "https://other.example" }),
      expired: issuer.token({ aud: "api", exp: 1_700_000_000 }, ed, { expiresIn: undefined }),
      "of another algorithm": issuer.token({ aud: "api" }, rsa),
      "with another key of the same name": issuer.token({ aud: "api" }, other),
      "with a key of no known name": issuer.token({ aud: "api" }, pair()),
    })) {
      const response = await ask(token);
      assert.equal(response.status, 401, what);
      assert.equal(response.headers.get("www-authenticate"), "Bearer", what);
    }
  });
});

test("every program of the page is run by a test", () => {
  const here = ["worker.js", "jwks.mjs", "introspect.mjs", "main.py", ...SERVERS];
  // In frameworks.test.mjs.
  const elsewhere = ["app/items/route.js", "proxy.js", "src/routes/items/+server.js"];
  assert.deepEqual(Object.keys(programs()).sort(), [...here, ...elsewhere].sort());
});
