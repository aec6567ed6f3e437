// What is done once more, and what is not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openBrowser, openPage } from "./browser.mjs";
import { onPaintedPages } from "./painted.mjs";

const PAGE = "data:text/html,<button>Press</button>";

/** How often it is done where it fails the first time, after opening a page in a browser with these options. */
async function times(...options) {
  const browser = await openBrowser(...options);
  let count = 0;
  const failsOnce = async () => {
    count++;
    await openPage(browser, PAGE);
    if (count === 1) throw new Error("a click that waited in vain");
  };
  const failed = await onPaintedPages(failsOnce)().catch((error) => error);
  await browser.close();
  return [count, failed?.message];
}

test("what fails on a page that the browser does not paint is done once more", async () => {
  // This browser paints when it is told to, and nobody tells it.
  assert.deepEqual(await times("--enable-begin-frame-control"), [2, undefined]);
});

test("what fails on any other page has failed", async () => {
  assert.deepEqual(await times(), [1, "a click that waited in vain"]);
});
