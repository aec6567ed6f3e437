// The Tokens panels of the landing page do what they say.

import assert from "node:assert/strict";
import { generateKeyPairSync, sign, verify } from "node:crypto";
import { describe, test } from "node:test";
import { latest } from "../../www/js/dom.js";
import { readJson } from "../../www/js/tokens/json.js";
import { meaning } from "../../www/js/tokens/words.js";
import { forge } from "../conformance/forge.mjs";
import { textOf } from "./browser.mjs";
import { served } from "./served.mjs";

const SECRET = "0123456789abcdef0123456789abcdef";
const now = () => Math.floor(Date.now() / 1000);

let page;
served({
  page: true,
  async ready(site) {
    ({ page } = site);
    await textOf(page, "#token-claims", /johndoe/);
  },
});

/** Types a token and a key. What the panel says follows by itself. */
async function enter(token, key) {
  await page.locator("#token-key").fill(key);
  await page.locator("#token-text").fill(token);
}

/** Unfolds the options, or folds them, whatever a test that failed left them as. */
const checkMore = (open) =>
  page.locator("#token-options").evaluate((details, open) => Object.assign(details, { open }), open);

const says = (pattern) => textOf(page, "#token-verdict", pattern);

/** A token signed by Node's own crypto, so that nothing here checks itself. */
function signed(algorithm, key, claims, header = {}) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const input = `${part({ alg: algorithm, typ: "JWT", ...header })}.${part(claims)}`;
  const how = algorithm.startsWith("ES") ? { key, dsaEncoding: "ieee-p1363" } : key;
  const digest = algorithm === "EdDSA" ? null : `sha${algorithm.slice(2)}`;
  return `${input}.${sign(digest, Buffer.from(input), how).toString("base64url")}`;
}

