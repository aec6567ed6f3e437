// The Passwords panels of the landing page do what they say.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { NAMES } from "../../www/js/passwords/schemes.js";
import { textOf } from "./browser.mjs";
import { served } from "./served.mjs";

let page;
served({ page: true, ready: (all) => ({ page } = all) });

const set = (id, value) => page.locator(id).fill(String(value));
const example = (name) => page.locator("#read-examples").getByRole("button", { name, exact: true }).click();
const verify = () => page.locator("#read-form").getByRole("button", { name: "Verify" }).click();
/** What a check costs has been measured, so nothing of "Read any hash" is under way. */
const priced = () => textOf(page, "#read-cost", /One check takes [\d.]+ m?s on this device/);
/** No hash is on its way to "Make a hash". */
const made = () => page.locator("#make-time .pulse").waitFor({ state: "detached" });

/** Presses "Hash again" and waits for the hash. */
async function hashAgain() {
  await made();
  const before = await page.locator("#make-string").textContent();
  await page.getByRole("button", { name: "Hash again" }).click();
  await page.waitForFunction((old) => document.querySelector("#make-string").textContent !== old, before);
}

describe("make a hash", () => {
  test("the page begins with a hash at keyward's defaults, and the time it took", async () => {
    await textOf(page, "#make-string", /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    assert.match(await page.locator("#make-time").textContent(), /^[\d.]+ m?s on this device, one thread\. \w/);
    const at = await page.locator("#make-scale").evaluate((scale) => Number(scale.style.getPropertyValue("--at")));
    assert.ok(at > 0 && at <= 1, `the mark on the scale is at ${at}`);
    await hashAgain();
  });

  test("the PHC string is taken apart, each part under its term", async () => {
    const rows = await page
      .locator("#make-parts")
      .evaluate((list) =>
        [...list.querySelectorAll("dt")].map((term) => [term.textContent, term.nextElementSibling.textContent]),
      );
    const meanings = Object.fromEntries(rows);
    assert.deepEqual(Object.keys(meanings), ["Algorithm", "Version", "Memory", "Iterations", "Lanes", "Salt", "Tag"]);
    assert.match(meanings.Algorithm, /argon2id Argon2id, RFC 9106/);
    assert.match(meanings.Version, /v=19 0x13/);
    assert.match(meanings.Memory, /m=19456 19 MiB/);
    assert.match(meanings.Iterations, /t=2 .*twice/);
    assert.match(meanings.Lanes, /p=1 /);
    assert.match(meanings.Salt, /16 random bytes/);
    assert.match(meanings.Tag, /32 bytes/);
    // The same colour in the string and beside its term.
    const colours = await page.evaluate(() =>
      [".string .p7", "dt.p7"].map((css) => getComputedStyle(document.querySelector(`#make ${css}`)).color),
    );
    assert.equal(colours[0], colours[1]);
  });

  test("the sliders set memory, iterations and lanes", async () => {
    await set("#make-memory", 13);
    await set("#make-iterations", 3);
    await set("#make-lanes", 2);
    await textOf(page, "#make-string", /\$m=8192,t=3,p=2\$/);
    assert.equal(await page.locator("#make-memory").getAttribute("aria-valuetext"), "8 MiB");
    const parts = await page.locator("#make-parts").innerText();
    for (const text of ["8 MiB", "gone over the memory 3 times", "2 parts"])
      assert.ok(parts.includes(text), `${text} in ${parts}`);
  });

  test("a preset sets all three, and says that it is chosen", async () => {
    const preset = page.getByRole("button", { name: "RFC 9106" });
    await preset.click();
    await textOf(page, "#make-string", /\$m=65536,t=3,p=4\$/);
    assert.equal(await preset.getAttribute("aria-pressed"), "true");
    await page.getByRole("button", { name: "OWASP" }).click();
    await textOf(page, "#make-string", /\$m=19456,t=2,p=1\$/);
    assert.equal(await preset.getAttribute("aria-pressed"), "false");
  });

  test("the most memory that can be chosen is what verify takes by default, which is Django’s", async () => {
    const slider = page.locator("#make-memory");
    await slider.press("End");
    const encoded = await textOf(page, "#make-string", /\$m=102400,t=2,p=1\$/);
    assert.equal(await slider.getAttribute("aria-valuetext"), "100 MiB");
    await set("#read-hash", encoded);
    await textOf(page, "#read-badges", /As good as a new hash/);
    await priced();
    await set("#read-password", await page.locator("#make-password").inputValue());
    await verify();
    await textOf(page, "#read-verdict", /The password is right/);

    const preset = page.getByRole("button", { name: "Django", exact: true }).first();
    await preset.click();
    await textOf(page, "#make-string", /\$m=102400,t=2,p=8\$/);
    assert.equal(await preset.getAttribute("aria-pressed"), "true");
    assert.equal(await slider.evaluate(({ value, max }) => value === max), true);
    await page.getByRole("button", { name: "OWASP" }).click();
    await textOf(page, "#make-string", /\$m=19456,t=2,p=1\$/);
  });

  test("where there is no hash, that of the password before it is gone", async () => {
    await page.evaluate(() => {
      globalThis.before = document.querySelector("#make-password").value;
    });
    await set("#make-password", "a".repeat(4097));
    await textOf(page, "#make-time", /4097 bytes.*4096/);
    assert.equal(await page.locator("#make-string").textContent(), "");
    assert.equal(await page.locator("#make-parts").textContent(), "");
    for (const css of ["#make-string", "#make-scale", "#make [data-copy]"])
      assert.ok(await page.locator(css).isHidden(), css);
    assert.equal(await page.locator("#curve-picture .now-label").count(), 0, "the time of another hash");
    await set("#make-password", await page.evaluate(() => globalThis.before));
    await textOf(page, "#make-string", /\$m=19456,t=2,p=1\$/);
    assert.ok(await page.locator("#make [data-copy]").isVisible());
    await page.locator("#curve-picture .now-label").waitFor({ state: "attached" });
  });

  test("the hash verifies with its password in the panel below, and needs no rehash", async () => {
    const before = await page.locator("#make-string").textContent();
    await set("#make-password", "pässwörd ✓");
    await page.waitForFunction((old) => document.querySelector("#make-string").textContent !== old, before);
    await set("#read-hash", await page.locator("#make-string").textContent());
    await textOf(page, "#read-badges", /As good as a new hash/);
    await set("#read-password", "pässwörd ✓");
    await verify();
    await textOf(page, "#read-verdict", /The password is right/);
    assert.ok(await page.locator("#read-updated").isHidden());
  });

  test("a secret goes into the hash, which names it; the field shows it only on request", async () => {
    const secret = page.locator("#make-secret");
    await set("#make-secret", "a pepper of some length");
    const encoded = await textOf(
      page,
      "#make-string",
      /^\$argon2id\$v=19\$m=19456,t=2,p=1,keyid=a3[\w+/]{9}\$[\w+/]{22}\$[\w+/]{43}$/,
    );
    assert.match(await page.locator("#make-parts").innerText(), /Key id\s+names the secret by a fingerprint/);
    assert.ok(!(await page.locator("#make").innerText()).includes("pepper of some"));
    assert.equal(await secret.getAttribute("type"), "password");
    await page.locator("#make").getByRole("button", { name: "Show the secret", exact: true }).click();
    assert.equal(await secret.getAttribute("type"), "text");
    await page.locator("#make").getByRole("button", { name: "Hide the secret", exact: true }).click();
    assert.equal(await secret.getAttribute("type"), "password");

    await set("#read-hash", encoded);
    await set("#read-password", "pässwörd ✓");
    await set("#read-secret", "a pepper of some length");
    await textOf(page, "#read-badges", /As good as a new hash/);
    await verify();
    await textOf(page, "#read-verdict", /The password is right/);
    await set("#read-secret", "");
    await set("#make-secret", "");
    await textOf(page, "#make-string", /,p=1\$/);
  });

  test("a hash is computed beside the page, which stays alive meanwhile", async () => {
    // Ticks of the page while it waits for a hash; there would be none if it computed the hash itself.
    await page.evaluate(() => {
      globalThis.ticks = 0;
      globalThis.ticking = setInterval(
        () => (globalThis.ticks += document.querySelectorAll("#make-time .pulse").length),
        1,
      );
    });
    await set("#make-iterations", 10);
    await textOf(page, "#make-string", /,t=10,/);
    await page.evaluate(() => clearInterval(globalThis.ticking));
    assert.ok((await page.evaluate(() => globalThis.ticks)) > 0);
    await set("#make-iterations", 2);
  });

  test("what is shown can be copied", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await textOf(page, "#make-string", /,t=2,/);
    // It is said for a moment only.
    const said = textOf(page, "#announcement", /^Copied\.$/);
    await Promise.all([said, page.getByRole("button", { name: "Copy the hash" }).click()]);
    assert.equal(
      await page.evaluate(() => navigator.clipboard.readText()),
      await page.locator("#make-string").textContent(),
    );
  });
});

