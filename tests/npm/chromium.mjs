// Pages of the projects, opened in a real Chromium.
import { openBrowser } from "../pages/browser.mjs";

let browser;

export const chromium = async () => (browser ??= await openBrowser());

export async function closeChromium() {
  await browser?.close();
  browser = undefined;
}

/** Opens `url`, whose script puts a promise into `globalThis.results`, and resolves to what that resolves to. */
export async function resultsOf(url) {
  const page = await (await chromium()).newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on(
    "console",
    (message) => message.type() === "error" && errors.push(`${message.text()} ${message.location().url}`),
  );
  page.setDefaultTimeout(240_000);
  try {
    await page.goto(url);
    await page.waitForFunction(() => globalThis.results !== undefined, undefined, { timeout: 60_000 });
    return await page.evaluate(() => globalThis.results);
  } catch (error) {
    throw new Error(`${url}: ${error.message}\n${errors.join("\n")}`, { cause: error });
  } finally {
    await page.close();
  }
}
