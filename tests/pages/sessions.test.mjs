// "The session" on the landing page, against the Worker that serves it: what a login opens, how it stays, how it ends.

import assert from "node:assert/strict";
import { after, before, describe, test as once } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { demoUsers } from "../../scripts/seed.mjs";
import { PATIENCE, within } from "../support/patience.mjs";
import { startWorker } from "../worker/harness.mjs";
import { hadItsTurn, openPage, textOf } from "./browser.mjs";
import { onPaintedPages } from "./painted.mjs";
import { served } from "./served.mjs";

const test = (name, work) => once(name, onPaintedPages(work));

const site = served({ users: demoUsers });

/** The page, and everything that it really sent about tokens and sessions. */
async function open(options = {}) {
  const sent = [];
  const isAbout = (request) => /\/(token|logout|protected|sessions.*)$/.test(new URL(request.url()).pathname);
  const page = await openPage(site.browser, `${site.worker.origin}/`, {
    expected: [/status of 40[01]/],
    before: (page) => page.on("request", (request) => isAbout(request) && sent.push(request)),
    ...options,
  });
  return { page, sent };
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
/** The steps on show. */
const steps = (page) => page.locator("#session-wire > li");
const rows = (page) => page.locator("#session-list > li");

async function logIn(page, user = "johndoe") {
  await press(page, user);
  await press(page, "Log in");
  await textOf(page, "#login-verdict", /The token was good/);
}

/** Logs in and goes to the session, whose list has come. */
async function openSession(page, user) {
  await logIn(page, user);
  await press(page, "See the session");
  await rows(page).first().waitFor();
}

/** Presses a button of the session, and resolves to what came of it when all is done. */
async function tell(page, name, verdict) {
  await press(page, name);
  const said = await textOf(page, "#session-verdict", verdict);
  // The list is asked for at the end, as long as there is a session.
  await page.waitForFunction(
    () =>
      document.querySelector("#session-again").checkVisibility() ||
      document.querySelector("#session-wire > li:last-child b")?.textContent === "GET /users/me/sessions",
  );
  return said;
}

/** Ends with pages that did nothing that no page may do. */
async function close(...pages) {
  for (const page of pages) {
    page.assertClean();
    await page.context().close();
  }
}

const form = (request) => new URLSearchParams(request.postData() ?? "");
const json = async (request) => (await request.response()).json();
const isRefresh = (request) => form(request).get("grant_type") === "refresh_token";
const statuses = (requests) => Promise.all(requests.map(async (request) => (await request.response()).status()));
/** A refresh token as the page shows it. */
const short = (token) => `${token.slice(0, 4)}…${token.slice(-8)}`;

/** As the Worker answers where an account's object does not. */
const OUT_OF_ORDER = { status: 503, json: { detail: "Not available right now" } };

test("a login opens a session, which is shown with all others of the user", async () => {
  const { page, sent } = await open();
  assert.match(await page.locator("#session-why").innerText(), /Nothing yet/);
  await openSession(page, "legacy");
  const [login, list] = sent;
  const { refresh_token } = await json(login);
  assert.match(refresh_token, /^kwr_/);
  const sessions = await json(list);
  const current = sessions.find((session) => session.current);
  assert.equal(list.method(), "GET");
  assert.equal(new URL(list.url()).pathname, "/users/me/sessions");

  const facts = await page.locator("#session-facts").innerText();
  const shown = await page.evaluate(
    (times) => {
      const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
      return times.map((time) => format.format(new Date(time * 1000)));
    },
    [current.created_at, current.last_used_at, current.expires_at],
  );
  for (const [index, name] of ["Opened", "Last used", "Ends"].entries()) {
    const [, value] = new RegExp(`${name}\\s+(.+)`).exec(facts) ?? [];
    assert.equal(value, shown[index], name);
  }
  assert.match(facts, /In 13 days 23 hours/);
  assert.match(facts, /Generation 1\b/);
  assert.ok(facts.includes(short(refresh_token)));

  assert.equal(await rows(page).count(), sessions.length);
  assert.equal(await rows(page).filter({ hasText: "This tab" }).count(), 1);
  assert.match(await rows(page).filter({ hasText: "This tab" }).innerText(), /scope me items/);
  // Nothing was pressed, so nothing else was sent.
  assert.equal(sent.length, 2);
  await close(page);
});

test("who does not look at the session asks for no list", async () => {
  const { page, sent } = await open();
  await logIn(page);
  // Time enough for one that comes of itself.
  await page.waitForTimeout(500);
  assert.equal(sent.length, 1);
  await close(page);
});

test("tokens are kept nowhere but in memory, and a refresh token is shown nowhere whole", async () => {
  const { page, sent } = await open();
  await openSession(page);
  await tell(page, "Refresh", /Refreshed/);
  const stored = await page.evaluate(async () => {
    const caches_ = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
    return [
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      document.cookie,
      location.href,
      JSON.stringify(history.state),
      ...(await indexedDB.databases()).map(({ name }) => name),
      ...caches_.flat().map(({ url }) => url),
    ].join("\n");
  });
  const everything = await page.locator("html").evaluate((html) => html.outerHTML);
  for (const request of sent.filter((request) => request.method() === "POST")) {
    const { refresh_token, access_token } = await json(request);
    for (const token of [refresh_token, access_token]) assert.ok(!stored.includes(token));
    assert.ok(!everything.includes(refresh_token));
    assert.ok(everything.includes(short(refresh_token)));
  }
  assert.ok(!/kwr_|eyJ/.test(stored));
  await page.reload();
  assert.match(await page.locator("#session-why").innerText(), /Nothing yet/);
  await page.context().close();
});

test("Refresh takes the next pair, and shows both sides", async () => {
  const { page, sent } = await open();
  await openSession(page);
  await tell(page, "Refresh", /Refreshed\. Refresh token 2 takes the place of 1\./);
  const [login, , refresh, list] = sent;
  const old = await json(login);
  const fresh = await json(refresh);
  assert.equal(form(refresh).toString(), `grant_type=refresh_token&refresh_token=${old.refresh_token}`);
  assert.notEqual(fresh.refresh_token, old.refresh_token);
  assert.equal(list.headers().authorization, `Bearer ${fresh.access_token}`);

  const step = steps(page).first();
  assert.match(
    await step.innerText(),
    /^This tab\s+POST \/token\s+200 OK\s+[\d.]+ m?s\s+Presents 1 · kwr_….{8}, gets 2 · kwr_….{8}/,
  );
  await step.getByText("Request and response").click();
  const sides = await step.innerText();
  assert.match(
    sides,
    /Request\s+POST \/token\s+Content-Type: application\/x-www-form-urlencoded;charset=UTF-8\s+grant_type=refresh_token&refresh_token=kwr_….{8}\n/,
  );
  assert.match(
    sides,
    /Response[^]*content-type: application\/json[^]*cache-control: no-store[^]*"access_token": "eyJ[^]*"refresh_token": "kwr_….{8}"/,
  );
  for (const token of [old, fresh]) assert.ok(sides.includes(short(token.refresh_token)));
  assert.match(await page.locator("#session-facts").innerText(), /Generation 2\b/);

  // What is asked for with the token is asked for with the new one.
  const asked = page.waitForRequest("**/protected");
  await press(page, "GET /protected");
  assert.equal((await asked).headers().authorization, `Bearer ${fresh.access_token}`);
  await textOf(page, "#login-verdict", /GET \/protected/);
  await close(page);
});

test("a second tab at the same moment gets the same refresh token", async () => {
  const { page, sent } = await open();
  await openSession(page);
  // Neither goes on before both are under way.
  let both;
  const asked = new Promise((resolve) => (both = resolve));
  await page.route("**/token", async (route) => {
    if (sent.filter(isRefresh).length === 2) both();
    await within(asked, "the refresh of the second tab");
    await route.continue();
  });
  await tell(page, "A second tab", /Both tabs hold the same refresh token\. 2 · kwr_/);
  const [first, second] = sent.filter(isRefresh);
  assert.equal(form(first).get("refresh_token"), form(second).get("refresh_token"));
  const [one, other] = [await json(first), await json(second)];
  assert.equal(one.refresh_token, other.refresh_token);

  const [mine, theirs] = await steps(page).allInnerTexts();
  for (const [text, who] of [
    [mine, "This tab"],
    [theirs, "Second tab"],
  ]) {
    assert.match(text, new RegExp(`^${who}\\s+POST /token\\s+200 OK`));
    assert.ok(text.includes(`gets 2 · ${short(one.refresh_token)}`), text);
  }
  assert.match(theirs, /The same successor\. For 60 seconds/);
  assert.match(await page.locator("#session-facts").innerText(), /Generation 2\b/);
  await tell(page, "Refresh", /Refresh token 3 takes the place of 2/);
  await close(page);
});

test("a thief's old token ends the session, for the owner as well", async () => {
  const { page, sent } = await open();
  await openSession(page);
  const from = site.worker.output().length;
  const said = await tell(page, "A thief", /Reuse was noticed/);
  assert.match(said, /The thief is refused, and so is the owner/);
  const refreshes = sent.filter(isRefresh);
  assert.deepEqual(await statuses(refreshes), [200, 200, 400, 400]);
  const tokens = refreshes.map((request) => form(request).get("refresh_token"));
  assert.equal(tokens[2], tokens[0], "the thief has what the owner had");
  assert.equal(new Set(tokens).size, 3);
  for (const refused of refreshes.slice(2)) assert.equal((await json(refused)).error, "invalid_grant");

  const texts = await steps(page).allInnerTexts();
  assert.deepEqual(
    texts.map((text) => text.split("\n")[0]),
    ["This tab", "This tab", "Thief", "This tab"],
  );
  assert.match(texts[2], /400 Bad Request[^]*Older than the last token but one/);
  assert.match(texts[3], /400 Bad Request[^]*The newest token of a session that is over/);
  await site.worker.logged(/refresh token reuse/, { since: from });

  // There is nothing left to press but the way to the login.
  assert.match(await page.locator("#session-why").innerText(), /This session is over/);
  assert.ok(await page.locator("#session-refresh").isHidden());
  assert.ok(await page.locator("#session-everywhere").isHidden());
  await press(page, "To the login");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "login-submit");
  await openSession(page);
  await tell(page, "Refresh", /Refreshed/);
  await close(page);
});

