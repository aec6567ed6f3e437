// Tests that open their pages themselves, in a browser that now and then stops painting one.
import { within } from "../support/patience.mjs";
import { opened } from "./browser.mjs";

/**
 * What a test does, for `work` that opens all pages that it looks at: once more where it failed while the browser did not paint
 * one of them.
 *
 * On a busy machine that happened to one page in some hundred of headless Chromium 148: for good it got no animation frame, for
 * two of which Playwright waits before each click, and no picture could be taken of it, while it was visible, its timers fired
 * and its requests were answered. We know of no script that could do that to its page: it says nothing about ours.
 *
 * Who begins a test is its file for Node, so each file calls `test` itself.
 *
 * @param {() => unknown} work
 */
export const onPaintedPages = (work) => async () => {
  // What a test before this one has left open is not its own.
  const others = new Set(opened);
  try {
    await work();
  } catch (error) {
    const pages = [...opened].filter((page) => !others.has(page));
    if (!(await Promise.all(pages.map(isPainted))).includes(false)) throw error;
    console.log(`Once more: Chromium had stopped painting a page (${error.message.split("\n")[0]})`);
    for (const page of pages) await page.context().close();
    await work();
  }
};

/** Whether a frame comes, or a picture, or it is something else that is wrong with the page. */
async function isPainted(page) {
  const answer = (what) => within(what, "the page", 5_000).catch(() => null);
  const [visibility, frame, picture] = await Promise.all([
    answer(page.evaluate("new Promise((done) => setTimeout(() => done(document.visibilityState)))")),
    answer(page.evaluate("new Promise((done) => requestAnimationFrame(() => done('came')))")),
    answer(page.screenshot()),
  ]);
  return visibility !== "visible" || frame !== null || picture !== null;
}
