// Cross-origin requests: the Worker with CORS_ALLOW_ORIGINS beside a FastAPI app with Starlette's CORSMiddleware.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { startWorker } from "../worker/harness.mjs";
import { startReference } from "./reference.mjs";
import { send } from "./wire.mjs";

const HEADERS = [
  "access-control-allow-origin",
  "access-control-allow-credentials",
  "access-control-allow-methods",
  "access-control-allow-headers",
  "access-control-max-age",
  "access-control-expose-headers",
  "access-control-allow-private-network",
  "vary",
  "content-type",
];

const APP = ["Origin", "https://app.example"];
const LOCAL = ["Origin", "http://localhost:5173"];
const EVIL = ["Origin", "https://evil.example"];
const wants = (method) => ["Access-Control-Request-Method", method];
const withHeaders = (names) => ["Access-Control-Request-Headers", names];

const simple = (name, headers, target = "/status/", method = "GET") => ({ name, method, target, headers });
const preflight = (name, headers, target = "/token") => ({ name, method: "OPTIONS", target, headers });

const ROWS = [
  simple("a request without an origin", []),
  simple("a request of a listed origin", [APP]),
  simple("a request of the other listed origin", [LOCAL]),
  simple("a request of another origin", [EVIL]),
  simple("a request of an opaque origin", [["Origin", "null"]]),
  simple("an origin in upper case", [["Origin", "HTTPS://APP.EXAMPLE"]]),
  simple("an origin with a slash", [["Origin", "https://app.example/"]]),
  simple("an origin with a port", [["Origin", "https://app.example:444"]]),
  simple("a request with a cookie", [APP, ["Cookie", "a=b"]]),
  simple("a path that is nowhere", [APP], "/nowhere"),
  simple("a method that is refused", [APP], "/token"),
  simple("a login without fields", [APP], "/token", "POST"),
  simple("a redirect", [APP], "/status"),
  simple("OPTIONS that is no preflight, without an origin", [wants("GET")], "/token", "OPTIONS"),
  simple("OPTIONS that is no preflight, without a method", [APP], "/token", "OPTIONS"),
  simple("GET with the headers of a preflight", [APP, wants("GET")]),
  preflight("a preflight for a login", [APP, wants("POST")]),
  preflight("a preflight for a resource with a token", [APP, wants("GET"), withHeaders("authorization")], "/users/me/"),
  preflight(
    "a preflight with many headers",
    [LOCAL, wants("GET"), withHeaders("authorization, x-a,X-B")],
    "/users/me/",
  ),
  preflight("a preflight with empty headers", [APP, wants("GET"), withHeaders("")]),
  preflight("a preflight to a path that is nowhere", [APP, wants("GET")], "/nowhere"),
  preflight("a preflight for a method that the route has not", [APP, wants("DELETE")]),
  preflight("a preflight for a method that nobody has", [APP, wants("BREW")]),
  preflight("a preflight for a method in lower case", [APP, wants("post")]),
  preflight("a preflight for an empty method", [APP, wants("")]),
  preflight("a preflight of another origin", [EVIL, wants("POST")]),
  preflight("a preflight with everything wrong", [
    EVIL,
    wants("BREW"),
    withHeaders("x-a"),
    ["Access-Control-Request-Private-Network", "true"],
  ]),
  preflight("a preflight from a public network", [
    APP,
    wants("POST"),
    ["Access-Control-Request-Private-Network", "true"],
  ]),
];

for (const [what, setting] of [
  ["a list of origins", "https://app.example,http://localhost:5173"],
  ["every origin", "*"],
  ["no origin", ""],
]) {
  describe(`with ${what} the Worker answers as Starlette does`, () => {
    let reference;
    let worker;

    before(async () => {
      const vars = { CORS_ALLOW_ORIGINS: setting };
      const secret = randomBytes(32).toString("hex");
      reference = await startReference({ SECRET_KEY: secret, ...vars });
      worker = await startWorker({ secret, vars });
    });

    after(async () => {
      await worker?.stop();
      await reference?.stop();
    });

    for (const row of ROWS) {
      test(row.name, async () => {
        const [theirs, ours] = await Promise.all([reference, worker].map(({ origin }) => send(origin, row)));
        assert.equal(ours.status, theirs.status);
        for (const name of HEADERS) assert.equal(ours.header(name), theirs.header(name), name);
        if (theirs.header("content-type")?.startsWith("text/plain"))
          assert.equal(String(ours.body), String(theirs.body));
      });
    }
  });
}