for (const [who, first] of /** @type {[string, number][]} */ ([
  ["the thief", 3],
  ["the owner, after the thief", 4],
])) {
  test(`no theft was noticed where a server out of order refuses ${who}`, async () => {
    const { page, sent } = await open({ expected: [/status of (40[01]|503)/] });
    await openSession(page);
    let isOutOfOrder = true;
    await page.route("**/token", (route) =>
      isOutOfOrder && sent.filter(isRefresh).length >= first ? route.fulfill(OUT_OF_ORDER) : route.continue(),
    );
    const said = await tell(page, "A thief", /Not available right now/);
    assert.match(said, /503/);
    assert.equal(/the thief was refused/.test(said), first === 4, said);
    assert.equal(await page.locator("#session-verdict").getAttribute("data-good"), "false");
    assert.doesNotMatch(
      await steps(page)
        .nth(first - 1)
        .innerText(),
      /somebody else has used it|is over/,
    );
    // The session is shown until the server says that it is over.
    isOutOfOrder = false;
    await tell(page, "Refresh", first === 3 ? /Refreshed/ : /This session is over/);
    await close(page);
  });
}

test("another session is ended from the list, and this one goes on", async () => {
  const other = await open();
  await openSession(other.page, "legacy");
  const { page, sent } = await open();
  await openSession(page, "legacy");
  const there = await json(other.sent.at(-1));
  const { id } = there.find((session) => session.current);
  const here = await json(sent.at(-1));
  const index = here.findIndex((session) => session.id === id);
  assert.ok(index >= 0 && !here[index].current);
  const count = await rows(page).count();
  await rows(page).nth(index).getByRole("button").click();
  await textOf(page, "#session-verdict", /That session is over\. This one goes on\./);
  await page.waitForFunction((left) => document.querySelectorAll("#session-list > li").length === left, count - 1);
  const ended = sent.find((request) => request.method() === "DELETE");
  assert.equal(new URL(ended.url()).pathname, `/users/me/sessions/${id}`);
  assert.match(await steps(page).first().innerText(), /DELETE \/users\/me\/sessions\/[\w-]+\s+204 No Content/);

  assert.match(await tell(other.page, "Refresh", /This session is over/), /400/);
  await tell(page, "Refresh", /Refreshed/);
  await close(other.page, page);
});

