// The programs of docs/protect-an-api.md, and the tokens that they are asked with: right and wrong ones, as keyward's Worker makes
// them, and as jose and PyJWT do.
import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync } from "node:crypto";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { ensureProject } from "../../scripts/setup/npm-projects.mjs";
import { ensurePython } from "../../scripts/setup/python.mjs";
import { patientFetch } from "../support/patience.mjs";
import { Key, issue, pair, startIssuer } from "./issuer.mjs";

const AUDIENCE = "api";
export const SECRET = "a secret that a Worker and an API share";
/** What the programs of the page have in its place. */
const ISSUER = "https://auth.example";
const OPTIONS = `createGuard({ issuer: "${ISSUER}", audience: "api" })`;

/** The programs of the page, by their names. */
export function programs() {
  const page = readFileSync(inRoot("docs/protect-an-api.md"), "utf8");
  return Object.fromEntries([...page.matchAll(/^```\w+ (\S+)\n([^]*?)^```/gm)].map(([, name, text]) => [name, text]));
}

/** A program of the page that asks this issuer. */
export const by = (issuer, name) => programs()[name].replaceAll(ISSUER, issuer.origin);

/** A program of the page that has the secret. */
export function shared(name) {
  const program = programs()[name];
  assert.ok(program.includes(OPTIONS), name);
  return program.replace(OPTIONS, `createGuard({ keys: ${JSON.stringify(SECRET)}, audience: "api" })`);
}

const now = () => Math.floor(Date.now() / 1000);

/** An issuer with a key of RSA, and the newest of EdDSA. */
export function startGuarded() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const rsa = Key.fromPem(String(privateKey.export({ type: "pkcs8", format: "pem" })), {
    algorithm: "RS256",
    keyId: "rsa",
  });
  return startIssuer(rsa, pair());
}

const PYTHON = `
import json, sys, jwt
work = json.load(sys.stdin)
def key(one): return one["secret"] if "secret" in one else jwt.PyJWK(one["jwk"], one["alg"]).key
json.dump([jwt.encode(one["claims"], key(one), algorithm=one["alg"], headers=one["headers"]) for one in work], sys.stdout)
`;

/** Tokens of the three makers, for each of `keys`: `{ alg, key }`, whose key is a secret or a Key. */
async function made(keys, claims) {
  const python = await ensurePython(inRoot("tests/interchange/requirements.txt"), "making tokens with PyJWT");
  const work = keys.map(({ alg, key }) => ({
    alg,
    claims,
    headers: key.keyId ? { kid: key.keyId } : {},
    ...(typeof key === "string" ? { secret: key } : { jwk: key.toJwk() }),
  }));
  const ofPython = JSON.parse(
    execFileSync(python, ["-I", "-c", PYTHON], { input: JSON.stringify(work), encoding: "utf8" }),
  );
  const folder = await ensureProject("guard");
  const jose = await import(pathToFileURL(join(folder, "node_modules/jose/dist/webapi/index.js")).href);
  const ofJose = await Promise.all(
    work.map(async ({ alg, headers, secret, jwk }) =>
      new jose.SignJWT(claims)
        .setProtectedHeader({ alg, ...headers })
        .sign(secret ? new TextEncoder().encode(secret) : await jose.importJWK(jwk, alg)),
    ),
  );
  return keys.flatMap(({ alg, key }, at) => [
    [`keyward ${alg}`, issue(claims, key, { type: "at+jwt" })],
    [`jose ${alg}`, ofJose[at]],
    [`PyJWT ${alg}`, ofPython[at]],
  ]);
}

const PASSES = { status: 200, challenge: null };
const MISSING = { status: 401, challenge: 'Bearer scope="items"' };
const INVALID = { status: 401, challenge: 'Bearer error="invalid_token", scope="items"' };
const EXPIRED = {
  status: 401,
  challenge: 'Bearer error="invalid_token", error_description="The access token expired", scope="items"',
};
const DENIED = { status: 403, challenge: 'Bearer error="insufficient_scope", scope="items"' };

