// The Passwords panels of the landing page do what they say.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { newSecret } from "../worker/support.mjs";
import { startWorker } from "../worker/harness.mjs";
import { openBrowser, openPage, textOf } from "./browser.mjs";

let worker;
let browser;
let page;

before(async () => {
  worker = await startWorker({ secret: newSecret() });
  browser = await openBrowser();
  page = await openPage(browser, `${worker.origin}/`);
});

after(async () => {
  page?.assertClean();
  await browser?.close();
  await worker?.stop();
});

const set = (id, value) => page.locator(id).fill(String(value));

describe("make a hash", () => {
  test("the page begins with a hash at keyward's defaults, its time and its parts", async () => {
    const encoded = await textOf(page, "#make-string", /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    assert.match(await page.locator("#make-time").textContent(), /^[\d.]+ m?s/);
    const parts = await page.locator("#make-parts").innerText();
    for (const text of ["Argon2id, RFC 9106", "m=19456,t=2,p=1", "19 MiB of memory, gone over twice, in 1 lane", "16 random bytes", "32 bytes"]) {
      assert.ok(parts.includes(text), `${text} in ${parts}`);
    }
    await page.getByRole("button", { name: "Hash again" }).click();
    await page.waitForFunction((before) => document.querySelector("#make-string").textContent !== before, encoded);
  });

  test("the sliders set memory, iterations and lanes", async () => {
    await set("#make-memory", 13);
    await set("#make-iterations", 3);
    await set("#make-lanes", 2);
    await textOf(page, "#make-string", /\$m=8192,t=3,p=2\$/);
    assert.equal(await page.locator("#make-memory").getAttribute("aria-valuetext"), "8 MiB");
    assert.match(await page.locator("#make-parts").innerText(), /8 MiB of memory, gone over 3 times, in 2 lanes/);
  });

  test("a preset sets all three, and says that it is chosen", async () => {
    const preset = page.getByRole("button", { name: "RFC 9106" });
    await preset.click();
    await textOf(page, "#make-string", /\$m=65536,t=3,p=4\$/);
    assert.equal(await preset.getAttribute("aria-pressed"), "true");
    await page.getByRole("button", { name: "OWASP" }).click();
    await textOf(page, "#make-string", /\$m=19456,t=2,p=1\$/);
  });

  test("the hash verifies with its password, in the panel below", async () => {
    await set("#make-password", "pässwörd ✓");
    await page.waitForTimeout(300);
    await page.getByRole("button", { name: "Hash again" }).click();
    await page.waitForTimeout(1500);
    const encoded = await page.locator("#make-string").textContent();
    await set("#read-hash", encoded);
    await set("#read-password", "pässwörd ✓");
    await page.getByRole("button", { name: "Verify" }).first().click();
    await textOf(page, "#read-verdict", /The password is right/);
  });
});

describe("the picture of time against memory", () => {
  test("is drawn from measurements of this machine, and given in numbers", async () => {
    await set("#make-iterations", 1);
    await textOf(page, "#make-string", /,t=1,/);
    await page.getByRole("button", { name: "Measure" }).click();
    await textOf(page, "#curve-state", /^Measured with 1 iteration, 1 lane\.$/);
    assert.equal(await page.locator("#curve-picture circle.dot").count(), 8);
    await page.locator("#curve-numbers summary").click();
    const times = await page.locator("#curve-numbers tbody tr").allInnerTexts();
    assert.equal(times.length, 8);
    assert.match(times[0], /^1 MiB\s+[\d.]+ m?s$/);
    assert.match(await page.locator("#curve-picture svg").getAttribute("aria-label"), /1 MiB [\d.]+ m?s, 2 MiB/);
  });
});

describe("read any hash", () => {
  const examples = [
    ["FastAPI", "argon2id", "64 MiB"],
    ["bcrypt", "bcrypt", "2^12 = 4,096 rounds"],
    ["Django", "django-pbkdf2", "1,000,000"],
    ["WordPress", "phpass", "8,192"],
    ["Linux", "sha512-crypt", "100,000"],
  ];
  for (const [name, scheme, cost] of examples) {
    test(`the example ${name} is ${scheme}, costs ${cost}, and opens with its password alone`, async () => {
      await page.locator("#read-examples").getByRole("button", { name, exact: true }).click();
      await textOf(page, "#read-identity .big", new RegExp(`^${scheme}$`));
      const identity = await page.locator("#read-identity").innerText();
      assert.ok(identity.includes(cost), identity);
      for (const [password, verdict] of [["secret", /The password is right/], ["Secret", /The password is wrong/]]) {
        await set("#read-password", password);
        await page.locator("#read-form").getByRole("button", { name: "Verify" }).click();
        await textOf(page, "#read-verdict", verdict);
      }
    });
  }

  test("a broken format is refused in words, until it is allowed", async () => {
    await page.locator("#read-examples").getByRole("button", { name: "Old Django" }).click();
    await set("#read-password", "secret");
    const verify = page.locator("#read-form").getByRole("button", { name: "Verify" });
    await verify.click();
    await textOf(page, "#read-verdict", /This format is broken.*ERR_HASH_LEGACY/);
    await page.getByLabel("Allow formats known to be broken").check();
    await verify.click();
    await textOf(page, "#read-verdict", /The password is right/);
    await page.getByLabel("Allow formats known to be broken").uncheck();
  });

  test("a hash that costs too much, and one that is none, are refused in words", async () => {
    const verify = page.locator("#read-form").getByRole("button", { name: "Verify" });
    await set("#read-hash", "$argon2id$v=19$m=4000000,t=3,p=4$wagCPXjifgvUFBzq4hqe3w$CYaIb8sB+wtD+Vu/P4uod1+Qof8h+1g7bbDlBID48Rc");
    await verify.click();
    await textOf(page, "#read-verdict", /costs too much.*4000000.*ERR_HASH_LIMIT/);
    await set("#read-hash", "hunter2");
    await textOf(page, "#read-identity", /No format that keyward knows/);
    await verify.click();
    await textOf(page, "#read-verdict", /cannot be read.*ERR_HASH_FORMAT/);
  });
});