for (const [name, act, method, path, verdict] of /** @type {[string, Function, string, RegExp, RegExp][]} */ ([
  ["Log out", (page) => press(page, "Log out"), "POST", /^\/auth\/jwt\/logout$/, /^Logged out\./],
  [
    "End, of the session of this tab",
    (page) => rows(page).filter({ hasText: "This tab" }).getByRole("button").click(),
    "DELETE",
    /^\/users\/me\/sessions\/[\w-]{22}$/,
    /^This session is over\./,
  ],
])) {
  test(`"${name}" ends this session, and no other`, async () => {
    const other = await open();
    await openSession(other.page);
    const { page, sent } = await open();
    await openSession(page);
    await act(page);
    await textOf(page, "#session-verdict", verdict);
    const [ended, refresh, access] = sent.slice(2);
    assert.equal(ended.method(), method);
    assert.match(new URL(ended.url()).pathname, path);
    assert.deepEqual(await statuses([ended, refresh]), [204, 400]);
    assert.equal(new URL(access.url()).pathname, "/protected");
    assert.match(await page.locator("#session-why").innerText(), /This session is over/);
    await tell(other.page, "Refresh", /Refreshed/);
    await close(other.page, page);
  });
}

for (const [name, path, title] of [
  ["Log out", "/auth/jwt/logout", "Logged out."],
  ["Log out everywhere", "/users/me/sessions", "Logged out everywhere."],
]) {
  test(`"${name}" works when the access token is over: the refresh token gives another`, async () => {
    const { page, sent } = await open();
    await openSession(page);
    let isOver = true;
    await page.route(`**${path}`, (route) => {
      if (!isOver || route.request().method() === "GET") return route.continue();
      isOver = false;
      return route.fulfill({ status: 401, json: { detail: "Could not validate credentials" } });
    });
    await press(page, name);
    await textOf(page, "#session-verdict", new RegExp(`^${title}`));
    const [first, refresh, again, afterwards] = sent.slice(2);
    assert.deepEqual(await statuses([first, refresh, again, afterwards]), [401, 200, 204, 400]);
    assert.ok(isRefresh(refresh) && isRefresh(afterwards));
    // Within one second it is the same text.
    assert.equal(again.headers().authorization, `Bearer ${(await json(refresh)).access_token}`);
    const [remark] = await steps(page).locator(".said").allInnerTexts();
    assert.match(remark, /^The access token is too old/);
    await close(page);
  });
}