/** `[name, Authorization, expected]` of every request that a program is asked with. `issuer` is left out for the secret. */
async function requests(issuer) {
  const keys = issuer ? issuer.keys.map((key) => ({ alg: key.algorithm, key })) : [{ alg: "HS256", key: SECRET }];
  const good = { iss: issuer?.origin, sub: "johndoe", aud: AUDIENCE, scope: "me items", iat: now(), exp: now() + 1800 };
  const claims = JSON.parse(JSON.stringify(good));
  const all = [
    ["nothing", undefined, MISSING],
    ["another scheme", "Basic dXNlcjpwYXNz", MISSING],
    ["garbage", "Bearer garbage", INVALID],
  ];
  const add = async (what, claims, expected, which = keys) => {
    for (const [maker, token] of await made(which, claims))
      all.push([`${maker}, ${what}`, `Bearer ${token}`, expected]);
  };
  await add("right", claims, PASSES);
  await add("expired", { ...claims, exp: now() - 1 }, EXPIRED);
  await add("for another audience", { ...claims, aud: "web" }, INVALID);
  await add("without the scope", { ...claims, scope: "me" }, DENIED);
  if (issuer) {
    await add("of another issuer", { ...claims, iss: "https://other.example" }, INVALID);
    const [rsa, ed] = issuer.keys;
    const impostor = Key.fromJwk({ ...Key.generate("EdDSA").toJwk(), kid: ed.keyId });
    await add("with another key of the same name", claims, INVALID, [{ alg: "EdDSA", key: impostor }]);
    await add("with a key of no known name", claims, INVALID, [{ alg: "EdDSA", key: pair() }]);
    // RFC 8725 section 2.1: the public key for a secret.
    const pem = JSON.stringify(rsa.toPublicJwk());
    all.push([
      "the public key for a secret",
      `Bearer ${unsigned({ alg: "HS256", kid: rsa.keyId }, claims, pem)}`,
      INVALID,
    ]);
  } else {
    await add("with another secret", claims, INVALID, [{ alg: "HS256", key: `${SECRET}!` }]);
  }
  all.push(["alg none", `Bearer ${unsigned({ alg: "none" }, claims)}`, INVALID]);
  return all;
}

/** A token with any header, signed by HMAC or not at all. */
function unsigned(header, claims, secret) {
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${text}.${secret ? createHmac("sha256", secret).update(text).digest("base64url") : ""}`;
}

const known = new Map();

/**
 * Asks a program for /items with every token. One that is behind a proxy of its own has no claims to give, and gives `owner` all
 * the same.
 */
export async function checkGuarded(context, address, issuer) {
  if (!known.has(issuer)) known.set(issuer, await requests(issuer));
  const all = known.get(issuer);
  const wrong = [];
  for (const [name, authorization, expected] of all) {
    const ask = () => patientFetch(address, { headers: authorization ? { authorization } : {} });
    let response = await ask();
    // A guard waits five seconds for keys, which a machine may stand still for: 503 means that one should ask again.
    for (let tries = 0; response.status === 503 && tries < 3; tries += 1) {
      await setTimeout(1500);
      response = await ask();
    }
    const found = { status: response.status, challenge: response.headers.get("www-authenticate") };
    const body = await response.text();
    const isRight =
      expected.status === 200 ? body === '{"owner":"johndoe"}' : typeof JSON.parse(body).detail === "string";
    if (JSON.stringify(found) !== JSON.stringify(expected) || !isRight) wrong.push({ name, found, expected, body });
  }
  assert.deepEqual(wrong, []);
  const passed = all.filter(([, , { status }]) => status === 200).length;
  context.diagnostic(`${passed} right tokens passed, ${all.length - passed} requests were refused as they should be`);
}