describe("the picture of time against memory", () => {
  test("measures this machine when it is first seen, and is given in numbers, too", async () => {
    await page.locator("#curve").scrollIntoViewIfNeeded();
    await textOf(
      page,
      "#curve-state",
      /^Measured with 2 iterations, 1 lane\. Within a quarter of a second this device can spend \d+ MiB|^Measured with 2 iterations, 1 lane\. $/,
    );
    assert.equal(await page.locator("#curve-picture .newest circle.dot").count(), 8);
    await page.locator("#curve-numbers summary").click();
    const times = await page.locator("#curve-numbers tbody tr").allInnerTexts();
    assert.equal(times.length, 8);
    assert.match(times[0], /^1 MiB\s+[\d.]+ m?s$/);
    assert.match(
      await page.locator("#curve-picture svg").getAttribute("aria-label"),
      /t=2, p=1: 1 MiB [\d.]+ m?s, 2 MiB/,
    );
  });

  test("more memory takes more time, and the setting of the sliders has its place in it", async () => {
    const heights = await page
      .locator("#curve-picture .newest circle.dot")
      .evaluateAll((dots) => dots.map((dot) => Number(dot.getAttribute("cy"))));
    assert.ok(heights[0] > heights[4] && heights[4] > heights[7], `${heights}`);
    assert.match(await page.locator("#curve-picture .now-label").textContent(), /^your setting: [\d.]+ m?s$/);
  });

  test("a second line stays beside the first for comparison", async () => {
    await set("#make-iterations", 1);
    await textOf(page, "#make-string", /,t=1,/);
    await page.getByRole("button", { name: "Measure", exact: true }).click();
    await textOf(page, "#curve-state", /^Measured with 1 iteration, 1 lane\./);
    assert.deepEqual(await page.locator("#curve-picture .line-label").allTextContents(), ["t=2, p=1", "t=1, p=1"]);
  });

  test("what is stopped ends after the hash that is under way, though the button is pressed again before", async () => {
    const button = page.locator("#curve-run");
    await button.evaluate((/** @type {HTMLButtonElement} */ run) => {
      for (let presses = 0; presses < 3; presses++) run.click();
    });
    await textOf(page, "#curve-state", /^Measured with 1 iteration, 1 lane\./);
    assert.equal(await page.locator("#curve-numbers tbody tr").count(), 1);
    assert.equal(await button.textContent(), "Measure");
  });
});

