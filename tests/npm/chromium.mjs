// Pages of the projects, opened in a real Chromium.
import { bounded, openBrowser } from "../pages/browser.mjs";

/** A dev server compiles before it answers, and the page runs the whole suite. */
const PATIENCE = 240_000;

let browser;

export const chromium = async () => (browser ??= await openBrowser());

export async function closeChromium() {
  await browser?.close();
  browser = undefined;
}

/** Opens `url`, whose script puts a promise into `globalThis.results`, and resolves to what that resolves to. */
export async function resultsOf(url) {
  const page = bounded(await (await chromium()).newPage(), PATIENCE);
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on(
    "console",
    (message) => message.type() === "error" && errors.push(`${message.text()} ${message.location().url}`),
  );
  try {
    await page.goto(url);
    await page.waitForFunction(() => globalThis.results !== undefined);
    return await page.evaluate(() => globalThis.results);
  } catch (error) {
    throw new Error(`${url}: ${error.message}\n${errors.join("\n")}`, { cause: error });
  } finally {
    await page.close();
  }
}
