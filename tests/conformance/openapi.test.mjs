// /openapi.json and /docs: the Worker says all that FastAPI says of the same app.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { startWorker } from "../worker/harness.mjs";
import { assertCovers } from "./compare.mjs";
import { startReference } from "./reference.mjs";
import { readable, send } from "./wire.mjs";

/** What the tutorial's app does not have. */
const OURS = [
  "/.well-known/jwks.json",
  "/.well-known/oauth-authorization-server",
  "/auth/forgot-password",
  "/auth/jwt/login",
  "/auth/jwt/logout",
  "/auth/register",
  "/auth/request-verify-token",
  "/auth/reset-password",
  "/auth/verify",
  "/introspect",
  "/revoke",
  "/users",
  "/users/me",
  "/users/me/password",
  "/users/me/sessions",
  "/users/me/sessions/{id}",
  "/users/{id}",
  "/users/{id}/sessions",
];

for (const required of ["false", "true"]) {
  describe(`with REQUIRE_SCOPES ${required}`, () => {
    let reference;
    let worker;

    before(async () => {
      const vars = { REQUIRE_SCOPES: required };
      const secret = randomBytes(32).toString("hex");
      reference = await startReference({ SECRET_KEY: secret, DOCS: "true", ...vars });
      worker = await startWorker({ secret, vars });
    });

    after(async () => {
      await worker?.stop();
      await reference?.stop();
    });

    const both = (request) => Promise.all([reference, worker].map(({ origin }) => send(origin, request)));

    test("every route, operation, parameter and schema of FastAPI's document is in the Worker's", async () => {
      const [theirs, ours] = (await both({ target: "/openapi.json" })).map(readable);
      const { info, ...rest } = theirs;
      assert.ok(info.title && ours.info.title && ours.info.version);
      assertCovers(ours, rest, "openapi.json");
    });

    test("the Worker lists no route but FastAPI's and its own, which are for clients of OAuth and for accounts", async () => {
      const [theirs, ours] = (await both({ target: "/openapi.json" })).map(readable);
      const paths = (document) => Object.keys(document.paths).sort();
      assert.deepEqual(paths(ours), [...paths(theirs), ...OURS].sort());
      const schemes = (document) => Object.keys(document.components.securitySchemes);
      assert.deepEqual(schemes(ours), [...schemes(theirs), "HTTPBasic"]);
    });

    for (const target of ["/openapi.json", "/docs", "/docs/"]) {
      for (const method of ["GET", "HEAD", "POST", "OPTIONS"]) {
        test(`${method} ${target}`, async () => {
          const [theirs, ours] = await both({ method, target });
          assert.equal(ours.status, theirs.status);
          assert.equal(ours.header("content-type"), theirs.header("content-type"));
          // The order of Allow changes with every start of FastAPI.
          const allow = (response) => response.header("allow")?.split(", ").sort();
          assert.deepEqual(allow(ours), allow(theirs));
          const location = (response, { origin }) => response.header("location")?.replace(origin, "");
          assert.equal(location(ours, worker), location(theirs, reference));
          assert.equal(ours.body.length > 0, theirs.body.length > 0);
        });
      }
    }
  });
}
