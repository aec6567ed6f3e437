// The Login panel of the landing page, against the Worker that serves it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test as once } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { demoUsers } from "../../scripts/seed.mjs";
import { PATIENCE, within } from "../support/patience.mjs";
import { hadItsTurn, openPage, textOf } from "./browser.mjs";
import { onPaintedPages } from "./painted.mjs";
import { served } from "./served.mjs";

const test = (name, work) => once(name, onPaintedPages(work));

const site = served({ users: demoUsers, vars: { REQUIRE_SCOPES: "true" } });

/** The page, and everything that it really sent to the API. */
async function open() {
  const sent = [];
  const isAbout = (request) => /\/(token|users\/.*|protected|status\/)$/.test(new URL(request.url()).pathname);
  const page = await openPage(site.browser, `${site.worker.origin}/`, {
    expected: [/status of 4(00|01|22)/],
    before: (page) => page.on("request", (request) => isAbout(request) && sent.push(request)),
  });
  return { page, sent };
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
/** What was sent, without what `hadItsTurn` asks for. */
const paths = (sent) => sent.map((request) => new URL(request.url()).pathname).filter((path) => path !== "/status/");
/** The exchanges on show. */
const wire = (page) => page.locator("#login-wire > li").allInnerTexts();

test("logs johndoe in, reads /users/me, and shows both sides of both requests", async () => {
  const { page, sent } = await open();
  await press(page, "Log in");
  await textOf(page, "#login-verdict", /The token was good/);
  const [token, me] = await wire(page);
  assert.match(token, /POST \/token[^]*200 OK[^]*[\d.]+ (ms|s)/);
  assert.match(
    token,
    /Request[^]*Content-Type: application\/x-www-form-urlencoded;charset=UTF-8\s+grant_type=password&username=johndoe&password=••••••&scope=me\+items/,
  );
  assert.match(
    token,
    /Response[^]*content-type: application\/json[^]*cache-control: no-store[^]*x-request-id: [0-9a-f]{32}[^]*"access_token": "eyJ[^]*"token_type": "bearer"[^]*"scope": "me items"/,
  );
  assert.match(me, /GET \/users\/me[^]*Authorization: Bearer eyJ[^]*"full_name": "John Doe"/);
  assert.ok(!(token + me).includes("=secret"), "the password is not on show");

  // What is on show is what was sent, but for the password.
  assert.deepEqual(
    sent.map((request) => `${request.method()} ${new URL(request.url()).pathname}`),
    ["POST /token", "GET /users/me"],
  );
  assert.equal(sent[0].postData(), "grant_type=password&username=johndoe&password=secret&scope=me+items");
  assert.equal(sent[0].headers()["content-type"], "application/x-www-form-urlencoded;charset=UTF-8");
  for (const name of Object.keys(await (await sent[0].response()).allHeaders())) {
    // These a browser keeps from scripts, or they are of the connection alone.
    if (!["connection", "transfer-encoding", "date", "set-cookie"].includes(name))
      assert.ok(token.includes(`${name}: `), `${name} is on show`);
  }

  await press(page, "GET /users/me/items");
  await page.waitForFunction(() => document.querySelector("#login-wire").innerText.includes('"item_id": "Foo"'));
  await press(page, "GET /protected");
  await press(page, "GET /status/");
  await page.waitForFunction(() => document.querySelectorAll("#login-wire > li").length === 5);
  await press(page, "Look into the token");
  await textOf(page, "#token-verdict", /Not verified/);
  await textOf(page, "#token-claims", /sub\s*johndoe.*scope\s*me items/s);
  page.assertClean();
  await page.context().close();
});

test("where no script runs, the form puts no password into an address", async () => {
  const page = await openPage(site.browser, `${site.worker.origin}/`, { javaScriptEnabled: false });
  const sent = page.waitForRequest((request) => request.isNavigationRequest() && request.method() === "POST");
  await page.locator("#login-username").fill("johndoe");
  await page.locator("#login-password").fill("secret");
  await press(page, "Log in");
  const request = await sent;
  assert.equal(request.url(), `${site.worker.origin}/token`);
  assert.match(request.postData() ?? "", /^username=johndoe&password=secret&/);
  assert.equal((await request.response())?.status(), 200);
  await page.context().close();
});

test("no form of the page is sent by GET, whose address would have what was typed", () => {
  const forms = [...readFileSync(inRoot("www/index.html"), "utf8").matchAll(/<form\b[^>]*>/g)].map(([tag]) => tag);
  assert.ok(forms.length >= 4);
  for (const form of forms) assert.match(form, /\bmethod="(?:post|dialog)"/, form);
});

test("a login over an old hash replaces it in the store", async () => {
  const { page } = await open();
  await press(page, "legacy");
  await press(page, "Log in");
  await textOf(page, "#login-verdict", /The token was good/);
  assert.match(JSON.parse(await site.worker.read("hash:legacy")).hashed_password, /^\$argon2id\$/);
  await page.context().close();
});

for (const [name, status, words, shown] of /** @type {[string, number, RegExp, RegExp][]} */ ([
  [
    "Wrong password",
    401,
    /Incorrect username or password\s*401/,
    /www-authenticate: Bearer[^]*same answer, in the same time/,
  ],
  ["Unknown user", 401, /Incorrect username or password\s*401/, /username=nobody/],
  ["Disabled user", 400, /Inactive user\s*400/, /the user is disabled/],
  ["Empty field", 422, /username: .*\s*422/, /"loc": \[[^]*"username"/],
  ["Unknown scope", 400, /400/, /"error": "invalid_scope"[^]*RFC 6749 section 5\.2/],
  ["No token", 401, /Not authenticated\s*401/, /GET \/users\/me[^]*www-authenticate: Bearer/],
  ["Forged token", 401, /Could not validate credentials\s*401/, /Authorization: Bearer eyJ/],
])) {
  test(`"${name}" shows the ${status} and says what it means`, async () => {
    const { page } = await open();
    await press(page, name);
    await textOf(page, "#login-verdict", words);
    const last = (await wire(page)).at(-1);
    assert.match(last, shown);
    assert.ok(last.includes(String(status)));
    page.assertClean();
    await page.context().close();
  });
}

/** Keeps the first answer to `path` back. Resolves, when it is there, to a function that lets it arrive. */
async function hold(page, path, act) {
  let release;
  let arrived;
  let first = true;
  const held = new Promise((resolve) => (release = resolve));
  const there = new Promise((resolve) => (arrived = resolve));
  await page.route(`**${path}`, async (route) => {
    if (!first) return route.continue();
    first = false;
    const response = await route.fetch({ timeout: PATIENCE });
    arrived();
    await held;
    // Nobody waits for one that was given up.
    await route.fulfill({ response }).catch(() => {});
  });
  await act();
  await within(there, `the answer to ${path}`);
  return async () => {
    release();
    await hadItsTurn(page);
  };
}

for (const path of ["/token", "/users/me"]) {
  test(`what is asked for last is what is shown, though a login still waits for ${path}`, async () => {
    const { page } = await open();
    const release = await hold(page, path, () => press(page, "Log in"));
    await press(page, "Wrong password");
    await textOf(page, "#login-verdict", /Incorrect username or password\s*401/);
    await release();
    const shown = await wire(page);
    assert.equal(shown.length, 1);
    assert.match(shown[0], /POST \/token[^]*401/);
    assert.match(await page.locator("#login-verdict").innerText(), /Incorrect username or password\s*401/);
    assert.ok(await page.locator("#login-next").isHidden());
    page.assertClean();
    await page.context().close();
  });
}

test("a verdict goes when something else is asked for", async () => {
  const { page } = await open();
  await press(page, "Wrong password");
  await textOf(page, "#login-verdict", /Incorrect/);
  const release = await hold(page, "/token", () => press(page, "Unknown user"));
  assert.equal(await page.locator("#login-verdict").innerText(), "Asking the server …");
  await release();
  await textOf(page, "#login-verdict", /Incorrect/);
  await page.context().close();
});

test("what is asked for with a token is sent one after the other, and stands in that order", async () => {
  const { page, sent } = await open();
  await press(page, "Log in");
  await textOf(page, "#login-verdict", /The token was good/);
  const release = await hold(page, "/users/me/items", () => press(page, "GET /users/me/items"));
  await press(page, "GET /protected");
  await hadItsTurn(page);
  assert.equal(paths(sent).at(-1), "/users/me/items", "the next one is sent when that is answered");
  await release();
  await textOf(page, "#login-verdict", /GET \/protected/);
  assert.deepEqual(paths(sent).slice(-2), ["/users/me/items", "/protected"]);
  assert.deepEqual(
    (await wire(page)).map((text) => text.split("\n")[0]),
    ["POST /token", "GET /users/me", "GET /users/me/items", "GET /protected"],
  );
  page.assertClean();
  await page.context().close();
});

test("a scope that was not asked for is missed", async () => {
  const { page } = await open();
  await page.getByLabel("me", { exact: true }).uncheck();
  await press(page, "Log in");
  await textOf(page, "#login-verdict", /Not enough permissions\s*401/);
  assert.match((await wire(page)).at(-1), /www-authenticate: Bearer scope="me"[^]*does not hold the scope/);
  page.assertClean();
  await page.context().close();
});

test("without a network the login says so", async () => {
  const { page } = await open();
  await page.locator("[data-server]").waitFor();
  await page.context().setOffline(true);
  await press(page, "Log in");
  await textOf(page, "#login-verdict", /The server did not answer/);
  await page.context().close();
});

test("the page links to the docs of its server", async () => {
  const { page } = await open();
  await page.getByRole("link", { name: "API docs" }).click();
  await page.waitForURL("**/docs");
  await page.context().close();
});
