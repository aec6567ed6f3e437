// Where the pages live: at the Worker with its headers, on any host of plain files, in any folder there, and nowhere at
// all once they were seen.

import assert from "node:assert/strict";
import { createReadStream, readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, test as once } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { patientFetch } from "../support/patience.mjs";
import { withWorker } from "../worker/harness.mjs";
import { openPage, textOf } from "./browser.mjs";
import { onPaintedPages } from "./painted.mjs";
import { demoUsers } from "../../scripts/seed.mjs";
import { served } from "./served.mjs";

const test = (name, work) => once(name, onPaintedPages(work));

const site = served({ users: demoUsers });

const TYPES = {
  html: "text/html",
  js: "text/javascript",
  css: "text/css",
  svg: "image/svg+xml",
  json: "application/json",
};

/** A host of plain files: www/ under `folder`, and nothing else; `withheld` are addresses that it does not have. */
async function startFiles(folder, withheld = new Set()) {
  const server = createServer(({ url, method }, response) => {
    const { pathname } = new URL(url, "http://x");
    const path = inRoot(
      "www",
      decodeURI(pathname)
        .slice(folder.length - 1)
        .replace(/\/$/, "/index.html"),
    );
    const isThere = pathname.startsWith(folder) && statSync(path, { throwIfNoEntry: false })?.isFile();
    if (["GET", "HEAD"].includes(method) && isThere && !withheld.has(pathname)) {
      response.setHeader("Content-Type", TYPES[path.split(".").at(-1)] ?? "text/plain");
      createReadStream(path).pipe(response);
    } else {
      response.writeHead(404).end("Not found");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  return {
    url: `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}${folder}`,
    close: () => server.close(),
  };
}

const NO_WORKER = [/404|ERR_INTERNET_DISCONNECTED|Failed to fetch/];

/** Passwords and tokens work on the page. */
async function assertWorks(page) {
  await textOf(page, "#make-string", /^\$argon2id\$/);
  await textOf(page, "#tour-decode", /^"johndoe"$/);
  await textOf(page, "#token-verdict", /The signature is good/);
  await page.getByRole("button", { name: "bcrypt", exact: true }).click();
  await textOf(page, "#read-cost", /One check takes/);
  await page.locator("#read-form").getByRole("button", { name: "Verify" }).click();
  await textOf(page, "#read-verdict", /The password is right/);
}

for (const folder of ["/", "/some/folder/"]) {
  describe(`on a host of plain files, in ${folder}`, () => {
    let files;
    before(async () => (files = await startFiles(folder)));
    after(() => files?.close());

    test("passwords and tokens work, and the login says that there is no Worker", async () => {
      const page = await openPage(site.browser, files.url, { expected: NO_WORKER });
      await assertWorks(page);
      await textOf(page, "#login-offline", /There is no Worker here/);
      assert.equal(await page.getByRole("link", { name: "API docs" }).count(), 0);
      await page.getByRole("button", { name: "Log in", exact: true }).click();
      await textOf(page, "#login-verdict", /There is no login server here/);
      await textOf(page, "#session-why", /There is no Worker here, and without one no session/);
      page.assertClean();
      await page.context().close();
    });
  });
}

test("while the package is still being built, the page says so, and goes on by itself when it is there", async () => {
  const withheld = new Set(["/pkg/web.js", "/files.json"]);
  const files = await startFiles("/", withheld);
  const page = await openPage(site.browser, files.url, { expected: NO_WORKER });
  await page.locator("#package-missing").waitFor();
  assert.equal(await page.locator("#tour-decode").textContent(), "…");
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  withheld.clear();
  await page.locator("#package-missing").waitFor({ state: "hidden" });
  await assertWorks(page);
  await textOf(page, "#offline-state", /works without a network/);
  page.assertClean();
  await page.context().close();
  files.close();
});

test("at a Worker without its key, passwords and tokens work, and the login says what is missing", async () => {
  await withWorker({}, async (worker) => {
    const page = await openPage(site.browser, `${worker.origin}/`, { expected: [/status of 503/] });
    await assertWorks(page);
    assert.ok(await page.locator("#login-offline").isHidden());
    await page.getByRole("button", { name: "Log in", exact: true }).click();
    await textOf(page, "#login-verdict", /SECRET_KEY.*503/);
    page.assertClean();
    await page.context().close();
  });
});

describe("once it was seen", () => {
  let files;
  before(async () => (files = await startFiles("/")));
  after(() => files?.close());

  for (const host of ["the Worker", "a host of plain files"]) {
    test(`the page of ${host} works without a network`, async () => {
      const url = host === "the Worker" ? `${site.worker.origin}/` : files.url;
      const page = await openPage(site.browser, url, { expected: NO_WORKER });
      await page.evaluate(() => navigator.serviceWorker.ready);
      const listed = JSON.parse(readFileSync(inRoot("www/files.json"), "utf8"));
      const kept = await page.evaluate(async () =>
        (await (await caches.open("keyward-pages")).keys()).map(({ url }) => new URL(url).pathname),
      );
      for (const path of listed) assert.ok(kept.includes(`/${path}`), `${path} is kept`);
      await page.context().setOffline(true);
      await page.reload();
      await assertWorks(page);
      await page.getByRole("button", { name: "Log in", exact: true }).click();
      await textOf(page, "#login-verdict", /The server did not answer/);
      await textOf(page, "#account-offline", /no Worker here, or no network/);
      await page.context().setOffline(false);
      // Playwright takes the network away without a word to the page, and gives it back so.
      await page.evaluate(() => dispatchEvent(new Event("online")));
      const isHere = host === "the Worker";
      await page.locator("#account-offline").waitFor({ state: isHere ? "hidden" : "visible" });
      if (isHere) await textOf(page, "#session-why", /^Nothing yet/);
      page.assertClean();
      await page.context().close();
    });
  }
});

test("a page is kept once, whatever stands behind its question mark", async () => {
  const url = `${site.worker.origin}/`;
  const page = await openPage(site.browser, url, { expected: NO_WORKER });
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller)
      await new Promise((resolve) =>
        navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }),
      );
  });
  for (const query of ["?q=1", "?q=2#tokens"]) await page.goto(url + query);
  const kept = await page.evaluate(async () =>
    (await (await caches.open("keyward-pages")).keys()).map(({ url }) => url),
  );
  assert.ok(kept.includes(url));
  assert.deepEqual(
    kept.filter((address) => /[?#]/.test(address)),
    [],
  );
  await page.context().setOffline(true);
  await page.goto(`${url}?q=3`);
  await textOf(page, "#tour-decode", /^"johndoe"$/);
  page.assertClean();
  await page.context().close();
});

