// The Login panel of the landing page, against the Worker that serves it; and the same page without a Worker.

import assert from "node:assert/strict";
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { demoUsers } from "../../scripts/seed.mjs";
import { newSecret } from "../worker/support.mjs";
import { startWorker } from "../worker/harness.mjs";
import { openBrowser, openPage, textOf } from "./browser.mjs";

let worker;
let browser;

before(async () => {
  worker = await startWorker({ secret: newSecret(), users: demoUsers, vars: { REQUIRE_SCOPES: "true" } });
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

const open = (options) => openPage(browser, `${worker.origin}/`, { expected: [/status of 40[01]/], ...options });

describe("the login panel", () => {
  test("logs johndoe in, reads /users/me, and shows what went over the wire", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Log in" }).click();
    await textOf(page, "#login-verdict", /The token was good/);
    const wire = await page.locator("#login-wire").innerText();
    assert.match(wire, /POST \/token[^]*grant_type=password&username=johndoe&password=…&scope=me\+items/);
    assert.match(wire, /"access_token": "eyJ[^]*"token_type": "bearer"[^]*"scope": "me items"/);
    assert.match(wire, /GET \/users\/me\nAuthorization: Bearer eyJ[^]*"full_name": "John Doe"/);
    assert.match(wire, /x-request-id: [0-9a-f]{32}/);
    assert.ok(!wire.includes("=secret"));

    await page.getByRole("button", { name: "GET /users/me/items" }).click();
    await page.waitForFunction(() => document.querySelector("#login-wire").innerText.includes('"item_id": "Foo"'));
    await page.getByRole("button", { name: "Look into the token" }).click();
    await textOf(page, "#token-claims", /sub\s*johndoe.*scope\s*me items/s);
    page.assertClean();
    await page.context().close();
  });

  test("says what a wrong password, a disabled user and too few scopes get", async () => {
    const page = await open();
    await page.getByLabel("Password").last().fill("wrong");
    await page.getByRole("button", { name: "Log in" }).click();
    await textOf(page, "#login-verdict", /Incorrect username or password\s*401/);

    await page.getByRole("button", { name: "alice" }).click();
    await page.getByRole("button", { name: "Log in" }).click();
    await textOf(page, "#login-verdict", /Inactive user\s*400/);

    await page.getByRole("button", { name: "johndoe" }).click();
    await page.getByLabel("me", { exact: true }).uncheck();
    await page.getByRole("button", { name: "Log in" }).click();
    await textOf(page, "#login-verdict", /Not enough permissions\s*401/);
    assert.match(await page.locator("#login-wire").innerText(), /www-authenticate: Bearer scope="me"/);
    page.assertClean();
    await page.context().close();
  });

  test("links to the docs of the server", async () => {
    const page = await open();
    await page.getByRole("link", { name: "API docs" }).click();
    await page.waitForURL("**/docs");
    await page.context().close();
  });
});

describe("on a host of plain files", () => {
  let server;
  let origin;

  before(async () => {
    const types = { html: "text/html", js: "text/javascript", css: "text/css", svg: "image/svg+xml", json: "application/json" };
    server = createServer(({ url, method }, response) => {
      const path = inRoot("www", decodeURI(new URL(url, "http://x").pathname).replace(/\/$/, "/index.html"));
      if (method === "GET" && statSync(path, { throwIfNoEntry: false })?.isFile()) {
        response.setHeader("Content-Type", types[path.split(".").at(-1)] ?? "text/plain");
        createReadStream(path).pipe(response);
      } else {
        response.writeHead(404).end("Not found");
      }
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${server.address().port}`;
  });

  after(() => server?.close());

  test("passwords and tokens work, and the login says that there is no server", async () => {
    const page = await openPage(browser, `${origin}/`, { expected: [/404/] });
    await textOf(page, "#make-string", /^\$argon2id\$/);
    await textOf(page, "#token-claims", /johndoe/);
    await textOf(page, "#login-offline", /No login server answers here/);
    assert.equal(await page.getByRole("link", { name: "API docs" }).count(), 0);
    await page.getByRole("button", { name: "Log in" }).click();
    await textOf(page, "#login-verdict", /There is no login server here/);
    page.assertClean();
    await page.context().close();
  });

  test("once seen, the page works without a network", async () => {
    const page = await openPage(browser, `${origin}/`, { expected: [/404|ERR_INTERNET_DISCONNECTED|Failed to fetch/] });
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(async () => (await (await caches.open("keyward-pages")).keys()).length > 10);
    await page.context().setOffline(true);
    await page.reload();
    await textOf(page, "#make-string", /^\$argon2id\$/);
    await page.locator("#token-verify").click();
    await textOf(page, "#token-verdict", /The signature is good/);
    await page.getByRole("button", { name: "Log in" }).click();
    await textOf(page, "#login-verdict", /The server did not answer/);
    page.assertClean();
    await page.context().close();
  });
});
