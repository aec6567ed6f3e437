// Pages in a real Chromium, and what no page of ours may ever do: load from elsewhere, break its own security policy,
// or leave an error in the console.

import assert from "node:assert/strict";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { cargoTarget } from "../../scripts/lib/paths.mjs";
import { ensureBrowser } from "../../scripts/setup/browser.mjs";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Far beyond what anything here takes, on a busy machine too. */
const PATIENCE = 30_000;

export async function openBrowser() {
  const { browser } = await ensureBrowser();
  return chromium.launch({ executablePath: browser, args: ARGUMENTS, headless: true });
}

/**
 * Opens a page. `page.assertClean()` fails when it did what no page may do; `expected` are console errors that the test
 * provokes, such as the browser's own line about a 401. `page.loaded()` are the addresses that were asked for. `origin` is
 * what the page may ask, where that is not the origin of `url`.
 */
export async function openPage(browser, url, { expected = [], origin = new URL(url).origin, ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
    ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const loaded = [];
  const foreign = [];
  const errors = [];
  context.on("request", (request) => {
    const asked = request.url();
    loaded.push(asked);
    if (!asked.startsWith(`${origin}/`) && !asked.startsWith("data:") && !asked.startsWith("blob:"))
      foreign.push(asked);
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    const text = `${message.text()} ${message.location().url}`;
    if (message.type() === "error" && !expected.some((pattern) => pattern.test(text))) errors.push(text);
  });
  page.loaded = () => loaded;
  page.assertClean = () => {
    assert.deepEqual(foreign, [], "requests that left the origin");
    assert.deepEqual(errors, [], "errors in the console, the security policy's among them");
  };
  await page.goto(url);
  return page;
}

/** Waits until the text of an element matches, and resolves to it. */
export async function textOf(page, selector, pattern) {
  const locator = page.locator(selector);
  await page
    .waitForFunction(
      ([css, source, flags]) => new RegExp(source, flags).test(document.querySelector(css)?.textContent ?? ""),
      [selector, pattern.source, pattern.flags],
      { timeout: PATIENCE },
    )
    .catch(async (error) => {
      throw new Error(
        `${selector} never said ${pattern}, but: ${await locator.textContent().catch(() => "(nothing)")}`,
        { cause: error },
      );
    });
  return locator.textContent();
}

/** Keeps a picture of the page, or of the screen around `element`, in target/screenshots/ for people to look at. */
export async function shoot(page, name, element) {
  await element?.scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(cargoTarget, "screenshots", `${name}.png`), fullPage: element === undefined });
}