test("nothing of the API is kept, and no page that is not ours", async () => {
  const page = await openPage(site.browser, `${site.worker.origin}/`, { expected: NO_WORKER });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  const answers = await page.evaluate(async () => {
    const body = new URLSearchParams({ username: "johndoe", password: "secret" });
    const { access_token } = await (await fetch("/token", { method: "POST", body })).json();
    const headers = { Authorization: `Bearer ${access_token}` };
    const paths = ["/protected/", "/protected", "/status/", "/users/me/", "/docs", "/css/base.css"];
    const answers = await Promise.all(paths.map((path) => fetch(path, { headers })));
    return answers.map(({ status }) => status);
  });
  assert.deepEqual(answers, [200, 200, 200, 200, 200, 200]);
  // It is kept a moment after the answer, if at all.
  await page.waitForTimeout(500);
  const kept = await page.evaluate(async () =>
    (await (await caches.open("keyward-pages")).keys()).map(({ url }) => new URL(url).pathname.slice(1)),
  );
  const listed = JSON.parse(readFileSync(inRoot("www/files.json"), "utf8"));
  assert.deepEqual(kept.toSorted(), ["", ...listed].toSorted());
  page.assertClean();
  await page.context().close();
});

describe("what the pages load", () => {
  test("files.json lists every file that the page loads", async () => {
    const page = await openPage(site.browser, `${site.worker.origin}/`);
    await textOf(page, "#tour-decode", /johndoe/);
    const listed = JSON.parse(readFileSync(inRoot("www/files.json"), "utf8"));
    const loaded = page
      .loaded()
      .map((url) => new URL(url).pathname.slice(1))
      .filter((path) => path && !["openapi.json", "sw.js", "files.json"].includes(path));
    assert.ok(loaded.includes("pkg/web.js") && loaded.includes("css/base.css"));
    for (const path of loaded) assert.ok(listed.includes(path), `${path} is in files.json`);
    page.assertClean();
    await page.context().close();
  });

  test("the package is the published one, byte for byte", () => {
    const names = readdirSync(inRoot("www/pkg"), { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".js"),
    );
    const generated = (half) => join("generated", half, "packed.js");
    assert.ok(names.includes("web.js") && names.includes(generated("token")) && !names.includes(generated("whole")));
    for (const name of names) {
      assert.ok(readFileSync(inRoot("www/pkg", name)).equals(readFileSync(inRoot("pkg", name))), name);
    }
  });

  test("nothing is stored but the files of the page", async () => {
    const page = await openPage(site.browser, `${site.worker.origin}/`);
    await textOf(page, "#token-verdict", /The signature is good/);
    await page.locator("#make-password").fill("nobody keeps this");
    await page.locator("#token-key").fill("nor this, though it is long enough to be a key");
    await textOf(page, "#token-verdict", /does not match/);
    const stored = await page.evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      cookies: document.cookie,
      databases: (await indexedDB.databases()).length,
      caches: await caches.keys(),
    }));
    assert.deepEqual(
      { ...stored, caches: stored.caches.filter((name) => name !== "keyward-pages") },
      { local: 0, session: 0, cookies: "", databases: 0, caches: [] },
    );
    assert.deepEqual(await page.context().cookies(), []);
    await page.context().close();
  });
});

