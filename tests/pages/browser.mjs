// Pages in a real Chromium, and what no page of ours may ever do: load from elsewhere, break its own security policy,
// or leave an error in the console.

import assert from "node:assert/strict";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { cargoTarget } from "../../scripts/lib/paths.mjs";
import { shell } from "../../scripts/setup/browser.mjs";
import { PATIENCE, within } from "../support/patience.mjs";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function openBrowser(...args) {
  return chromium.launch({
    executablePath: await shell(),
    args: [...ARGUMENTS, ...args],
    headless: true,
    timeout: PATIENCE,
  });
}

/** The pages that are open. */
export const opened = new Set();

/**
 * Opens a page. `page.assertClean()` fails when it did what no page may do; `expected` are console errors that the test
 * provokes, such as the browser's own line about a 401. `page.loaded()` are the addresses that were asked for. `before(page)`
 * comes before the first of them, to see or answer what is asked for. All other options are the browser's.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 * @param {{ expected?: RegExp[], before?: (page: import("playwright-core").Page) => unknown } & import("playwright-core").BrowserContextOptions} [options]
 */
export async function openPage(browser, url, { expected = [], before, ...options } = {}) {
  const { origin } = new URL(url);
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = bounded(await context.newPage());
  opened.add(page);
  page.once("close", () => opened.delete(page));
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
  await before?.(page);
  await page.goto(url);
  return page;
}

/**
 * The page, with an end to every wait. Playwright's own limits are for elements, navigations and events; what is evaluated may
 * take forever.
 *
 * A route stays for as long as the page does, and may answer otherwise later. When the last one goes (`unroute`, `times`),
 * Playwright switches interception off, and Chromium loses a request that begins at that moment: it is never sent and never
 * fails.
 */
export function bounded(page, limit = PATIENCE) {
  page.setDefaultTimeout(limit);
  const { evaluate, route } = page;
  page.evaluate = (...what) => within(evaluate.apply(page, what), "page.evaluate", limit);
  page.route = (pattern, handler) => route.call(page, pattern, handler);
  page.unroute = page.unrouteAll = () => assert.fail("a route stays: interception is not switched off");
  return page;
}

/** Resolves when the page has had its turn with an answer that has just arrived: it has had another one by then. */
export async function hadItsTurn(page) {
  await page.evaluate(() => fetch("/status/", { cache: "no-store" }).then((response) => response.text()));
  await page.waitForTimeout(100);
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
