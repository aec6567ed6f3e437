// The Tokens panels of the landing page do what they say.

import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { after, before, test } from "node:test";
import { forge } from "../conformance/forge.mjs";
import { newSecret } from "../worker/support.mjs";
import { startWorker } from "../worker/harness.mjs";
import { openBrowser, openPage, textOf } from "./browser.mjs";

const SECRET = "0123456789abcdef0123456789abcdef";
const now = () => Math.floor(Date.now() / 1000);

let worker;
let browser;
let page;

before(async () => {
  worker = await startWorker({ secret: newSecret() });
  browser = await openBrowser();
  page = await openPage(browser, `${worker.origin}/`);
  await textOf(page, "#token-claims", /johndoe/);
});

after(async () => {
  page?.assertClean();
  await browser?.close();
  await worker?.stop();
});

/** Types a token and a key, and waits until the panel shows them. */
async function enter(token, key) {
  await page.locator("#token-key").fill(key);
  await page.locator("#token-text").fill(token);
  await page.waitForTimeout(400);
}

const verify = () => page.locator("#token-verify").click();

/** A token signed by Node's own crypto, so that nothing here checks itself. */
function signed(algorithm, key, claims, header = {}) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const input = `${part({ alg: algorithm, typ: "JWT", ...header })}.${part(claims)}`;
  const how = algorithm.startsWith("ES") ? { key, dsaEncoding: "ieee-p1363" } : key;
  const digest = algorithm === "EdDSA" ? null : `sha${algorithm.slice(2)}`;
  return `${input}.${sign(digest, Buffer.from(input), how).toString("base64url")}`;
}

test("the page begins with a good token that counts down", async () => {
  const read = () => page.locator('#token-claims [data-claim="exp"]').textContent();
  const first = await read();
  assert.match(first, /expires in \d+ minutes/);
  await page.waitForFunction((before) => document.querySelector('#token-claims [data-claim="exp"]').textContent !== before, first);
  await verify();
  await textOf(page, "#token-verdict", /The signature is good: HS256\.\s*It is good for another/);
});

test("a pasted token shows its header and claims, with times as dates", async () => {
  await enter(forge(SECRET, { sub: "ann", iat: 1_700_000_000, exp: now() + 7200, admin: true }, { header: { alg: "HS256", typ: "JWT", kid: "k1" } }), SECRET);
  assert.match(await page.locator("#token-header").innerText(), /alg\s+HS256[^]*typ\s+JWT[^]*kid\s+k1/);
  const claims = await page.locator("#token-claims").innerText();
  assert.match(claims, /sub\s+ann\s+subject: whom it is about/);
  assert.match(claims, /iat\s+1700000000\s+.*2023.*issued [\d,]+ days .* ago/);
  assert.match(claims, /exp\s+\d+\s+.*expires in 1 hour 59 minutes|expires in 2 hours/);
  assert.match(claims, /admin\s+true/);
  await verify();
  await textOf(page, "#token-verdict", /The signature is good/);
});

test("what is wrong is said in words", async () => {
  const good = { sub: "ann", exp: now() + 600 };
  for (const [token, key, words] of [
    [forge(SECRET, good), "another secret that is long enough to be one", /signature does not match.*ERR_TOKEN_SIGNATURE/],
    [forge(SECRET, { ...good, exp: now() - 60 }), SECRET, /has expired.*ERR_TOKEN_EXPIRED/],
    [forge(SECRET, { ...good, nbf: now() + 600 }), SECRET, /time has not come.*ERR_TOKEN_NOT_YET/],
    [forge(SECRET, { ...good, sub: 7 }), SECRET, /a claim is not.*ERR_TOKEN_CLAIM/],
    [forge(SECRET, good), "short", /key cannot be used.*ERR_KEY/],
    ["abc.def", SECRET, /This is not a token.*ERR_TOKEN_FORMAT/],
  ]) {
    await enter(token, key);
    await verify();
    await textOf(page, "#token-verdict", words);
  }
});

for (const [algorithm, kind, options] of [
  ["ES256", "ec", { namedCurve: "P-256" }],
  ["EdDSA", "ed25519", {}],
  ["RS256", "rsa", { modulusLength: 2048 }],
]) {
  const { publicKey, privateKey } = generateKeyPairSync(kind, options);
  const other = generateKeyPairSync(kind, options).publicKey;

  test(`${algorithm} verifies with a PEM, a JWK and a set of JWKs, and with no other key`, async () => {
    const token = signed(algorithm, privateKey, { sub: "ann", exp: now() + 600 }, { kid: "k1" });
    const jwk = { ...publicKey.export({ format: "jwk" }), kid: "k1" };
    for (const [key, kindText] of [
      [publicKey.export({ format: "pem", type: "spki" }), /^A PEM: a public key/],
      [JSON.stringify(jwk), /^A JWK: a public key/],
      [JSON.stringify({ keys: [jwk] }), /^A set of JWKs/],
    ]) {
      await enter(token, key);
      await textOf(page, "#token-key-kind", kindText);
      await verify();
      await textOf(page, "#token-verdict", new RegExp(`The signature is good: ${algorithm}`));
    }
    await enter(token, other.export({ format: "pem", type: "spki" }));
    await verify();
    await textOf(page, "#token-verdict", /ERR_TOKEN_SIGNATURE/);
  });
}

test("claims are edited and signed, and the new token is good", async () => {
  await enter(forge(SECRET, { sub: "ann", exp: now() + 600 }), SECRET);
  await page.locator("#sign-claims").fill('{"sub": "bob", "role": "admin"}');
  await page.locator("#sign-expires").selectOption("7d");
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await textOf(page, "#sign-verdict", /Signed/);
  assert.match(await page.locator("#token-claims").innerText(), /sub\s+bob[^]*role\s+admin[^]*expires in (7|6) days/);
  await verify();
  await textOf(page, "#token-verdict", /The signature is good: HS256/);
});

test("a new key of each kind signs and verifies", async () => {
  for (const algorithm of ["ES256", "EdDSA", "HS512"]) {
    await page.locator("#sign-algorithm").selectOption(algorithm);
    await page.getByRole("button", { name: "Make a new key" }).click();
    await textOf(page, "#sign-verdict", /A new key is above/);
    await page.getByRole("button", { name: "Sign", exact: true }).click();
    await textOf(page, "#sign-verdict", /Signed/);
    await verify();
    await textOf(page, "#token-verdict", new RegExp(`The signature is good: ${algorithm}`));
  }
});

test("claims that are no JSON are refused in words", async () => {
  await page.locator("#sign-claims").fill("{sub: 1}");
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await textOf(page, "#sign-verdict", /The claims are not JSON/);
});
