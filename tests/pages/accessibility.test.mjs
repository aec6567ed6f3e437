// The landing page for everybody: axe finds nothing in either theme at either width in any state, the keyboard reaches
// everything, what happens is said out loud, and nothing is cut off on a phone.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test as once } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { demoUsers } from "../../scripts/seed.mjs";
import { MINUTE, limits } from "../../scripts/test/limits.mjs";
import { openPage, textOf } from "./browser.mjs";
import { onPaintedPages } from "./painted.mjs";
import { served } from "./served.mjs";

const test = (name, work) => once(name, onPaintedPages(work));

/** One test goes through every state of the page, and axe looks at all of it each time. */
limits.test = 8 * MINUTE;

const AXE = readFileSync(inRoot("node_modules/axe-core/axe.min.js"), "utf8");
const WIDTHS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

const site = served({ users: demoUsers, vars: { REGISTRATION: "open" } });

// The policy of the page forbids what axe is injected with, and only that.
const open = (options) =>
  openPage(site.browser, `${site.worker.origin}/`, {
    bypassCSP: true,
    expected: [/status of 4(00|01|22)/],
    ...options,
  });

/** An address that nobody has. */
const somebody = () => `somebody-${crypto.randomUUID()}@example.com`;
const choose = (page, name) => page.locator("#account-choice").getByRole("button", { name, exact: true }).click();
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** What the page can look like, one after the other. */
const STATES = {
  "as it opens": async (page) => {
    await textOf(page, "#tour-decode", /johndoe/);
    await textOf(page, "#make-string", /^\$argon2id/);
    await textOf(page, "#token-verdict", /good/);
    await textOf(page, "#read-cost", /One check/);
  },
  "after what is good": async (page) => {
    await page.locator("#curve").scrollIntoViewIfNeeded();
    await textOf(page, "#curve-state", /^Measured/);
    await page.locator("#curve-numbers summary").click();
    await page.locator("#token-options summary").click();
    await page.locator("#read-examples").getByRole("button", { name: "Django", exact: true }).click();
    await textOf(page, "#read-cost", /One check/);
    await press(page, "Verify");
    await textOf(page, "#read-updated-hash", /^\$argon2id/);
    await page.locator("#sign-algorithm").selectOption("ES256");
    await press(page, "Make a new key");
    await press(page, "Sign");
    await textOf(page, "#sign-verdict", /Signed/);
    await page.locator("#make-secret").fill("a pepper of some length");
    await textOf(page, "#make-parts", /Key id/);
    await page.locator("#read-secrets summary").click();
    await press(page, "Log in");
    await textOf(page, "#login-verdict", /The token was good/);
    await press(page, "See the session");
    await page.locator("#session-list li").first().waitFor();
    await press(page, "A second tab");
    await textOf(page, "#session-verdict", /the same refresh token/);
    await page.locator("#session-wire summary").first().click();
    await page.locator("#register-email").fill(somebody());
    await press(page, "Create the account");
    await textOf(page, "#account-verdict", /Registered/);
    await choose(page, "Verify the mail");
    await page.locator("#outbox").waitFor();
    await press(page, "Send a mail to verify");
    await textOf(page, "#account-verdict", /See the outbox/);
    await page.locator("#outbox-mails summary").first().click();
  },
  "after what is bad": async (page) => {
    await page.locator("#read-examples").getByRole("button", { name: "LDAP" }).click();
    await textOf(page, "#read-badges", /Needs allowLegacy/);
    await press(page, "Verify");
    await textOf(page, "#read-verdict", /ERR_HASH_LEGACY/);
    await press(page, "Bad claim");
    await textOf(page, "#token-verdict", /ERR_TOKEN_CLAIM/);
    await page.locator("#sign-claims").fill("{");
    await press(page, "Sign");
    await textOf(page, "#sign-verdict", /not JSON/);
    await press(page, "A thief");
    await textOf(page, "#session-verdict", /Reuse was noticed/);
    await press(page, "Own address");
    await textOf(page, "#account-verdict", /Choose another password/);
    await choose(page, "Change it");
    await press(page, "Change");
    await textOf(page, "#account-verdict", /Log in first/);
  },
  "after what is refused": async (page) => {
    await press(page, "Wrong password");
    await textOf(page, "#login-verdict", /Incorrect/);
    await choose(page, "Forgotten password");
  },
  "with fields that are seldom there": async (page) => {
    await page.locator("#read-examples").getByRole("button", { name: "With a secret" }).click();
    await page.locator("#read-secret").fill("another secret of some length");
    await page.locator("#read").getByRole("button", { name: "Show the secret", exact: true }).click();
    await textOf(page, "#read-badges", /Needs its secret/);
    await press(page, "Verify");
    await textOf(page, "#read-verdict", /ERR_HASH_SECRET/);
    await page.locator("#sign-header").fill('{"crit": ["x"]}');
    await press(page, "Sign");
    await textOf(page, "#sign-verdict", /cannot be signed/);
    await page
      .locator("#read-hash")
      .fill(
        "$fbscrypt$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==",
      );
    await page.getByLabel("base64_signer_key").waitFor();
    await page.locator("#token-key").fill("");
    await textOf(page, "#token-verdict", /Not verified/);
    await press(page, "Empty field");
    await textOf(page, "#login-verdict", /422/);
    await choose(page, "Delete it");
  },
};