/** How a question after the logout fails, and what is said of it. */
const FAILED_AFTERWARDS = {
  "gets 503": [(route) => route.fulfill(OUT_OF_ORDER), /could not be asked \(503\)\.$/],
  "gets no answer": [(route) => route.abort(), /the server did not answer any more\.$/],
};

for (const path of ["/token", "/protected"]) {
  for (const [how, [fail, remark]] of /** @type {[string, [(route: any) => unknown, RegExp]][]} */ (
    Object.entries(FAILED_AFTERWARDS)
  )) {
    test(`a logout is done though ${path} ${how} after it`, async () => {
      const { page } = await open({ expected: [/ERR_FAILED/, /status of (40[01]|503)/] });
      await openSession(page);
      await page.route(`**${path}`, fail);
      await press(page, "Log out");
      const said = await textOf(page, "#session-verdict", remark);
      assert.match(said, /^Logged out\. /);
      assert.equal(await page.locator("#session-verdict").getAttribute("data-good"), "true");
      assert.match(await page.locator("#session-why").innerText(), /This session is over/);
      assert.ok(await page.locator("#session-refresh").isHidden());
      // A server that is out of order has said nothing of the token.
      assert.doesNotMatch(await steps(page).last().innerText(), /503[^]*(is refused|has ended)/);
      await close(page);
    });
  }
}

