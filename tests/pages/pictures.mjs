// `npm run pictures`: makes the pictures of the documents, in tests/pages/pictures/, from the real pages at the real Worker.
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { main, say } from "../../scripts/lib/say.mjs";
import { demoUsers } from "../../scripts/seed.mjs";
import { startWorker } from "../worker/harness.mjs";
import { newSecret } from "../worker/support.mjs";
import { openBrowser, openPage, textOf } from "./browser.mjs";
import { askForMe, authorize } from "./swagger.mjs";

const FOLDER = inRoot("tests/pages/pictures");
const SCREENS = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
};

/** What is done before a picture, and the element at the top of it. */
const SCENES = {
  top: async (page) => {
    await textOf(page, "#tour-decode", /johndoe/);
    return "body";
  },
  passwords: async (page) => {
    await page.locator("#curve").scrollIntoViewIfNeeded();
    await textOf(page, "#curve-state", /^Measured/);
    return "#make";
  },
  tokens: async (page) => {
    await textOf(page, "#token-verdict", /The signature is good/);
    return "#look";
  },
  login: async (page, screen) => {
    await page.getByRole("button", { name: "Log in", exact: true }).click();
    await textOf(page, "#login-verdict", /The token was good/);
    return screen === "phone" ? "#login-wire" : "#login .card:not(#session)";
  },
  session: async (page, screen) => {
    await page.getByRole("button", { name: "Log in", exact: true }).click();
    await page.getByRole("button", { name: "See the session", exact: true }).click();
    await page.locator("#session-list li").first().waitFor();
    await page.getByRole("button", { name: "A second tab", exact: true }).click();
    await textOf(page, "#session-wire", /Second tab.*GET \/users\/me\/sessions/s);
    if (screen === "desktop") return "#session";
    await page.getByRole("button", { name: "A thief", exact: true }).click();
    await page.locator("#session-again").waitFor();
    return "#session-wire > li:nth-child(2)";
  },
  account: async (page, screen) => {
    if (screen === "phone") {
      await page.getByRole("button", { name: "Own address", exact: true }).click();
      await textOf(page, "#account-verdict", /Choose another password/);
      return 'label[for="register-password"]';
    }
    await page.getByRole("button", { name: "Create the account", exact: true }).click();
    await textOf(page, "#account-verdict", /Registered/);
    await page.locator("#account-choice").getByRole("button", { name: "Log in here", exact: true }).click();
    await page.getByRole("button", { name: "Log in to the account", exact: true }).click();
    await textOf(page, "#account-verdict", /Logged in/);
    return "#account .card:not(#outbox)";
  },
};

/** Each scene on each screen, in one theme: both themes on both screens. */
const PICTURES = [
  ["top", "desktop", "light"],
  ["passwords", "desktop", "dark"],
  ["tokens", "desktop", "light"],
  ["login", "desktop", "dark"],
  ["session", "desktop", "light"],
  ["account", "desktop", "dark"],
  ["top", "phone", "dark"],
  ["passwords", "phone", "light"],
  ["tokens", "phone", "dark"],
  ["login", "phone", "light"],
  ["session", "phone", "dark"],
  ["account", "phone", "light"],
];

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} origin
 * @param {string[]} picture
 */
async function take(browser, origin, [scene, screen, colorScheme]) {
  const page = await openPage(browser, `${origin}/`, {
    ...SCREENS[screen],
    colorScheme,
    // The thief's, and the password's that may not be chosen.
    expected: [/status of 400/],
  });
  const top = await SCENES[scene](page, screen);
  if (top !== "body") {
    // Below the bar that stays at the top.
    await page.locator(top).evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 72));
    await page.waitForTimeout(300);
  } else {
    await page.evaluate(() => scrollTo(0, 0));
  }
  await keep(page, `${scene}-${screen}-${colorScheme}`);
  page.assertClean();
  await page.context().close();
}

async function takeDocs(browser, origin) {
  const page = await openPage(browser, `${origin}/docs`, SCREENS.desktop);
  await authorize(page);
  const live = await askForMe(page);
  await live.evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 330));
  await keep(page, "docs");
  await page.context().close();
}

/** A few hundred colours are enough for a page, and make a third of the bytes. */
async function keep(page, name) {
  const picture = await sharp(await page.screenshot())
    .png({ palette: true, quality: 85, effort: 10 })
    .toBuffer();
  writeFileSync(join(FOLDER, `${name}.png`), picture);
}

main(async () => {
  const worker = await startWorker({ secret: newSecret(), users: demoUsers, vars: { REGISTRATION: "open" } });
  const browser = await openBrowser();
  try {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    for (const picture of PICTURES) await take(browser, worker.origin, picture);
    await takeDocs(browser, worker.origin);
  } finally {
    await browser.close();
    await worker.stop();
  }
  for (const name of readdirSync(FOLDER).sort())
    say(`${name}: ${Math.ceil(statSync(join(FOLDER, name)).size / 1024)} KB`);
});
