// /docs, as a person uses it: Authorize, johndoe, secret, then ask for /users/me.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { demoUsers } from "../../scripts/seed.mjs";
import { newSecret } from "../worker/support.mjs";
import { startWorker } from "../worker/harness.mjs";
import { openBrowser, openPage, shoot } from "./browser.mjs";

let worker;
let browser;

before(async () => {
  worker = await startWorker({ secret: newSecret(), users: demoUsers, vars: { REQUIRE_SCOPES: "true" } });
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

test("a person authorizes as johndoe in Swagger UI and reads /users/me", async () => {
  const page = await openPage(browser, `${worker.origin}/docs`);
  await page.getByRole("button", { name: "Authorize" }).first().click();
  const dialog = page.locator(".modal-ux");
  await dialog.getByLabel("username:").fill("johndoe");
  await dialog.getByLabel("password:").fill("secret");
  await dialog.getByText("Read information about the current user.").click();
  await dialog.getByRole("button", { name: "Apply given OAuth2 credentials" }).click();
  await dialog.getByRole("button", { name: "Remove authorization" }).waitFor();
  await dialog.getByRole("button", { name: "Close" }).last().click();

  const operation = page.locator("#operations-default-read_users_me_users_me__get");
  await operation.getByRole("button", { name: "get /users/me/" }).first().click();
  await operation.getByRole("button", { name: "Try it out" }).click();
  await operation.getByRole("button", { name: "Execute" }).click();
  const live = operation.locator(".live-responses-table");
  await live.waitFor();
  assert.equal((await live.locator(".response-col_status").last().innerText()).trim(), "200");
  const body = JSON.parse(await live.locator(".highlight-code pre, pre.microlight").first().innerText());
  assert.deepEqual(body, { username: "johndoe", email: "johndoe@example.com", full_name: "John Doe", disabled: false });
  await shoot(page, "docs", live);
  page.assertClean();
  await page.context().close();
});

test("without authorizing, Swagger UI shows the 401", async () => {
  const page = await openPage(browser, `${worker.origin}/docs`, { expected: [/401/] });
  const operation = page.locator("#operations-default-read_own_items_users_me_items__get");
  await operation.getByRole("button", { name: "get /users/me/items/" }).first().click();
  await operation.getByRole("button", { name: "Try it out" }).click();
  await operation.getByRole("button", { name: "Execute" }).click();
  const live = operation.locator(".live-responses-table");
  await live.waitFor();
  assert.match(await live.innerText(), /401[^]*Not authenticated/);
  page.assertClean();
  await page.context().close();
});
