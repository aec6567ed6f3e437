// The Account panel of the landing page, against the Worker that serves it: a life from the registration to the end, by the
// links of real mails, and what goes wrong, in words.

import assert from "node:assert/strict";
import { test as once } from "node:test";
import { PATIENCE } from "../support/patience.mjs";
import { hadItsTurn, openPage, textOf } from "./browser.mjs";
import { onPaintedPages } from "./painted.mjs";
import { served } from "./served.mjs";

const test = (name, work) => once(name, onPaintedPages(work));

const site = served({ vars: { REGISTRATION: "open", ACCOUNT_PER_ADDRESS: "5" } });

const FIRST = "correct horse battery staple";
const SECOND = "a long walk before breakfast";
const THIRD = "three herons on a summer pond";

/** The page, and everything that it really sent about accounts. */
async function open(address = "/", options = {}) {
  const sent = [];
  const isAbout = (request) => /\/(token|auth\/(?!outbox).*|users\/.*)$/.test(new URL(request.url()).pathname);
  const page = await openPage(site.browser, `${site.worker.origin}${address}`, {
    expected: [/status of (40[0134]|422|429|503)/],
    before: (page) => page.on("request", (request) => isAbout(request) && sent.push(request)),
    ...options,
  });
  return { page, sent };
}