test("what came of a logout is not said of the session after it", async () => {
  const { page } = await open({ expected: [/ERR_FAILED/, /status of 40[01]/] });
  await openSession(page);
  let arrived;
  const there = new Promise((resolve) => (arrived = resolve));
  await page.route("**/token", (route) => {
    if (!isRefresh(route.request())) return route.continue();
    // It gets no answer, until another login gives it up.
    arrived();
    return undefined;
  });
  await press(page, "Log out");
  await within(there, "the refresh after the logout");
  // There the next session is there at once, and not after a moment without any.
  await page.locator("#account-choice").getByRole("button", { name: "Log in here", exact: true }).click();
  await page.locator("#account-login-email").fill("legacy");
  await page.locator("#account-login-password").fill("secret");
  await press(page, "Log in to the account");
  await textOf(page, "#account-verdict", /^Logged in/);
  await hadItsTurn(page);
  assert.ok(await page.locator("#session-verdict").isHidden());
  assert.ok(await page.locator("#session-refresh").isVisible());
  assert.match(await page.locator("#session-facts").innerText(), /Generation 1\b/);
  await close(page);
});

test('"Log out everywhere" ends the sessions of other browsers, too', async () => {
  const other = await open();
  await openSession(other.page);
  const { page, sent } = await open();
  await openSession(page);
  const said = await tell(page, "Log out everywhere", /^Logged out everywhere\./);
  const [ended, refresh, access] = sent.slice(2);
  assert.equal(`${ended.method()} ${new URL(ended.url()).pathname}`, "DELETE /users/me/sessions");
  assert.deepEqual(await statuses([ended, refresh]), [204, 400]);
  const [stillGood] = await statuses([access]);
  assert.match(said, stillGood === 200 ? /follows within 60 seconds/ : /Neither token is good/);
  assert.match(await tell(other.page, "Refresh", /This session is over/), /400/);
  assert.ok(await other.page.locator("#session-refresh").isHidden());
  // Who logs in again at once is in.
  await openSession(page);
  assert.equal(await rows(page).count(), 1);
  await tell(page, "Refresh", /Refreshed/);
  await close(other.page, page);
});

test("an answer that was lost on its way is not: the same token is presented again", async () => {
  const { page, sent } = await open({ expected: [/ERR_FAILED/] });
  await openSession(page);
  let lose = true;
  await page.route("**/token", async (route) => {
    if (!lose) return route.continue();
    lose = false;
    await route.fetch({ timeout: PATIENCE });
    await route.abort();
  });
  await press(page, "Refresh");
  await textOf(page, "#session-verdict", /The server did not answer\. What was asked may be done all the same/);
  assert.ok(await page.locator("#session-refresh").isVisible());
  await tell(page, "Refresh", /Refreshed\. Refresh token 2 takes the place of 1\./);
  const [lost, again] = sent.filter(isRefresh);
  assert.equal(form(lost).get("refresh_token"), form(again).get("refresh_token"));
  await tell(page, "Refresh", /Refresh token 3 takes the place of 2/);
  await close(page);
});

test("what came of a refresh stays on show, though the list after it gets no answer", async () => {
  const { page } = await open({ expected: [/ERR_FAILED/, /status of 401/] });
  await openSession(page);
  await page.route("**/users/me/sessions", (route) => route.abort());
  const lost = page.waitForEvent("requestfailed");
  await press(page, "Refresh");
  await lost;
  await hadItsTurn(page);
  await textOf(page, "#session-verdict", /Refresh token 2 takes the place of 1/);
  assert.match(await page.locator("#session-facts").innerText(), /Generation 2\b/);
  await close(page);
});

test("another login puts an end to what is still told of the session before it", async () => {
  const { page, sent } = await open();
  await openSession(page);
  let release;
  let arrived;
  const held = new Promise((resolve) => (release = resolve));
  const there = new Promise((resolve) => (arrived = resolve));
  await page.route("**/token", async (route) => {
    if (!isRefresh(route.request())) return route.continue();
    const response = await route.fetch({ timeout: PATIENCE });
    arrived();
    await held;
    // Nobody waits for one that was given up.
    await route.fulfill({ response }).catch(() => {});
  });
  await press(page, "Refresh");
  await within(there, "the refresh");
  await openSession(page, "legacy");
  release();
  await hadItsTurn(page);
  const newest = sent.filter((request) => request.method() === "POST").at(-1);
  const facts = await page.locator("#session-facts").innerText();
  assert.match(facts, /Generation 1\b/);
  assert.ok(facts.includes(short((await json(newest)).refresh_token)));
  assert.ok(await page.locator("#session-verdict").isHidden());
  assert.equal(await steps(page).count(), 1);
  await close(page);
});

