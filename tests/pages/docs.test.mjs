// /docs, as a person uses it: Authorize, johndoe, secret, then ask for /users/me.

import assert from "node:assert/strict";
import { test as once } from "node:test";
import { demoUsers } from "../../scripts/seed.mjs";
import { patientFetch } from "../support/patience.mjs";
import { openPage, shoot } from "./browser.mjs";
import { onPaintedPages } from "./painted.mjs";
import { served } from "./served.mjs";
import { askForMe, authorize, execute } from "./swagger.mjs";

const test = (name, work) => once(name, onPaintedPages(work));

const site = served({ users: demoUsers, vars: { REQUIRE_SCOPES: "true" } });

test("a person authorizes as johndoe in Swagger UI and reads /users/me", async () => {
  const page = await openPage(site.browser, `${site.worker.origin}/docs`);
  await authorize(page);
  const live = await askForMe(page);
  assert.equal((await live.locator(".response-col_status").last().innerText()).trim(), "200");
  const body = JSON.parse(await live.locator(".highlight-code pre, pre.microlight").first().innerText());
  assert.deepEqual(body, {
    username: "johndoe",
    email: "johndoe@example.com",
    full_name: "John Doe",
    disabled: false,
    id: "johndoe",
    is_active: true,
    is_superuser: false,
    is_verified: false,
  });
  await shoot(page, "docs", live);
  page.assertClean();
  await page.context().close();
});

test("without authorizing, Swagger UI shows the 401", async () => {
  const page = await openPage(site.browser, `${site.worker.origin}/docs`, { expected: [/401/] });
  const live = await execute(page, "read_own_items_users_me_items__get", "get /users/me/items/");
  assert.match(await live.innerText(), /401[^]*Not authenticated/);
  page.assertClean();
  await page.context().close();
});

test("all that /docs loads is of this origin, under a policy that allows nothing else", async () => {
  const page = await openPage(site.browser, `${site.worker.origin}/docs`);
  await page.locator(".opblock").first().waitFor();
  const loaded = page
    .loaded()
    .filter((url) => !url.startsWith("data:"))
    .map((url) => new URL(url).pathname);
  for (const path of ["/docs", "/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js", "/docs/page.js", "/openapi.json"])
    assert.ok(loaded.includes(path), path);
  const policy = (await patientFetch(`${site.worker.origin}/docs`)).headers.get("content-security-policy");
  assert.match(
    policy,
    /^default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';/,
  );
  page.assertClean();
  await page.context().close();
});

test("every operation of /openapi.json has its place in Swagger UI", async () => {
  const page = await openPage(site.browser, `${site.worker.origin}/docs`);
  await page.locator(".opblock").first().waitFor();
  const { paths } = await (await patientFetch(`${site.worker.origin}/openapi.json`)).json();
  const ids = Object.values(paths)
    .flatMap(Object.values)
    .map(({ operationId }) => operationId);
  assert.ok(ids.length > 5);
  assert.equal(await page.locator(".opblock").count(), ids.length);
  for (const id of ids) assert.equal(await page.locator(`[id$="-${id}"].opblock`).count(), 1, id);
  await page.context().close();
});