async function close(page) {
  page.assertClean();
  await page.context().close();
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const choose = (page, name) => page.locator("#account-choice").getByRole("button", { name, exact: true }).click();
const says = (page, pattern) => textOf(page, "#account-verdict", pattern);
const wire = (page) => page.locator("#account-wire > li").allInnerTexts();
const heads = async (page) => (await wire(page)).map((text) => text.split("\n").slice(0, 2).join(" "));
const focused = (page) => page.evaluate(() => document.activeElement?.id);

/** Types the address, which all forms have then, and the password, and registers. */
async function register(page, email, password = FIRST) {
  await page.locator("#register-email").fill(email);
  await page.locator("#register-password").fill(password);
  await page.locator("#register-password").press("Enter");
}

/** Opens the link of the newest mail, which has to be to `email`. */
async function openMail(page, kind, email) {
  const mail = page.locator("#outbox-mails > li").first();
  await mail
    .filter({ hasText: `To ${email}` })
    .getByRole("link", { name: `Open the link to ${kind}` })
    .click();
  // It is followed a moment after it was pressed.
  await page.waitForFunction((id) => document.querySelector(id).value.startsWith("kwm_"), `#${kind}-token`);
}

test("an account from the registration to the end, with every request on show", async () => {
  const { page, sent } = await open();
  const email = "Ann.Life@example.com";
  await register(page, email);
  await says(page, /^Registered\. Ann\.Life@example\.com can log in now, and is not verified/);
  const [registered] = await wire(page);
  assert.match(
    registered,
    /POST \/auth\/register[^]*201 Created[^]*Content-Type: application\/json[^]*\{"email":"Ann\.Life@example\.com","password":"••••••"\}[^]*"is_verified": false/,
  );
  assert.equal(sent[0].postData(), JSON.stringify({ email, password: FIRST }), "what was sent, but for the password");

  // The same address, in other letters.
  await register(page, email.toUpperCase());
  await says(page, /^There is an account with this address\.[^]*REGISTER_USER_ALREADY_EXISTS/);
  await page.locator("#account-verdict").getByRole("button", { name: "Log in here" }).click();
  assert.equal(await focused(page), "account-login-email");
  assert.equal(await page.locator("#account-login-email").inputValue(), email.toUpperCase());
  await press(page, "Log in to the account");
  await says(page, /^Logged in\./);
  assert.deepEqual(await heads(page), ["POST /auth/jwt/login 200 OK", "GET /users/me 200 OK"]);
  assert.match(await page.locator("#account-facts").innerText(), /Not verified[^]*ann\.life@example\.com/);

  // The mail, and its link.
  await choose(page, "Verify the mail");
  await press(page, "Send a mail to verify");
  await says(page, /^Asked for\./);
  assert.match((await wire(page))[0], /202 Accepted[^]*null/);
  await openMail(page, "verify", email);
  const token = await page.locator("#verify-token").inputValue();
  assert.match(token, /^kwm_[\w-]{40,}$/);
  assert.equal(page.url(), `${site.worker.origin}/`, "no token stays in the address");
  assert.equal(await focused(page), "verify-token");
  await press(page, "Verify the address");
  await says(page, /^Verified\./);
  assert.ok(!(await page.locator("#account-wire").innerText()).includes(token), "the token is not on show");
  assert.match(await page.locator("#account-facts").innerText(), /Address[^]*\nVerified/);
  assert.equal(await page.locator("#verify-token").inputValue(), "");

  // The name, another address, another password.
  await choose(page, "Change it");
  await page.locator("#change-name").fill("Ann");
  await press(page, "Change");
  await says(page, /^Changed\.$/);
  const patch = sent.findLast((request) => request.method() === "PATCH");
  assert.equal(patch.postData(), '{"full_name":"Ann"}', "what was not filled in is not sent");
  await page.locator("#change-email").fill("ann.moved@example.com");
  await press(page, "Change");
  await says(page, /^Changed\. The address is not verified\./);
  assert.match(await page.locator("#account-facts").innerText(), /ann\.moved@example\.com\s*Not verified\s*Name\s*Ann/);
  await page.locator("#change-current").fill(FIRST);
  await page.locator("#change-new").fill(SECOND);
  await press(page, "Change the password");
  await says(page, /^The password is changed\./);
  assert.deepEqual(await heads(page), [
    "PATCH /users/me/password 204 No Content",
    "POST /token 200 OK",
    "GET /users/me 200 OK",
  ]);
  assert.match((await wire(page))[0], /\{"current_password":"••••••","new_password":"••••••"\}/);

  // The session is the one that the Login panel shows, with its newest token.
  await press(page, "See the sessions");
  await page.locator("#session-list > li").first().waitFor();
  assert.equal(await focused(page), "session-refresh");
  assert.match(await page.locator("#session-list").innerText(), /This tab/);
  await press(page, "Refresh");
  await textOf(page, "#session-verdict", /^Refreshed/);

  // Forgotten: the mail's link sets another, and the session of this page ends.
  await choose(page, "Forgotten password");
  await page.locator("#forgotten-email").fill("ann.moved@example.com");
  await press(page, "Send a mail to reset");
  await says(page, /^Asked for\./);
  await openMail(page, "reset", "ann.moved@example.com");
  assert.equal(await focused(page), "reset-password");
  await page.locator("#reset-password").fill(THIRD);
  await press(page, "Set this password");
  await says(page, /^The password is set\./);
  assert.deepEqual(await heads(page), ["POST /auth/reset-password 200 OK", "POST /token 400 Bad Request"]);
  await textOf(page, "#session-why", /This session is over/);
  assert.ok(await page.locator("#account-nobody").isVisible());

  await page.locator("#account-verdict").getByRole("button", { name: "Log in here" }).click();
  assert.equal(await page.locator("#account-login-password").inputValue(), THIRD);
  await press(page, "Log in to the account");
  await says(page, /^Logged in\./);
  await choose(page, "Delete it");
  await press(page, "Delete the account");
  await page.waitForTimeout(100);
  assert.ok(!sent.some((request) => request.method() === "DELETE"), "nothing is deleted by one press");
  await page.getByLabel("Delete the account that is logged in").check();
  await press(page, "Delete the account");
  await says(page, /^The account is gone\./);
  assert.ok(await page.locator("#account-nobody").isVisible());
  await choose(page, "Log in here");
  await press(page, "Log in to the account");
  await says(page, /^Address and password do not go together\.[^]*LOGIN_BAD_CREDENTIALS/);

  // Nothing of it all lies about: no password in what is on show, no token in what is kept.
  const { html, kept } = await page.evaluate(() => ({
    html: document.documentElement.outerHTML,
    kept: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state, location.href]),
  }));
  for (const password of [SECOND, THIRD]) assert.ok(!html.includes(password));
  assert.doesNotMatch(kept, /kwm_|kwr_|eyJ/);
  for (const request of sent) assert.doesNotMatch(request.url(), /kwm_/);
  await close(page);
});

for (const [purpose, field, value] of [
  ["verify", "#verify-token", "kwm_AAAA"],
  ["reset", "#reset-token", "kwm_BB-_"],
]) {
  test(`a link with #${purpose}= opens the panel with the token, which no server and no address bar sees`, async () => {
    const { page } = await open(`/?from=mail#${purpose}=${value}`);
    assert.equal(await page.locator(field).inputValue(), value);
    assert.ok(await page.locator(field).isVisible());
    assert.equal(page.url(), `${site.worker.origin}/?from=mail`);
    assert.equal(await page.evaluate(() => history.length), 2, "the page replaced its own entry");
    for (const address of page.loaded()) assert.ok(!address.includes(value), address);
    if (purpose === "reset") await page.locator("#reset-password").fill(FIRST);
    await press(page, purpose === "reset" ? "Set this password" : "Verify the address");
    await says(page, /^This link is no good[^]*Ask for another mail\.[^]*BAD_TOKEN/);
    await close(page);
  });
}