/** Takes the page to that state, through those before it. */
async function bring(page, last) {
  for (const [name, act] of Object.entries(STATES)) {
    await act(page);
    if (name === last) return;
  }
}

describe("axe finds nothing", () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const [name, viewport] of Object.entries(WIDTHS)) {
      test(`${colorScheme}, ${name}, in every state`, async () => {
        const page = await open({ colorScheme, viewport });
        await page.evaluate(AXE);
        for (const [state, act] of Object.entries(STATES)) {
          await act(page);
          const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
          assert.ok(passes.length > 20, "axe looked at the page");
          const found = violations.map(
            ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
          );
          assert.deepEqual(found, [], state);
        }
        await page.context().close();
      });
    }
  }
});

test("what has a name has a role that may have one", async () => {
  const page = await open();
  await bring(page, "after what is good");
  // WAI-ARIA 1.2, section 5.2.8.6, for the elements that have such a role by themselves (HTML-AAM).
  const prohibited =
    "p, pre, code, span, div, b, i, strong, em, small, sub, sup, del, ins, caption, label, legend, dt, dd";
  const named = await page.evaluate(
    (names) =>
      [...document.querySelectorAll("[aria-label], [aria-labelledby]")]
        .filter((element) => element.matches(`:is(${names}):not([role])`))
        .map((element) => element.id || element.outerHTML.slice(0, 80)),
    prohibited,
  );
  assert.deepEqual(named, []);
  for (const name of [
    "The hash, a PHC string",
    "Its public half, a JWK to verify with",
    "Commands for the Worker",
    "Code for the package",
    "Store this instead, from now on",
  ]) {
    assert.ok(await page.getByRole("group", { name }).isVisible(), name);
  }
  // What is pushed sideways can be reached by the keyboard in every browser.
  const unreached = await page.evaluate(() =>
    [...document.querySelectorAll("pre")]
      .filter(
        (element) =>
          element.checkVisibility() && getComputedStyle(element).whiteSpace === "pre" && element.tabIndex < 0,
      )
      .map((element) => element.id || element.outerHTML.slice(0, 80)),
  );
  assert.deepEqual(unreached, []);
  await page.context().close();
});

test("on a phone nothing is wider than the screen, in any state", async () => {
  for (const width of [320, 390]) {
    const page = await open({ viewport: { width, height: 700 } });
    for (const [state, act] of Object.entries(STATES)) {
      await act(page);
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll("body *")]
          .filter(
            (element) =>
              element.getBoundingClientRect().right > innerWidth + 1 && !element.closest("pre, .skip, .strip"),
          )
          .map((element) => element.outerHTML.slice(0, 80)),
      );
      assert.deepEqual(wide, [], `${state}, at ${width}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${state}, at ${width}`);
    }
    await page.context().close();
  }
});

test("on a phone what is pressed is large enough for a finger", async () => {
  const page = await open({ viewport: WIDTHS.phone });
  await bring(page, "after what is good");
  // WCAG 2.2, 2.5.8: 24 CSS pixels. Text links in a sentence are excepted, and so is what no finger reaches.
  const small = await page.evaluate(() =>
    [...document.querySelectorAll("button, input, select, textarea, summary, nav a, .button")]
      .filter((element) => element.checkVisibility())
      .filter((element) => {
        const { width, height } = (element.closest("label") ?? element).getBoundingClientRect();
        return width < 24 || height < 24;
      })
      .map((element) => element.outerHTML.slice(0, 80)),
  );
  assert.deepEqual(small, []);
  await page.context().close();
});

