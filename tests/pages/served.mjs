// What most of the tests here begin with: the pages at a real Worker, and a browser.
import { after, before } from "node:test";
import { newSecret } from "../worker/support.mjs";
import { startWorker } from "../worker/harness.mjs";
import { openBrowser, openPage } from "./browser.mjs";

/**
 * Starts both before the tests of a file and ends them after. The result has `worker` and `browser` while the tests run,
 * and with `{ page: true }` also `page`, the landing page, which must be clean in the end. `ready(site)` is called before the
 * first test. All other options are the Worker's.
 *
 * @param {Record<string, any>} [options]
 */
export function served({ page = false, ready, ...options } = {}) {
  /** @type {Record<string, any>} */
  const site = {};
  before(async () => {
    site.worker = await startWorker({ secret: newSecret(), ...options });
    site.browser = await openBrowser();
    if (page) site.page = await openPage(site.browser, `${site.worker.origin}/`);
    await ready?.(site);
  });
  after(async () => {
    try {
      site.page?.assertClean();
    } finally {
      await site.browser?.close();
      await site.worker?.stop();
    }
  });
  return site;
}