test("what goes wrong is said in words, with the reason of a password and the code", async () => {
  const { page } = await open();
  for (const [name, words] of /** @type {[string, RegExp][]} */ ([
    ["Short password", /^Choose another password\. .*at least 15 characters.* REGISTER_INVALID_PASSWORD/],
    ["Common password", /^Choose another password\. .*most common.* REGISTER_INVALID_PASSWORD/],
    ["Own address", /^Choose another password\. .*your name or address.* REGISTER_INVALID_PASSWORD/],
    ["Not an address", /^email: .*@-sign.* 422/],
    ["Forged link", /^This link is no good.* VERIFY_USER_BAD_TOKEN/],
  ])) {
    await press(page, name);
    await says(page, words);
    assert.equal((await wire(page)).length, 1);
  }
  await choose(page, "Change it");
  await press(page, "Change");
  await says(page, /^Log in first\. .* 401/);

  await choose(page, "Register");
  await register(page, "wrong@example.com");
  await says(page, /^Registered/);
  await choose(page, "Log in here");
  await press(page, "Log in to the account");
  await says(page, /^Logged in/);
  await choose(page, "Change it");
  await page.locator("#change-current").fill("not the password of this user");
  await page.locator("#change-new").fill(SECOND);
  await press(page, "Change the password");
  await says(page, /^That is not the password now\. .* UPDATE_USER_WRONG_PASSWORD/);
  await close(page);
});

test("a form that is sent twice is sent once, and again when there is an answer", async () => {
  const { page, sent } = await open();
  await page.locator("#register-email").fill("twice@example.com");
  await page.locator("#register-password").fill(FIRST);
  await page.locator("#account-register").evaluate((/** @type {HTMLFormElement} */ form) => {
    form.requestSubmit();
    form.requestSubmit();
  });
  await says(page, /^Registered/);
  assert.equal(sent.length, 1);
  await page.locator("#register-password").press("Enter");
  await says(page, /^There is an account with this address/);
  assert.equal(sent.length, 2);
  await close(page);
});

test("closed, off, too often, too old a session: it says what to set or to do", async () => {
  const { page } = await open();
  /** @type {any} */
  let answer;
  await page.route("**/auth/register", (route) => route.fulfill(answer));
  for (const [given, words] of /** @type {[any, RegExp][]} */ ([
    [
      { status: 403, json: { detail: "REGISTER_CLOSED" } },
      /^Registration is closed\. REGISTRATION = "open" under \[vars\] of wrangler\.toml .*REGISTER_CLOSED/,
    ],
    [{ status: 404, json: { detail: "Not Found" } }, /^Accounts are off\. They need the binding ACCOUNTS .*404/],
    [
      { status: 429, headers: { "Retry-After": "1260" }, json: { detail: "Too many requests" } },
      /^Too many requests\. Try again in 21 minutes\. 429/,
    ],
    [
      { status: 429, headers: { "Retry-After": "3600" }, json: { detail: "Too many failed logins" } },
      /^Too many failed logins\. Try again in 1 hour\. A new password helps at once\. 429 Forgotten password/,
    ],
    [
      { status: 503, headers: { "Retry-After": "5" }, contentType: "text/html", body: "<h1>Error 1102</h1>" },
      /^The server has failed\. Try again in 5 seconds\. 503/,
    ],
    [
      { status: 403, json: { detail: "UPDATE_USER_SESSION_TOO_OLD" } },
      /^Log in again first\. .*10 minutes.*UPDATE_USER_SESSION_TOO_OLD/,
    ],
    [{ status: 503, json: { detail: "The service is not configured" } }, /^The service is not configured 503/],
  ])) {
    answer = given;
    await register(page, "closed@example.com");
    await says(page, words);
  }
  await close(page);
});

test("there is one login on the page: whoever logs in above is who the account is about", async () => {
  const { page } = await open();
  await register(page, "above@example.com");
  await says(page, /^Registered/);
  await page.locator("#login-username").fill("above@example.com");
  await page.locator("#login-password").fill(FIRST);
  for (const scope of ["me", "items"]) await page.getByLabel(scope, { exact: true }).uncheck();
  await press(page, "Log in");
  await textOf(page, "#account-facts", /above@example\.com/);

  // What is still under way for one login has no say when there is another.
  /** @type {(value?: unknown) => void} */
  let release = () => {};
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/users/me", async (route) => {
    if (route.request().method() === "PATCH") await held;
    // Nobody waits for one that was given up.
    await route.continue().catch(() => {});
  });
  await choose(page, "Change it");
  await page.locator("#change-name").fill("Late");
  await press(page, "Change");
  await says(page, /^Asking/);
  await press(page, "Wrong password");
  await textOf(page, "#login-verdict", /Incorrect/);
  release();
  await hadItsTurn(page);
  assert.ok(await page.locator("#account-nobody").isVisible());
  assert.ok(await page.locator("#account-verdict").isHidden());
  assert.equal((await wire(page)).length, 0);
  await close(page);
});