test("the keyboard reaches every control, in the order of the page, and each shows that it is reached", async () => {
  const page = await open();
  await STATES["as it opens"](page);
  await page.locator("[data-server]").waitFor();
  // The outbox has its controls when somebody comes near.
  await page.locator("#account").scrollIntoViewIfNeeded();
  await page.locator("#outbox").waitFor();
  // The focus brings the picture into view, which measures then and has its numbers to unfold after a moment.
  await page.locator("#curve").scrollIntoViewIfNeeded();
  await textOf(page, "#curve-state", /^Measured/);
  const expected = await page.evaluate(() =>
    [...document.querySelectorAll("a[href], button, input, textarea, select, summary, [tabindex='0']")]
      .filter((element) => element.checkVisibility() && !element.disabled)
      .map((element) => element.id || element.textContent.trim().slice(0, 20) || element.getAttribute("value")),
  );
  assert.ok(expected.includes("The same in numbers"));
  assert.ok(expected.length > 60);
  const reached = [];
  for (let step = 0; step < expected.length; step++) {
    await page.keyboard.press("Tab");
    const { name, outlined } = await page.evaluate(() => {
      const element = document.activeElement;
      return {
        name: element.id || element.textContent.trim().slice(0, 20) || element.getAttribute("value"),
        outlined: getComputedStyle(element).outlineStyle !== "none",
      };
    });
    reached.push(name);
    assert.ok(outlined, `${name} shows no focus`);
  }
  assert.deepEqual(reached, expected);
  page.assertClean();
  await page.context().close();
});

test("all of it can be done without a mouse", async () => {
  const page = await open();
  await STATES["as it opens"](page);
  await page.locator("#make-iterations").focus();
  await page.keyboard.press("ArrowRight");
  await textOf(page, "#make-string", /t=3,/);

  await page.locator("#read-password").focus();
  await page.keyboard.press("Enter");
  await textOf(page, "#read-verdict", /The password is right/);

  await page.locator("#token-samples button").nth(1).focus();
  await page.keyboard.press("Space");
  await textOf(page, "#token-verdict", /has expired/);

  await page.locator("#login-password").focus();
  await page.keyboard.press("Enter");
  await textOf(page, "#login-verdict", /The token was good/);
  await page.getByRole("button", { name: "Look into the token" }).focus();
  await page.keyboard.press("Enter");
  await textOf(page, "#token-claims", /scope\s*me items/);
  assert.equal(await page.evaluate(() => document.activeElement.id), "token-text", "the focus follows");
  await page.context().close();
});

test("what happens is said out loud, once, where it is shown", async () => {
  const page = await open();
  await bring(page, "after what is good");
  for (const id of [
    "make-time",
    "curve-state",
    "read-identity",
    "read-secret-note",
    "read-verdict",
    "token-verdict",
    "token-key-kind",
    "sign-verdict",
    "login-verdict",
    "session-verdict",
    "account-verdict",
    "outbox-state",
    "announcement",
  ]) {
    assert.equal(await page.locator(`#${id}`).getAttribute("role"), "status", id);
  }
  // The countdown goes on every second, and nobody wants to hear it.
  const live = await page.evaluate(() =>
    Boolean(document.querySelector("#token-claims").closest("[aria-live], [role='status'], [role='alert']")),
  );
  assert.equal(live, false);
  await page.context().close();
});

test("nothing moves for those who asked for it", async () => {
  const page = await open({ reducedMotion: "reduce" });
  await page.locator("#make-iterations").fill("10");
  assert.equal(
    await page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === "running").length),
    0,
  );
  await page.context().close();
});

test("with the colours of the system, a token can still be read", async () => {
  const page = await open({ forcedColors: "active" });
  await textOf(page, "#token-verdict", /good/);
  const { alpha, behind } = await page.evaluate(() => ({
    alpha: getComputedStyle(document.querySelector("#token-text")).color,
    behind: getComputedStyle(document.querySelector("#token-string")).visibility,
  }));
  assert.doesNotMatch(alpha, /rgba\(.*, 0\)/);
  assert.equal(behind, "hidden");
  await page.context().close();
});

test("without JavaScript the page says what it is, and why nothing runs", async () => {
  const page = await openPage(site.browser, `${site.worker.origin}/`, { javaScriptEnabled: false });
  assert.match(await page.locator("h1").innerText(), /Password login/);
  assert.match(await page.locator("noscript").innerText(), /needs JavaScript/);
  await page.context().close();
});
