// The landing page for everybody: axe finds nothing serious in either theme at either width, the keyboard reaches
// everything, and nothing is cut off on a phone.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { demoUsers } from "../../scripts/seed.mjs";
import { newSecret } from "../worker/support.mjs";
import { startWorker } from "../worker/harness.mjs";
import { openBrowser, openPage, textOf } from "./browser.mjs";

const AXE = readFileSync(inRoot("node_modules/axe-core/axe.min.js"), "utf8");
const WIDTHS = { phone: { width: 375, height: 812 }, desktop: { width: 1280, height: 900 } };

let worker;
let browser;

before(async () => {
  worker = await startWorker({ secret: newSecret(), users: demoUsers });
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

/** The page with every panel showing something: a good answer, and a bad one. */
async function inUse(options) {
  // The policy of the page forbids what axe is injected with, and only that.
  const page = await openPage(browser, `${worker.origin}/`, { bypassCSP: true, expected: [/status of 40[01]/], ...options });
  await textOf(page, "#make-string", /^\$argon2id/);
  await textOf(page, "#token-claims", /johndoe/);
  await page.locator("#token-verify").click();
  await textOf(page, "#token-verdict", /good/);
  await page.getByRole("button", { name: "Log in" }).click();
  await textOf(page, "#login-verdict", /good/);
  await page.locator("#read-hash").fill("nonsense");
  await page.locator("#read-form").getByRole("button", { name: "Verify" }).click();
  await textOf(page, "#read-verdict", /cannot be read/);
  return page;
}

describe("axe finds nothing serious", () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const [name, viewport] of Object.entries(WIDTHS)) {
      test(`${colorScheme}, ${name}`, async () => {
        const page = await inUse({ colorScheme, viewport });
        await page.evaluate(AXE);
        const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
        assert.ok(passes.length > 20, "axe looked at the page");
        const found = violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
        assert.deepEqual(found, []);
        await page.context().close();
      });
    }
  }
});

test("on a phone nothing is wider than the screen", async () => {
  for (const width of [320, 375]) {
    const page = await inUse({ viewport: { width, height: 700 } });
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll("body *")]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !element.closest("pre, .skip"))
        .map((element) => element.outerHTML.slice(0, 80)),
    );
    assert.deepEqual(wide, []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    await page.context().close();
  }
});

test("the keyboard reaches every control, in the order of the page, and each shows that it is reached", async () => {
  const page = await openPage(browser, `${worker.origin}/`);
  await textOf(page, "#token-claims", /johndoe/);
  await page.locator("[data-server]").waitFor();
  const expected = await page.evaluate(() =>
    [...document.querySelectorAll("a[href], button, input, textarea, select, summary, [tabindex='0']")]
      .filter((element) => element.checkVisibility() && !element.disabled)
      .map((element) => element.id || element.textContent.trim().slice(0, 20) || element.getAttribute("value")),
  );
  assert.ok(expected.length > 30);
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

test("sliders move with the arrow keys", async () => {
  const page = await openPage(browser, `${worker.origin}/`);
  await textOf(page, "#make-string", /m=19456,t=2/);
  await page.locator("#make-iterations").focus();
  await page.keyboard.press("ArrowRight");
  await textOf(page, "#make-string", /t=3,/);
  await page.context().close();
});
