// The top of the landing page: what keyward is, and the proof that it runs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, textOf } from "./browser.mjs";
import { served } from "./served.mjs";

let page;
const site = served({ page: true, ready: (all) => ({ page } = all) });

test("the first screen says what keyward is, and runs it", async () => {
  await textOf(page, "#tour-decode", /^"johndoe"$/);
  assert.match(await page.locator("#tour-hash").textContent(), /^"\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(await page.locator("#tour-verify").textContent(), "true");
  assert.match(await page.locator("#tour-issue").textContent(), /^"eyJ[\w-]+\.[\w-]+\.[\w-]{43}"$/);
  for (const step of ["hash", "verify", "issue", "decode"])
    assert.match(await page.locator(`#tour-${step}-ms`).textContent(), /^[\d.]+ (µs|ms|s)$/);
  // All of it is seen without scrolling.
  const bottom = await page.locator("#tour").evaluate((list) => list.getBoundingClientRect().bottom);
  assert.ok(bottom < 900, `the last line ends at ${bottom}`);
  const words = (await page.locator(".hero-words").innerText()).replaceAll("\u00a0", " ");
  for (const word of ["Password login", "Argon2", "JSON Web Tokens", "WebAssembly", "Cloudflare Worker"])
    assert.ok(words.includes(word), word);
});

test("it runs again with a new salt and a new token", async () => {
  const before = await page.locator("#tour-hash").textContent();
  await page.getByRole("button", { name: "Run again" }).click();
  await page.waitForFunction((old) => document.querySelector("#tour-hash").textContent !== old, before);
});

test("a package that could not be loaded is said to be missing at every try, and runs as soon as it is there", async () => {
  let missing = true;
  const broken = await openPage(site.browser, `${site.worker.origin}/`, {
    serviceWorkers: "block",
    expected: [/ERR_FAILED|Service Worker/],
    before: (page) => page.route("**/engine-worker.js", (route) => (missing ? route.abort() : route.continue())),
  });
  const usual = "Argon2id with 19 MiB and two passes, OWASP’s recommendation. HS256.";
  for (const id of ["#tour-foot", "#make-time"]) await textOf(broken, id, /the package could not be loaded/);
  const again = broken.getByRole("button", { name: "Run again" });
  // Each try is asked for by hand, and answered.
  for (let tries = 0; tries < 2; tries++) {
    await broken.evaluate(() => (document.querySelector("#tour-foot").textContent = ""));
    await again.click();
    await textOf(broken, "#tour-foot", /the package could not be loaded/);
  }
  missing = false;
  await again.click();
  await textOf(broken, "#tour-decode", /^"johndoe"$/);
  assert.equal(await broken.locator("#tour-foot").textContent(), usual);
  await broken.getByRole("button", { name: "Hash again" }).click();
  await textOf(broken, "#make-string", /^\$argon2id\$/);
  broken.assertClean();
  await broken.context().close();
});

test("an address with the name of a section leads there, and the navigation says where one is", async () => {
  for (const id of ["tokens", "login", "passwords"]) {
    await page.goto(`${site.worker.origin}/#${id}`);
    await page.locator(`.top nav a[href="#${id}"][aria-current]`).waitFor();
    assert.ok((await page.locator(`#${id} h2`).boundingBox()).y < 300);
    assert.equal(await page.locator(".top nav [aria-current]").count(), 1);
  }
});