test("what follows a success does not undo it: a network that goes, a user who may not be shown", async () => {
  const { page } = await open(undefined, { expected: [/status of (401|503)/, /ERR_FAILED/] });
  await register(page, "after@example.com");
  await says(page, /^Registered/);
  /** @type {any} */
  let answer = { status: 401, json: { detail: "Not enough permissions" } };
  await page.route("**/users/me", (route) => route.fulfill(answer));
  let lost = false;
  await page.route("**/token", (route) => (lost ? route.abort() : route.continue()));
  await choose(page, "Log in here");
  await press(page, "Log in to the account");
  await says(page, /^Logged in\. .*The user is not shown: The token does not hold the scope me\./);

  await choose(page, "Change it");
  answer = { status: 503, json: { detail: "the account did not answer" } };
  for (const [now, next, words] of /** @type {[string, string, RegExp][]} */ ([
    [FIRST, SECOND, /^The password is changed\. .*The user is not shown: the account did not answer/],
    [SECOND, THIRD, /^The password is changed\. .*After that the server did not answer any more\./],
  ])) {
    await page.locator("#change-current").fill(now);
    await page.locator("#change-new").fill(next);
    await press(page, "Change the password");
    await says(page, words);
    assert.equal(await page.locator("#account-verdict").getAttribute("data-good"), "true");
    lost = true;
  }
  await close(page);
});

test("a password manager learns whose password a form is about", async () => {
  const { page } = await open();
  await register(page, "manager@example.com");
  await says(page, /^Registered/);
  const names = () =>
    page.evaluate(() =>
      [...document.querySelectorAll("[autocomplete=new-password]")].map((field) => {
        const name = field.closest("form")?.querySelector("[autocomplete=username]");
        return name instanceof HTMLInputElement ? name.value : null;
      }),
    );
  // The forms to register, to reset and to change; and whoever makes a hash has none.
  const [email] = await names();
  assert.equal(email, "manager@example.com");
  assert.deepEqual(
    (await names()).filter((name) => name !== null),
    [email, email, ""],
  );
  await choose(page, "Log in here");
  await press(page, "Log in to the account");
  await says(page, /^Logged in/);
  assert.deepEqual(
    (await names()).filter((name) => name !== null),
    [email, email, email],
  );
  await close(page);
});

test("the outbox is asked for on this machine alone, and when somebody comes near", async () => {
  const { page } = await open();
  await textOf(page, "#tour-decode", /johndoe/);
  const outbox = () => page.loaded().filter((address) => address.endsWith("/auth/outbox")).length;
  assert.equal(outbox(), 0);
  await page.locator("#account").scrollIntoViewIfNeeded();
  await page.locator("#outbox").waitFor();
  assert.equal(outbox(), 1);
  await close(page);

  // The same page under a public name.
  const elsewhere = await openPage(site.browser, "http://login.example/", {
    before: (page) =>
      page.route("http://login.example/**", async (route) => {
        const { pathname } = new URL(route.request().url());
        // Nobody waits for what is still under way when the page is closed.
        await route
          .fetch({ url: `${site.worker.origin}${pathname}`, timeout: PATIENCE })
          .then((response) => route.fulfill({ response }))
          .catch(() => {});
      }),
  });
  await elsewhere.locator("[data-server]").waitFor();
  await textOf(elsewhere, "#tour-decode", /johndoe/);
  await elsewhere.locator("#account").scrollIntoViewIfNeeded();
  await elsewhere.waitForTimeout(300);
  assert.ok(await elsewhere.locator("#outbox").isHidden());
  // Nor does anything stand in a form there: it would be taken for what a password manager has filled in.
  const filled = await elsewhere.evaluate(() =>
    [...document.querySelectorAll("#login form input, #account form input")]
      .filter((field) => field instanceof HTMLInputElement && field.type !== "checkbox" && field.value !== "")
      .map(({ id }) => id),
  );
  assert.deepEqual(filled, []);
  assert.ok(!elsewhere.loaded().some((address) => address.includes("/auth/outbox")));
  await elsewhere.context().close();
});

test("without a network the account says so", async () => {
  const { page } = await open();
  await page.locator("[data-server]").waitFor();
  await page.context().setOffline(true);
  await register(page, "offline@example.com");
  await says(page, /^The server did not answer\./);
  await page.context().close();
});