describe("read any hash", () => {
  test("every scheme that keyward reads has a name for people", () => {
    const table = readFileSync(inRoot("src/password/scheme.rs"), "utf8").match(/const TABLE[^]*?\n\];/)[0];
    const rows = [...table.matchAll(/^ {4}\("[^"\\]*(?:\\.[^"\\]*)*",\s*(?:"([^"]+)"|ARGON2ID),/gm)];
    assert.ok(rows.length > 90);
    // What is known by its shape, or by more than its prefix, is not in the table and has vectors.
    const vectors = JSON.parse(readFileSync(inRoot("tests/vectors/passwords.json"), "utf8"));
    const unusable = ["django-unusable", "unusable"];
    const schemes = [
      ...rows.map(([, name]) => name ?? "argon2id"),
      ...vectors.map(({ scheme }) => scheme),
      ...unusable,
    ];
    assert.deepEqual(Object.keys(NAMES).sort(), [...new Set(schemes)].sort());
  });

  const examples = /** @type {[string, string, string, RegExp][]} */ ([
    ["FastAPI", "argon2id", "Argon2id", /Memory m\s+64 MiB \(65,536 KiB\)[^]*Iterations t\s+3[^]*Lanes p\s+4/],
    ["bcrypt", "bcrypt", "bcrypt", /Cost\s+12, so 2\^12 = 4,096 rounds/],
    ["Django", "django-pbkdf2", "Django’s PBKDF2", /Digest\s+sha256[^]*Rounds\s+1,000,000/],
    ["Flask", "werkzeug-scrypt", "Werkzeug’s scrypt, Flask", /N\s+32,768[^]*Memory\s+32 MiB/],
    ["WordPress", "wordpress-bcrypt", "WordPress’s bcrypt", /Cost\s+10/],
    ["WordPress before 6.8", "phpass", "phpass", /8,192/],
    ["Laravel", "bcrypt", "bcrypt", /Cost\s+12/],
    ["Firebase", "firebase-scrypt", "Firebase’s scrypt", /N\s+16,384[^]*Memory\s+16 MiB/],
    ["Keycloak", "keycloak", "Keycloak", /sha512[^]*210,000/],
    ["Spring", "spring-pbkdf2", "Spring Security", /310,000/],
    ["ASP.NET", "aspnet-identity", "ASP.NET Identity", /100,000/],
    ["Linux", "sha512-crypt", "SHA-512 crypt", /Rounds\s+100,000/],
  ]);
  for (const [name, scheme, title, cost] of examples) {
    test(`the example ${name} is named, priced, opened by its password alone, and brings a new hash if it is old`, async () => {
      await example(name);
      await textOf(page, "#read-identity .kind code", new RegExp(`^${scheme}$`));
      await priced();
      const identity = await page.locator("#read-identity").innerText();
      assert.ok(identity.includes(title), identity);
      assert.match(identity, cost);
      assert.match(identity, scheme === "argon2id" ? /As good as a new hash/ : /Needs a rehash/);
      await set("#read-password", "Secret");
      await verify();
      await textOf(page, "#read-verdict", /The password is wrong/);
      assert.ok(await page.locator("#read-updated").isHidden());
      await set("#read-password", "secret");
      await verify();
      await textOf(page, "#read-verdict", /The password is right/);
      if (scheme !== "argon2id") await textOf(page, "#read-updated-hash", /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    });
  }

  test("a check says nothing when its password has changed meanwhile", async () => {
    await example("FastAPI");
    await priced();
    await page.evaluate(() => {
      /** @type {HTMLFormElement} */ (document.querySelector("#read-form")).requestSubmit();
      document.querySelector("#read-password").dispatchEvent(new Event("input"));
    });
    // The worker answers in order, and this is asked last.
    await hashAgain();
    assert.ok(await page.locator("#read-verdict").isHidden());
  });

  test("a hash that names its secret is opened with that secret alone, in words that say which is missing", async () => {
    await example("With a secret");
    await textOf(page, "#read-secret-note", /names the one that it was made with: keyid=a3em85qts7M\.$/);
    assert.match(await page.locator("#read-identity").innerText(), /Key id\s+a3em85qts7M/);
    await priced();
    await textOf(page, "#read-badges", /^As good as a new hash$/);
    await verify();
    await textOf(page, "#read-verdict", /The password is right/);

    for (const [secret, title] of /** @type {[string, RegExp][]} */ ([
      ["", /^This hash needs the secret that it was made with\./],
      ["another secret of some length", /^This is not the secret that the hash was made with\./],
    ])) {
      await set("#read-secret", secret);
      await textOf(page, "#read-badges", /^Needs its secret$/);
      await textOf(page, "#read-cost", /measured when the secret is here/);
      await verify();
      assert.match(await textOf(page, "#read-verdict", /ERR_HASH_SECRET/), title);
      assert.ok(await page.locator("#read-updated").isHidden());
    }
  });

  test("a secret is changed: the one before it opens the hash, and the new hash has the new one", async () => {
    await example("With a secret");
    await page.locator("#read-secrets summary").click();
    await set("#read-secret", "a new secret of some length");
    await set("#read-previous", "a pepper of some length");
    await textOf(page, "#read-badges", /Needs a rehash/);
    await verify();
    await textOf(page, "#read-verdict", /The password is right/);
    const updated = await textOf(page, "#read-updated-hash", /,keyid=a3/);
    await set("#read-previous", "");
    await set("#read-hash", updated);
    await verify();
    await textOf(page, "#read-verdict", /The password is right/);
    assert.ok(await page.locator("#read-updated").isHidden());
  });

  test("a secret is introduced: a hash that names none is opened when that is accepted", async () => {
    await example("FastAPI");
    await set("#read-secret", "a new secret of some length");
    await textOf(page, "#read-secret-note", /names none, and is taken for one that was made with this/);
    await verify();
    await textOf(page, "#read-verdict", /The password is wrong.*names no secret, was made without one: accept that/);
    await page.getByLabel("Accept hashes made without one").check();
    await verify();
    await textOf(page, "#read-verdict", /The password is right/);
    await textOf(page, "#read-updated-hash", /^\$argon2id\$v=19\$m=65536,t=3,p=4,keyid=a3/);
    await page.getByLabel("Accept hashes made without one").uncheck();
    await page.locator("#read-secrets summary").click();
  });

  test("a scheme that takes no secret says so, and is checked without it", async () => {
    await example("bcrypt");
    await textOf(page, "#read-secret-note", /^This format takes none\.$/);
    await set("#read-secret", "a new secret of some length");
    await textOf(
      page,
      "#read-secret-note",
      /^Only Argon2 takes a secret\. This hash is checked without it, the new one is made with it\.$/,
    );
    await verify();
    await textOf(page, "#read-verdict", /The password is right/);
    await textOf(page, "#read-updated-hash", /^\$argon2id\$v=19\$m=19456,t=2,p=1,keyid=a3/);
    // Another example has no use for it.
    await example("Django");
    assert.equal(await page.locator("#read-secret").inputValue(), "");
  });

  for (const name of ["LDAP", "Old Django"]) {
    test(`the example ${name} is refused as broken, until it is allowed`, async () => {
      await example(name);
      await textOf(page, "#read-badges", /Needs allowLegacy/);
      await verify();
      await textOf(page, "#read-verdict", /This format is broken.*ERR_HASH_LEGACY.*Allow it/);
      await page.getByLabel("Allow formats known to be broken").check();
      await verify();
      await textOf(page, "#read-verdict", /The password is right/);
      await textOf(page, "#read-updated-hash", /^\$argon2id/);
      await page.getByLabel("Allow formats known to be broken").uncheck();
    });
  }

  test("a password in clear is said to be never accepted", async () => {
    await set("#read-hash", "{noop}secret");
    await textOf(page, "#read-identity", /stored in clear is never accepted/);
  });

  test("a Firebase hash without the parameters of its project asks for them", async () => {
    // firebase/scrypt, README.md
    await set(
      "#read-hash",
      "$fbscrypt$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==",
    );
    await page
      .getByLabel("base64_signer_key")
      .fill("jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==");
    await priced();
    await set("#read-password", "user1password");
    await verify();
    await textOf(page, "#read-verdict", /The password is right/);
  });

  test("a hash that costs too much is refused before anything is computed", async () => {
    await set(
      "#read-hash",
      "$argon2id$v=19$m=4000000,t=3,p=4$wagCPXjifgvUFBzq4hqe3w$CYaIb8sB+wtD+Vu/P4uod1+Qof8h+1g7bbDlBID48Rc",
    );
    await textOf(page, "#read-badges", /Over the limit/);
    await textOf(page, "#read-cost", /4000000.*the limit is 102400: .*It is refused before/);
    await verify();
    await textOf(page, "#read-verdict", /costs too much.*4000000.*ERR_HASH_LIMIT/);
  });

  test("what is no hash is refused in words", async () => {
    await set("#read-hash", "hunter2");
    await textOf(page, "#read-identity", /No hash that keyward knows.*no known format/);
    await verify();
    await textOf(page, "#read-verdict", /cannot be read.*ERR_HASH_FORMAT/);
  });
});