test("what is pressed twice is done twice, one after the other", async () => {
  const { page, sent } = await open();
  await openSession(page);
  await page.evaluate(() => {
    const button = /** @type {HTMLButtonElement} */ (document.querySelector("#session-refresh"));
    button.click();
    button.click();
  });
  await textOf(page, "#session-verdict", /Refresh token 3 takes the place of 2/);
  const tokens = sent.filter(isRefresh).map((request) => form(request).get("refresh_token"));
  assert.equal(new Set(tokens).size, 2);
  await close(page);
});

test("a long list is cut, and one that is refused says what helps", async () => {
  const { page } = await open({ expected: [/status of (401|503)/] });
  await logIn(page);
  let refuse = false;
  /** @type {any} */
  let refusal = { status: 401, json: { detail: "Could not validate credentials" } };
  const session = { created_at: 1_800_000_000, last_used_at: 1_800_000_001, expires_at: 1_801_209_600 };
  await page.route("**/users/me/sessions", (route) =>
    refuse
      ? route.fulfill(refusal)
      : route.fulfill({
          json: Array.from({ length: 50 }, (_, index) => ({
            ...session,
            id: `${index}`.padStart(22, "A"),
            scope: index ? "me" : null,
            client_id: index ? null : "<b>an app</b>",
            current: index === 1,
          })),
        }),
  );
  await press(page, "See the session");
  await rows(page).first().waitFor();
  assert.equal(await rows(page).count(), 8);
  assert.match(await page.locator("#session-more").innerText(), /And 42 more/);
  const [first, second] = await rows(page).allInnerTexts();
  assert.match(first, /Another login[^]*client <b>an app<\/b>/);
  assert.doesNotMatch(first, /null|scope/);
  assert.match(second, /This tab[^]*scope me/);
  refuse = true;
  await tell(page, "Refresh", /Refreshed/);
  assert.match(await page.locator("#session-more").innerText(), /needs an access token that is good/);
  assert.equal(await rows(page).count(), 0);
  refusal = { status: 503, headers: { "Retry-After": "5" }, json: { detail: "the account did not answer" } };
  await tell(page, "Refresh", /Refreshed/);
  assert.match(
    await page.locator("#session-more").innerText(),
    /There is no list now \(503\)\. Try again in 5 seconds\./,
  );
  await close(page);
});

test("all of it can be done without a mouse, and the focus stays in sight", async () => {
  const { page } = await open();
  await page.locator("#login-password").focus();
  await page.keyboard.press("Enter");
  await textOf(page, "#login-verdict", /The token was good/);
  await page.getByRole("button", { name: "See the session", exact: true }).focus();
  await page.keyboard.press("Enter");
  await rows(page).first().waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.id);
  assert.equal(await focused(), "session-refresh", "the focus follows");
  await page.keyboard.press("Enter");
  await textOf(page, "#session-verdict", /Refreshed/);
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "session-race");
  await page.keyboard.press("Space");
  await textOf(page, "#session-verdict", /Both tabs/);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await textOf(page, "#session-verdict", /Reuse was noticed/);
  await page.locator("#session-again").waitFor();
  assert.equal(await focused(), "session-again", "what was pressed is gone, and the focus goes where one goes on");
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "login-submit");
  await page.keyboard.press("Enter");
  await page.locator("#login-session").waitFor();
  await close(page);
});

describe("a Worker without the binding ACCOUNTS", () => {
  let worker;
  before(async () => {
    worker = await startWorker({
      secret: "a secret that this one Worker alone has got",
      users: demoUsers,
      config: { assets: { directory: inRoot("www"), binding: "ASSETS" } },
    });
  });
  after(() => worker?.stop());

  test("keeps no sessions, and the page says so", async () => {
    const page = await openPage(site.browser, `${worker.origin}/`, { expected: [/status of 40[01]/] });
    await logIn(page);
    await textOf(page, "#session-why", /keeps no sessions: there was no refresh_token/);
    assert.ok(await page.locator("#session-open").isHidden());
    assert.ok(await page.getByRole("button", { name: "See the session", exact: true }).isHidden());
    await press(page, "Wrong password");
    await textOf(page, "#login-verdict", /Incorrect/);
    assert.match(await page.locator("#session-why").innerText(), /Nothing yet/);
    await close(page);
  });
});