describe("look into a token", () => {
  test("the page begins with a good token that counts down", async () => {
    await says(/The signature is good: HS256\.\s*The token is good for another .*Checked in [\d.]+ (µs|ms|s)/);
    const read = () => page.locator('#token-claims [data-claim="exp"]').textContent();
    const first = await read();
    assert.match(first, /expires in \d+ minutes/);
    await page.waitForFunction(
      (before) => document.querySelector('#token-claims [data-claim="exp"]').textContent !== before,
      first,
    );
    const passed = await page
      .locator("#token-claims .lifetime")
      .evaluate((bar) => Number.parseFloat(bar.style.getPropertyValue("--passed")));
    assert.ok(passed >= 0 && passed < 50, `${passed} % of its time has passed`);
  });

  test("a pasted token shows its header and claims, with times as dates", async () => {
    await enter(
      forge(
        SECRET,
        { sub: "ann", iat: 1_700_000_000, exp: now() + 7200, admin: true },
        { header: { alg: "HS256", typ: "JWT", kid: "k1" } },
      ),
      SECRET,
    );
    await textOf(page, "#token-claims", /ann/);
    assert.match(await page.locator("#token-header").innerText(), /alg\s+HS256[^]*typ\s+JWT[^]*kid\s+k1/);
    const claims = await page.locator("#token-claims").innerText();
    assert.match(claims, /sub\s+ann\s+subject: whom it is about/);
    assert.match(claims, /iat\s+1700000000\s+.*2023.*issued [\d,]+ days .* ago/);
    assert.match(claims, /exp\s+\d+\s+.*expires in (1 hour 59 minutes|2 hours)/);
    assert.match(claims, /admin\s+true/);
    await says(/The signature is good/);
  });

  test("a time is said as it lies, ahead or behind", () => {
    for (const [name, ahead, behind] of [
      ["exp", "expires in 5 minutes 2 seconds", "expired 5 minutes 2 seconds ago"],
      ["nbf", "will be good in 5 minutes 2 seconds", "has been good for 5 minutes 2 seconds"],
      ["iat", "will be issued in 5 minutes 2 seconds", "issued 5 minutes 2 seconds ago"],
      ["auth_time", "will have logged in in 5 minutes 2 seconds", "logged in 5 minutes 2 seconds ago"],
    ]) {
      const at = 1_700_000_000;
      assert.equal(meaning(name, at, at - 302).split(": ")[1], ahead);
      assert.equal(meaning(name, at, at + 302).split(": ")[1], behind);
    }
  });

  test("its three parts are coloured as they are typed, and the colours are its text", async () => {
    const token = forge(SECRET, { sub: "coloured" });
    await enter(token, SECRET);
    await textOf(page, "#token-claims", /coloured/);
    assert.equal((await page.locator("#token-string").textContent()).trim(), token);
    assert.deepEqual(await page.locator("#token-string span:not(.p0)").allTextContents(), token.split("."));
  });

  const isGood = /The signature is good: HS256\.\s*The token (is good for another|never expires)/;
  for (const [what, claims, leeway, before, then] of /** @type {[string, Function, number, RegExp, RegExp][]} */ ([
    ["expires", (time) => ({ exp: time }), 0, isGood, /has expired/],
    ["expires after its leeway", (time) => ({ exp: time - 60 }), 60, isGood, /has expired/],
    ["becomes good", (time) => ({ nbf: time }), 0, /is not yet valid/, isGood],
  ])) {
    test(`a token that ${what} while it is looked at is said to, though the page stands still at that moment`, async () => {
      await checkMore(true);
      await page.getByLabel("Leeway").fill(String(leeway));
      // Seen before its time, on a busy machine too: it has twice as long where that was too short.
      let time;
      for (let wait = 3, seen = false; !seen; wait *= 2) {
        time = now() + wait;
        await enter(forge(SECRET, { sub: "ann", jti: `${time}`, ...claims(time) }), SECRET);
        await textOf(page, "#token-claims", new RegExp(`${time}`));
        seen = before.test(await says(new RegExp(`${before.source}|${then.source}`)));
      }
      await page.evaluate(
        (end) => {
          while (Date.now() < end);
        },
        (time + 2) * 1000,
      );
      await says(then);
      await page.getByLabel("Leeway").fill("0");
      await checkMore(false);
    });
  }

  const samples = [
    ["Good", /The signature is good: HS256/],
    [
      "Expired",
      /time is over\.\s*The token has expired: `exp` is 1735691400, \d+ s ago, with a leeway of 0 s\.\s*ERR_TOKEN_EXPIRED/,
    ],
    [
      "Too early",
      /time has not come\.\s*The token is not yet valid: `nbf` is \d+, \d+ s from now, .*ERR_TOKEN_NOT_YET/,
    ],
    ["Tampered", /signature does not match.*ERR_TOKEN_SIGNATURE/],
    ["Wrong key", /signature does not match.*ERR_TOKEN_SIGNATURE/],
    [
      "alg none",
      /algorithm does not go with this key\.\s*Unknown algorithm "none", expected one of HS256, .*ERR_TOKEN_ALGORITHM/,
    ],
    ["crit", /not understood\.\s*`crit` names "exp-policy", which is not understood here.*ERR_TOKEN_CRITICAL/],
    [
      "Bad claim",
      /a claim is not\.\s*Claim `sub`: expected a string, found the number 42; the option `claimTypes: "lenient"` takes it\.\s*ERR_TOKEN_CLAIM/,
    ],
    ["No claims", /what was signed are no claims.*ERR_TOKEN_PAYLOAD/],
    ["Cut short", /This is not a token.*ERR_TOKEN_FORMAT/],
    ["Weak key", /key cannot be used\.\s*The secret is 6 bytes long, HS256 needs at least 32\.\s*ERR_KEY/],
    ["ES256", /The signature is good: ES256/],
    ["EdDSA", /The signature is good: EdDSA/],
  ];
  for (const [name, words] of samples) {
    test(`the sample "${name}" gets the answer that it is there for`, async () => {
      const button = page.locator("#token-samples").getByRole("button", { name, exact: true });
      await button.click();
      await says(words);
      assert.equal(await button.getAttribute("aria-pressed"), "true");
    });
  }

  test("there is no sample but those", async () => {
    assert.deepEqual(
      await page.locator("#token-samples button").allTextContents(),
      samples.map(([name]) => name),
    );
  });

  test("a sample that comes late does not come over what was typed meanwhile", async () => {
    const token = forge(SECRET, { sub: "typed" });
    await page.evaluate(
      ([token]) => {
        document.querySelector("#token-samples button").click();
        const text = document.querySelector("#token-text");
        text.value = token;
        text.dispatchEvent(new Event("input"));
      },
      [token],
    );
    await textOf(page, "#token-claims", /typed/);
    // The sample has been made by then: the worker answers in order, and this is asked last.
    await page.locator("#token-key").fill(SECRET);
    await says(/The signature is good/);
    assert.equal(await page.locator("#token-text").inputValue(), token);
  });

  for (const [algorithm, kind, options] of /** @type {[string, any, object][]} */ ([
    ["ES256", "ec", { namedCurve: "P-256" }],
    ["EdDSA", "ed25519", {}],
    ["RS256", "rsa", { modulusLength: 2048 }],
  ])) {
    const { publicKey, privateKey } = generateKeyPairSync(kind, options);
    const other = generateKeyPairSync(kind, options).publicKey;

    test(`${algorithm} verifies with a PEM, a JWK and a JWK Set, and with no other key`, async () => {
      const token = signed(algorithm, privateKey, { sub: "ann", exp: now() + 600 }, { kid: "k1" });
      const jwk = { ...publicKey.export({ format: "jwk" }), kid: "k1" };
      for (const [key, kindText] of [
        [publicKey.export({ format: "pem", type: "spki" }), /^A PEM: a public key/],
        [JSON.stringify(jwk), /^A JWK: a public key/],
        [JSON.stringify({ keys: [jwk] }), /^A JWK Set/],
      ]) {
        await enter(token, key);
        await textOf(page, "#token-key-kind", kindText);
        await says(new RegExp(`The signature is good: ${algorithm}`));
      }
      await enter(token, other.export({ format: "pem", type: "spki" }));
      await says(/ERR_TOKEN_SIGNATURE/);
    });
  }

  test("a secret may be written as text, base64 or hex", async () => {
    const secret = Buffer.from(SECRET);
    const token = forge(SECRET, { sub: "ann" });
    for (const [encoding, key] of [
      ["hex", secret.toString("hex")],
      ["base64", secret.toString("base64")],
      ["base64", secret.toString("base64url")],
      ["utf-8", SECRET],
    ]) {
      await enter(token, key);
      await page.locator("#token-encoding").selectOption(encoding);
      await says(/The signature is good/);
    }
    await page.locator("#token-encoding").selectOption("hex");
    await page.locator("#token-key").fill("xyz");
    await says(/The secret is not hex/);
    await page.locator("#token-encoding").selectOption("utf-8");
  });

  test("issuer, audience and leeway are checked when they are asked for", async () => {
    await checkMore(true);
    await enter(forge(SECRET, { sub: "ann", iss: "https://a.example", aud: "api", exp: now() - 5 }), SECRET);
    await says(/ERR_TOKEN_EXPIRED/);
    await page.getByLabel("Leeway").fill("60");
    await says(/The signature is good/);
    await page.getByLabel("Issuer").fill("https://b.example");
    await says(/Claim `iss`: expected "https:\/\/b\.example", found "https:\/\/a\.example"\.\s*ERR_TOKEN_CLAIM/);
    await page.getByLabel("Issuer").fill("https://a.example");
    await page.getByLabel("Audience").fill("web");
    await says(/Claim `aud`: expected "web", found "api"\.\s*ERR_TOKEN_CLAIM/);
    await page.getByLabel("Audience").fill("api");
    await says(/The signature is good/);
    for (const label of ["Issuer", "Audience"]) await page.getByLabel(label).fill("");
    await page.getByLabel("Leeway").fill("0");
    await checkMore(false);
  });

  test("a leeway that is no number of seconds is said to be none", async () => {
    await checkMore(true);
    await enter(forge(SECRET, { sub: "ann" }), SECRET);
    await says(/The signature is good/);
    for (const text of ["abc", "-5", "1e", "0x10"]) {
      await page.getByLabel("Leeway").fill(text);
      await says(/^Leeway must be a number of seconds\./);
      await page.getByLabel("Leeway").fill("1.5");
      await says(/The signature is good/);
    }
    await page.getByLabel("Leeway").fill("");
    await says(/The signature is good/);
    await page.getByLabel("Leeway").fill("0");
    await checkMore(false);
  });

  test("without a key a token is shown, and said to be unverified", async () => {
    await enter(forge(SECRET, { sub: "ann" }), "");
    await says(/Not verified\. Anybody can write such a token/);
    assert.match(await page.locator("#token-claims").innerText(), /sub\s+ann/);
  });
});

