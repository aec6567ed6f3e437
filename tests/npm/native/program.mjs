// What runs in each runtime: keys that are used again and again, with `node:crypto` counted. Prints JSON.
import { readFileSync } from "node:fs";
import * as keyward from "keyward";

const crypto = process.getBuiltinModule("node:crypto");
const calls = {};
for (const name of ["sign", "verify", "privateDecrypt", "publicEncrypt"]) {
  const real = crypto[name];
  crypto[name] = (...args) => {
    calls[name] = (calls[name] ?? 0) + 1;
    if (globalThis.broken) throw new Error("broken");
    return real(...args);
  };
}

const pems = JSON.parse(readFileSync(new URL("keys.json", import.meta.url), "utf8"));
const code = (run) => {
  try {
    run();
    return "taken";
  } catch (error) {
    return error.code;
  }
};

const results = {};
for (const [algorithm, pem] of Object.entries(pems)) {
  const key = keyward.Key.fromPem(pem, { algorithm });
  const publicKey = key.publicKey();
  const tokens = [];
  for (let at = 0; at < 5; at += 1) tokens.push(keyward.issue({ sub: "johndoe" }, key));
  const before = { ...calls };
  const wrong = [];
  for (const token of [...tokens, ...tokens]) {
    if (keyward.decode(token, publicKey).sub !== "johndoe") wrong.push("refused");
    const [head, payload, signature] = token.split(".");
    const bytes = Buffer.from(signature, "base64url");
    bytes[bytes.length >> 1] ^= 8;
    const forged = [head, payload, bytes.toString("base64url")].join(".");
    const other = [head, Buffer.from('{"sub":"root"}').toString("base64url"), signature].join(".");
    for (const bad of [forged, other]) wrong.push(code(() => keyward.decode(bad, publicKey)));
  }
  results[algorithm] = { calls: { issue: before, decode: { ...calls } }, wrong: [...new Set(wrong)], tokens };
  for (const name of Object.keys(calls)) delete calls[name];
}

// RFC 7518: one is not the other, though the key may be for both.
const rsa = keyward.Key.fromPem(pems.RS256);
const crossed = [];
for (let at = 0; at < 4; at += 1) {
  for (const [made, taken] of [
    ["RS256", "PS256"],
    ["PS256", "RS256"],
  ]) {
    const [, payload, signature] = keyward.issue({}, rsa, { algorithm: made }).split(".");
    const [head] = keyward.issue({}, rsa, { algorithm: taken }).split(".");
    crossed.push(code(() => keyward.decode([head, payload, signature].join("."), rsa)));
  }
}

// A runtime that begins to throw: nobody notices.
globalThis.broken = true;
const key = keyward.Key.fromPem(pems.ES256);
const still = [];
for (let at = 0; at < 3; at += 1) still.push(code(() => keyward.decode(keyward.issue({}, key), key)));

console.log(JSON.stringify({ results, crossed: [...new Set(crossed)], still: [...new Set(still)] }));