describe("the headers of the pages", () => {
  test("the policy allows scripts of this origin alone, and says so in a header and in the page", async () => {
    const response = await patientFetch(`${site.worker.origin}/`);
    const header = Object.fromEntries(
      response.headers
        .get("content-security-policy")
        .split("; ")
        .map((rule) => [rule.split(" ")[0], rule]),
    );
    assert.equal(header["default-src"], "default-src 'none'");
    assert.equal(header["script-src"], "script-src 'self' 'wasm-unsafe-eval'");
    assert.equal(header["connect-src"], "connect-src 'self'");
    assert.equal(header["frame-ancestors"], "frame-ancestors 'none'");
    assert.equal(header["require-trusted-types-for"], "require-trusted-types-for 'script'");
    const inPage = (await response.text())
      .match(/http-equiv="Content-Security-Policy" content="([^"]+)"/)[1]
      .split("; ");
    // A page cannot say who may frame it: that is a header's alone.
    assert.deepEqual(
      inPage,
      Object.values(header).filter((rule) => !rule.startsWith("frame-ancestors")),
    );
  });

  test("every kind of file has the headers that keep browsers from doing more with it", async () => {
    const [, transport] = readFileSync(inRoot("src/oauth/http/security.rs"), "utf8").match(
      /const TRANSPORT: &str = "([^"]+)"/,
    );
    for (const path of [
      "/",
      "/js/main.js",
      "/css/base.css",
      "/icon.svg",
      "/pkg/web.js",
      "/docs/swagger-ui-bundle.js",
    ]) {
      const { status, headers } = await patientFetch(site.worker.origin + path);
      assert.equal(status, 200, path);
      assert.equal(headers.get("x-content-type-options"), "nosniff", path);
      assert.equal(headers.get("x-frame-options"), "DENY", path);
      assert.equal(headers.get("referrer-policy"), "no-referrer", path);
      assert.equal(headers.get("cross-origin-opener-policy"), "same-origin", path);
      assert.match(headers.get("permissions-policy"), /camera=\(\)/, path);
      assert.equal(headers.get("strict-transport-security"), transport, `${path}, as the Worker’s own answers have it`);
    }
  });

  test("a page that somebody slips a script into does not run it", async () => {
    // It would answer, were it asked.
    const elsewhere = await startFiles("/");
    const page = await openPage(site.browser, `${site.worker.origin}/`);
    const refused = await page.evaluate(async (elsewhere) => {
      const events = [];
      addEventListener("securitypolicyviolation", ({ effectiveDirective }) => events.push(effectiveDirective));
      const attempts = [
        () => (document.body.innerHTML += "<img src=x onerror=alert(1)>"),
        // Later, because what a driver evaluates itself is let through.
        () =>
          new Promise((resolve, reject) =>
            setTimeout(() => {
              try {
                // biome-ignore lint/security/noGlobalEval: it is what the policy has to refuse
                resolve(globalThis.eval("1"));
              } catch (error) {
                reject(error);
              }
            }),
          ),
        () => new Worker("data:text/javascript,1"),
        () => import(`${elsewhere}js/dom.js`),
        () => fetch(elsewhere, { mode: "no-cors" }),
      ];
      const results = [];
      for (const attempt of attempts) {
        try {
          await attempt();
          results.push("ran");
        } catch (error) {
          results.push(error.name);
        }
      }
      // They are told later, and each of them for the header and for the page.
      for (let turns = 0; events.length < 2 * attempts.length && turns < 1000; turns += 1)
        await new Promise((later) => setTimeout(later, 10));
      return { results, events };
    }, elsewhere.url);
    assert.ok(!refused.results.includes("ran"), JSON.stringify(refused));
    const typed = "require-trusted-types-for";
    const violated = [typed, typed, typed, "script-src-elem", "connect-src"];
    assert.deepEqual(
      refused.events,
      violated.flatMap((directive) => [directive, directive]),
    );
    await page.context().close();
    elsewhere.close();
  });
});