test("what is asked for while a panel is busy is done once, as it was asked for last, before anybody goes on", async () => {
  const done = [];
  let end = () => {};
  const busy = latest(async (name) => {
    await new Promise((/** @type {(value?: unknown) => void} */ resolve) => (end = resolve));
    done.push(name);
  });
  const all = ["first", "second", "third"].map((name) => busy(name).then(() => done.join()));
  end();
  assert.equal(await all[0], "first");
  end();
  assert.deepEqual(await Promise.all(all), ["first", "first,third", "first,third"]);

  let calls = 0;
  const broken = latest(async () => assert.fail(`call ${++calls}`));
  const errors = await Promise.allSettled([broken(), broken(), broken()]);
  assert.deepEqual(
    errors.map((error) => error.status === "rejected" && error.reason.message),
    ["call 1", "call 2", "call 2"],
  );
});

describe("edit and sign", () => {
  const press = (name) => page.getByRole("button", { name, exact: true }).click();

  test("claims are edited and signed, and the new token is good", async () => {
    await enter(forge(SECRET, { sub: "ann", exp: now() + 600 }), SECRET);
    await page.waitForFunction(() => document.querySelector("#sign-claims").value.includes('"exp"'));
    await page.locator("#sign-claims").fill('{"sub": "bob", "role": "admin"}');
    await page.locator("#sign-expires").selectOption("7d");
    await press("Sign");
    await textOf(page, "#sign-verdict", /Signed\. It took [\d.]+ (µs|ms|s)/);
    assert.match(await page.locator("#token-claims").innerText(), /sub\s+bob[^]*role\s+admin[^]*expires in (7|6) days/);
    await says(/The signature is good: HS256/);
    const [header] = (await page.locator("#token-text").inputValue()).split(".");
    assert.deepEqual(JSON.parse(Buffer.from(header, "base64url").toString()), { alg: "HS256", typ: "JWT" });
  });

  /** The header of the token on show, as Node reads it. */
  const headerOf = async () =>
    JSON.parse(Buffer.from((await page.locator("#token-text").inputValue()).split(".")[0], "base64url").toString());
  const header = (value) =>
    page.locator("#sign-header").fill(typeof value === "string" ? value : JSON.stringify(value));

  test("the header is edited and signed", async () => {
    await enter(forge(SECRET, { sub: "ann" }, { header: { alg: "HS256", typ: "JWT", kid: "old" } }), SECRET);
    await textOf(page, "#token-claims", /ann/);
    assert.deepEqual(JSON.parse(await page.locator("#sign-header").inputValue()), {
      alg: "HS256",
      typ: "JWT",
      kid: "old",
    });
    await header({ alg: "HS256", typ: "at+jwt", kid: "2026-2", cty: "x", deep: { list: [1, "ü"] } });
    await press("Sign");
    await textOf(page, "#sign-verdict", /^Signed\./);
    await says(/The signature is good: HS256/);
    assert.deepEqual(await headerOf(), {
      alg: "HS256",
      typ: "at+jwt",
      kid: "2026-2",
      cty: "x",
      deep: { list: [1, "ü"] },
    });
    assert.match(await page.locator("#token-header").innerText(), /kid\s+2026-2/);
    // What is left out is said beside the field.
    await header("{}");
    await press("Sign");
    await textOf(page, "#token-header", /^alg\s*HS256(?!.*2026-2).*typ\s*JWT/);
    assert.deepEqual(await headerOf(), { alg: "HS256", typ: "JWT" });
  });

  test("the menu and the header name the same algorithm, whichever is changed", async () => {
    await header('{"kid": "k1", "alg": "ES384"}');
    assert.equal(await page.locator("#sign-algorithm").inputValue(), "ES384");
    await page.locator("#sign-algorithm").selectOption("EdDSA");
    assert.deepEqual(JSON.parse(await page.locator("#sign-header").inputValue()), { kid: "k1", alg: "EdDSA" });
    // A header that is no JSON yet stays as it is typed.
    await header('{"alg": ');
    await page.locator("#sign-algorithm").selectOption("HS256");
    assert.equal(await page.locator("#sign-header").inputValue(), '{"alg": ');
  });

  const LONG = SECRET.repeat(2);
  const wrongHeaders = [
    ["is no JSON", "{alg: HS256}", /^The header is not JSON\./],
    ["is a list", ["HS256"], /^The header cannot be signed\. It is a JSON object/],
    ["is null", "null", /^The header cannot be signed\. It is a JSON object/],
    [
      "names a crit",
      { alg: "HS256", crit: ["exp-policy"], "exp-policy": "strict" },
      /^The header cannot be signed\. “crit” names extensions .*keyward knows of none/,
    ],
    [
      "asks for a bare payload",
      { alg: "HS256", b64: false },
      /^The header cannot be signed\. “b64” is left out, or true/,
    ],
    [
      "has a number for an algorithm",
      { alg: 256 },
      /^The header cannot be signed\. “alg” is the name of an algorithm, as text/,
    ],
    [
      "has no algorithm that signs",
      { alg: "none" },
      /^The algorithm does not go with this key\. Unknown algorithm "none", expected one of HS256, .*ERR_TOKEN_ALGORITHM/,
    ],
    [
      "has an algorithm of another kind of key",
      { alg: "ES256" },
      /^The algorithm does not go with this key\. ES256 is not allowed here, only HS256.*ERR_TOKEN_ALGORITHM/,
    ],
    [
      "has a typ that is no text",
      { alg: "HS256", typ: 7 },
      /^An option is not right\. The header's `typ` must be a string\. ERR_OPTION/,
    ],
    [
      "has a kid that is no text",
      { alg: "HS256", kid: null },
      /^An option is not right\. The header's `kid` must be a string\. ERR_OPTION/,
    ],
    [
      "has half a character",
      '{"alg": "HS256", "x": "\\ud800"}',
      /^An option is not right\. Option `header`: expected well-formed text.*ERR_OPTION/,
    ],
  ];
  for (const [what, value, words] of wrongHeaders) {
    test(`a header that ${what} is refused in words, and the token stays`, async () => {
      const token = forge(LONG, { sub: "kept" });
      await enter(token, LONG);
      await textOf(page, "#token-claims", /kept/);
      await header(value);
      await press("Sign");
      await textOf(page, "#sign-verdict", words);
      assert.equal(await page.locator("#token-text").inputValue(), token);
    });
  }

  test("a header with an algorithm that the key is not for is refused: a JWK says what it is for", async () => {
    const jwk = { kty: "oct", k: Buffer.from(LONG).toString("base64url"), alg: "HS256" };
    await enter(forge(LONG, { sub: "kept" }), JSON.stringify(jwk));
    await textOf(page, "#token-claims", /kept/);
    await header({ alg: "HS512" });
    await press("Sign");
    await textOf(page, "#sign-verdict", /^The algorithm does not go with this key\. .*ERR_TOKEN_ALGORITHM/);
  });

  test("what is edited is the token on show, however quickly one comes after the other", async () => {
    const [first, second] = ["first", "second"].map((sub) =>
      forge(SECRET, { sub }, { header: { alg: "HS256", kid: sub } }),
    );
    await page.evaluate(
      async ([first, second]) => {
        const text = document.querySelector("#token-text");
        const type = (token) => {
          text.value = token;
          text.dispatchEvent(new Event("input"));
        };
        type(first);
        const post = Worker.prototype.postMessage;
        // The second is typed while the worker reads the first.
        await new Promise((/** @type {(value?: unknown) => void} */ asked) => {
          Worker.prototype.postMessage = function (message, ...rest) {
            post.call(this, message, ...rest);
            if (message.operation === "peek") asked();
          };
        });
        Worker.prototype.postMessage = post;
        type(second);
      },
      [first, second],
    );
    await textOf(page, "#token-header", /second/);
    await page.waitForFunction(() => document.querySelector("#sign-header").value.includes("second"));
    assert.match(await page.locator("#sign-claims").inputValue(), /second/);
  });

  test("what is edited while a token is signed stays, and what was signed is shown", async () => {
    await enter(forge(SECRET, { sub: "first" }), SECRET);
    await page.waitForFunction(() => document.querySelector("#sign-claims").value.includes("first"));
    await page.evaluate(async () => {
      const post = Worker.prototype.postMessage;
      // What is to be signed is on its way to the worker, and does not arrive before the edit.
      const arrive = await new Promise((/** @type {(arrive: () => void) => void} */ asked) => {
        Worker.prototype.postMessage = function (message, ...rest) {
          const send = () => post.call(this, message, ...rest);
          message.operation === "issue" ? asked(send) : send();
        };
        /** @type {HTMLFormElement} */ (document.querySelector("#sign-form")).requestSubmit();
      });
      Worker.prototype.postMessage = post;
      // The clock of a page goes in steps: the edit is later than the click by one at least.
      await new Promise((later) => setTimeout(later, 5));
      const claims = document.querySelector("#sign-claims");
      claims.value = '{"sub": "second"}';
      claims.dispatchEvent(new Event("input"));
      arrive();
    });
    await textOf(page, "#sign-verdict", /^Signed\./);
    assert.match(await page.locator("#token-claims").textContent(), /first/);
    assert.equal(await page.locator("#sign-claims").inputValue(), '{"sub": "second"}');
  });

  test("the sample with a crit is not signed again as it is", async () => {
    await page.locator("#token-samples").getByRole("button", { name: "crit", exact: true }).click();
    await textOf(page, "#token-header", /exp-policy/);
    await press("Sign");
    await textOf(page, "#sign-verdict", /^The header cannot be signed\. “crit”/);
    await header('{"alg": "HS256"}');
    await press("Sign");
    await textOf(page, "#sign-verdict", /^Signed\./);
    await says(/The signature is good/);
  });

  test("a new key of each kind signs, and its public half verifies", async () => {
    for (const algorithm of ["ES256", "ES384", "ES512", "EdDSA", "Ed25519"]) {
      await page.locator("#sign-algorithm").selectOption(algorithm);
      await press("Make a new key");
      await textOf(page, "#sign-verdict", new RegExp(`A new key for ${algorithm} is above`));
      await press("Sign");
      await textOf(page, "#sign-verdict", /Signed/);
      await says(new RegExp(`The signature is good: ${algorithm}`));
      const half = await page.locator("#sign-public-jwk").textContent();
      assert.ok(!("d" in JSON.parse(half)));
      await page.locator("#token-key").fill(half);
      await textOf(page, "#token-key-kind", /^A JWK: a public key/);
      await says(new RegExp(`The signature is good: ${algorithm}`));
      // A public key signs nothing.
      await press("Sign");
      await textOf(page, "#sign-verdict", /key cannot be used|does not go with/);
    }
  });

  test("who asks for a new key and signs at once signs with it", async () => {
    await enter(forge(SECRET, { sub: "ann" }), SECRET);
    await textOf(page, "#token-claims", /ann/);
    await page.locator("#sign-algorithm").selectOption("ES256");
    await page.evaluate(() => {
      document.querySelector("#sign-generate").click();
      document.querySelector("#sign-form").requestSubmit();
    });
    await textOf(page, "#sign-verdict", /^Signed\./);
    await says(/The signature is good: ES256/);
  });

  test("a new secret signs, and has no public half to show", async () => {
    await page.locator("#sign-algorithm").selectOption("HS512");
    await press("Make a new key");
    await textOf(page, "#sign-verdict", /A new key for HS512/);
    assert.ok(await page.locator("#sign-public").isHidden());
    await press("Sign");
    await says(/The signature is good: HS512/);
  });

  test("what the page signs, Node's own crypto verifies", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    await page.locator("#token-key").fill(privateKey.export({ format: "pem", type: "pkcs8" }));
    await page.locator("#sign-algorithm").selectOption("EdDSA");
    await page.locator("#sign-claims").fill('{"sub": "carol"}');
    await press("Sign");
    await textOf(page, "#token-claims", /carol/);
    const [header, payload, signature] = (await page.locator("#token-text").inputValue()).split(".");
    assert.ok(verify(null, Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, "base64url")));
  });

  test("claims that are no JSON are refused in words", async () => {
    await page.locator("#sign-claims").fill("{sub: 1}");
    await press("Sign");
    await textOf(page, "#sign-verdict", /The claims are not JSON/);
    await page.locator("#sign-claims").fill("[1]");
    await press("Sign");
    await textOf(page, "#sign-verdict", /Claims: expected a plain object, got an array/);
  });

  test("a claim of the wrong type is not signed, and nothing is said of a signature", async () => {
    const token = forge(SECRET, { sub: "kept" });
    await enter(token, SECRET);
    await textOf(page, "#token-claims", /kept/);
    await page.locator("#sign-claims").fill('{"sub": 5}');
    await press("Sign");
    const words = await textOf(
      page,
      "#sign-verdict",
      /^Not signed: a claim is not right\. Claim `sub`: expected a string, .*ERR_TOKEN_CLAIM/,
    );
    assert.doesNotMatch(words, /signature/);
    assert.equal(await page.locator("#token-text").inputValue(), token);
  });

  test("a number that would become another one is not signed, in the claims or in the header", async () => {
    const token = forge(SECRET, { sub: "kept", n: 1 });
    await enter(token, SECRET);
    await textOf(page, "#token-claims", /n\s*1/);
    await page.waitForFunction(() => document.querySelector("#sign-claims").value.includes('"n"'));
    await page.locator("#sign-claims").fill('{"a": 12345678901234567890}');
    await press("Sign");
    await textOf(
      page,
      "#sign-verdict",
      /^The claims cannot be signed\. JavaScript keeps 12345678901234567890 as 12345678901234567000\. .*in quotes\.$/,
    );
    await page.locator("#sign-claims").fill('{"sub": "bob"}');
    await header('{"alg": "HS256", "n": 0.1234567890123456789}');
    await press("Sign");
    await textOf(page, "#sign-verdict", /^The header cannot be signed\. JavaScript keeps 0\.1234567890123456789 as /);
    assert.equal(await page.locator("#token-text").inputValue(), token);
    // Nor does the menu write it anew.
    await page.locator("#sign-algorithm").selectOption("HS384");
    assert.match(await page.locator("#sign-header").inputValue(), /0\.1234567890123456789/);

    await header('{"alg": "HS256"}');
    await page.locator("#sign-claims").fill('{"sub": "bob", "a": 1.50, "b": 1E3, "c": "12345678901234567890"}');
    await press("Sign");
    await textOf(page, "#sign-verdict", /^Signed\./);
  });

  test("every way to write a number that is kept is let through, and no other", () => {
    const kept = [
      "0",
      "-0",
      "0.0",
      "1.0",
      "10",
      "1.50",
      "0.1",
      "-0.25e-2",
      "1e3",
      "1E+3",
      "1e21",
      "100000000000000000000000",
      "9007199254740992",
      "5e-324",
      "1.7976931348623157e308",
    ];
    for (const number of kept) assert.equal(readJson(`[{"a": ${number}}, "\\"1e999"]`).lost, null, number);
    for (const number of [
      "9007199254740993",
      "-12345678901234567890",
      "0.10000000000000000001",
      "1e400",
      "1e-400",
      "123456789.123456789012",
    ]) {
      assert.match(
        readJson(`{"x": [true, "\\\\", ${number}]}`).lost,
        new RegExp(`^JavaScript keeps ${number.replace(".", "\\.")} as `),
        number,
      );
    }
    assert.ok(readJson("{").error);
  });

  test("an RSA key is brought along, not made", async () => {
    await page.locator("#sign-algorithm").selectOption("RS256");
    assert.ok(await page.locator("#sign-generate").isHidden());
  });
});
