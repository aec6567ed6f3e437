// Headless Chromium and its driver, for the tests that run in a browser.
import { Failure, which } from "../lib/run.mjs";
import { aptInstall } from "./apt.mjs";

const find = () => {
  const driver = process.env.CHROMEDRIVER || which("chromedriver");
  const browser = process.env.CHROME || which("chromium") || which("google-chrome") || which("chromium-browser");
  return driver && browser ? { driver, browser } : null;
};

const findShell = () => process.env.CHROME || which("chromium-headless-shell") || which("chrome-headless-shell");

/** Resolves to `{ driver, browser }`: two executables. */
export async function ensureBrowser() {
  let found = find();
  if (!found && (await aptInstall(["chromium", "chromium-driver"], "to run tests in a real browser"))) found = find();
  if (!found)
    throw new Failure(
      "Chromium and chromedriver are needed, of the same version: install them (Debian: chromium, chromium-driver), or name them in CHROME and CHROMEDRIVER.",
    );
  return found;
}

/**
 * Resolves to the executable for pages that Playwright drives: the headless shell, the same engine without a browser's windows,
 * where there is one. It takes a sixth less of the machine.
 */
export const shell = async () => findShell() || (await ensureBrowser()).browser;

/** Installs the shell where that is possible. */
export async function ensureShell() {
  if (!findShell()) await aptInstall(["chromium-headless-shell"], "to open pages in it");
}
