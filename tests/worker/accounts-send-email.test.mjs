// Mails by Cloudflare's binding `send_email`, as Miniflare has it: it takes what the platform's own takes, and sends nothing.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { PATIENCE } from "../support/patience.mjs";
import { address, call, put, said } from "./accounts/support.mjs";
import { startWorker, withWorker } from "./harness.mjs";
import { OBJECTS } from "./sessions/support.mjs";
import { assertQuietLog, newSecret } from "./support.mjs";

const FROM = "login@example.com";

const options = (vars = {}) => ({
  secret: newSecret(),
  vars: { MAIL_FROM: FROM, PUBLIC_URL: "https://app.example", ...vars },
  config: {
    ...OBJECTS,
    main: inRoot("tests/worker/sessions/worker.js"),
    send_email: [{ name: "MAIL", allowed_sender_addresses: [FROM] }],
  },
});

let worker;

before(async () => {
  worker = await startWorker(options());
});

after(() => worker?.stop());

/** The mail to an address, when it has gone out. */
async function sent(to) {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const found = worker.mails.find((mail) => mail.to === to);
    if (found) return found;
    assert.ok(Date.now() < deadline, `no mail went to ${to}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("a mail for a forgotten password has a link that sets a new one", async () => {
  const { email } = await put(worker);
  assert.deepEqual(said(await call(worker, "POST /auth/forgot-password", { email })), [202, null]);
  const { from, subject, text, html } = await sent(email);
  assert.deepEqual([from, subject], [FROM, "Set a new password"]);
  const [link, token] = /https:\/\/app\.example\/#reset=(kwm_[\w-]+)/.exec(text) ?? [];
  assert.ok(link && html.includes(`<a href="${link}">`), text);
  const reset = { token, password: "another good long password" };
  assert.deepEqual(said(await call(worker, "POST /auth/reset-password", reset)), [200, null]);
  assertQuietLog(worker, [token, email]);
});

test("a mail for verification has a link that verifies the address", async () => {
  const { email } = await put(worker);
  assert.deepEqual(said(await call(worker, "POST /auth/request-verify-token", { email })), [202, null]);
  const { text } = await sent(email);
  const [, token] = /#verify=(kwm_[\w-]+)/.exec(text) ?? [];
  const { status, body } = await call(worker, "POST /auth/verify", { token });
  assert.deepEqual([status, body.is_verified], [200, true]);
});

test("nobody hears that there was nobody to write to", async () => {
  const before = worker.mails.length;
  assert.deepEqual(said(await call(worker, "POST /auth/forgot-password", { email: address() })), [202, null]);
  const { email } = await put(worker);
  await call(worker, "POST /auth/forgot-password", { email });
  await sent(email);
  assert.equal(worker.mails.length, before + 1);
});

test("a mail that the binding refuses is an error in the log, and nobody else hears of it", async () => {
  await withWorker(options({ MAIL_FROM: "stranger@example.com" }), async (other) => {
    const { email } = await put(other);
    assert.deepEqual(said(await call(other, "POST /auth/forgot-password", { email })), [202, null]);
    await other.logged(/"level":"error".*a mail was not sent: email from stranger@example\.com not allowed/);
    assert.equal(other.mails.length, 0);
  });
});
