// Headless Chromium and its driver, for the tests that run in a browser.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cargoTarget, inRoot } from "../lib/paths.mjs";
import { Failure, which } from "../lib/run.mjs";
import { aptInstall } from "./apt.mjs";

const find = () => {
  const driver = process.env.CHROMEDRIVER || which("chromedriver");
  const browser = process.env.CHROME || which("chromium") || which("google-chrome") || which("chromium-browser");
  return driver && browser ? { driver, browser } : null;
};

/** Resolves to `{ driver, browser, config }`: two executables, and the WebDriver settings that name the browser. */
export async function ensureBrowser() {
  let found = find();
  if (!found && (await aptInstall(["chromium", "chromium-driver"], "to run tests in a real browser"))) found = find();
  if (!found)
    throw new Failure(
      "Chromium and chromedriver are needed, of the same version: install them (Debian: chromium, chromium-driver), or name them in CHROME and CHROMEDRIVER.",
    );
  return { ...found, config: configFor(found.browser) };
}

/** webdriver.json names Debian's Chromium; for another browser, a copy that names that one. */
function configFor(browser) {
  const file = inRoot("webdriver.json");
  const config = JSON.parse(readFileSync(file, "utf8"));
  if (config["goog:chromeOptions"].binary === browser) return file;
  config["goog:chromeOptions"].binary = browser;
  mkdirSync(cargoTarget, { recursive: true });
  const copy = join(cargoTarget, "webdriver.json");
  writeFileSync(copy, JSON.stringify(config));
  return copy;
}
