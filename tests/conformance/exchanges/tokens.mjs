// GET /users/me/ with tokens forged over the shared secret: what may be in one.

import { generateKeyPairSync, sign } from "node:crypto";
import { base64url, forge, mac } from "../forge.mjs";
import { ask } from "./make.mjs";

const HOUR = 3600;
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

/** `now` is in whole seconds; the margins are wide, so no clock is raced. */
export function tokens({ secret, now }) {
  const claims = (more = {}) => ({ sub: "bare", exp: now + HOUR, ...more });
  const without = (name) => ({ ...claims(), [name]: undefined });
  const header = (more) => ({ header: { alg: "HS256", typ: "JWT", ...more } });
  const row = (name, payload, options) => ask(name, `Bearer ${forge(secret, payload, options)}`);
  const raw = (name, token) => ask(name, `Bearer ${token}`);
  /** The payload as JSON text, for numbers and spellings JSON.stringify cannot write. */
  const text = (name, members) => row(name, `{"sub":"bare","exp":${now + HOUR},${members}}`);
  const expText = (name, exp) => row(name, `{"sub":"bare","exp":${exp}}`);

  const good = forge(secret, claims());
  const [h, p, s] = good.split(".");

  const times = [
    row("an exp in the past", claims({ exp: now - HOUR })),
    row("an exp of zero", claims({ exp: 0 })),
    row("a negative exp", claims({ exp: -1 })),
    row("an exp with a fraction", claims({ exp: now + HOUR + 0.5 })),
    row("an exp with a fraction in the past", claims({ exp: now - HOUR + 0.5 })),
    row("a numeric string as exp", claims({ exp: String(now + HOUR) })),
    row("a numeric string in the past as exp", claims({ exp: String(now - HOUR) })),
    row("a numeric string with spaces as exp", claims({ exp: ` ${now + HOUR} ` })),
    row("a numeric string with a fraction as exp", claims({ exp: `${now + HOUR}.5` })),
    row("a word as exp", claims({ exp: "tomorrow" })),
    row("a list as exp", claims({ exp: [now + HOUR] })),
    row("an object as exp", claims({ exp: { at: now + HOUR } })),
    row("null as exp", claims({ exp: null })),
    row("true as exp", claims({ exp: true })),
    row("no exp", without("exp")),
    row("an exp ten years ahead", claims({ exp: now + 10 * 366 * 24 * HOUR })),
    expText("an exp beyond 64 bits", "1" + "0".repeat(30)),
    expText("an exp of 1e300", "1e300"),
    expText("an exp in exponent notation", "4e9"),
    expText("an exp that overflows a double", "1e400"),
    expText("an exp of NaN", "NaN"),
    expText("an exp of Infinity", "Infinity"),
    expText("an exp of -1e400", "-1e400"),
    row("an nbf in the past", claims({ nbf: now - HOUR })),
    row("an nbf in the future", claims({ nbf: now + HOUR })),
    row("an nbf with a fraction in the past", claims({ nbf: now - HOUR + 0.5 })),
    row("a numeric string as nbf", claims({ nbf: String(now - HOUR) })),
    row("a word as nbf", claims({ nbf: "now" })),
    row("null as nbf", claims({ nbf: null })),
    row("a list as nbf", claims({ nbf: [] })),
    row("an iat in the past", claims({ iat: now - HOUR })),
    row("an iat in the future", claims({ iat: now + HOUR })),
    row("a numeric string as iat", claims({ iat: String(now - HOUR) })),
    row("a numeric string in the future as iat", claims({ iat: String(now + HOUR) })),
    row("a word as iat", claims({ iat: "now" })),
    row("null as iat", claims({ iat: null })),
    row("true as iat", claims({ iat: true })),
    row("a negative iat", claims({ iat: -5 })),
  ];

  const names = [
    row("an aud nobody asked for", claims({ aud: "someone" })),
    row("a list as aud", claims({ aud: ["someone", "else"] })),
    row("an empty aud", claims({ aud: "" })),
    row("an empty list as aud", claims({ aud: [] })),
    row("null as aud", claims({ aud: null })),
    row("a number as aud", claims({ aud: 7 })),
    row("an iss nobody asked for", claims({ iss: "someone" })),
    row("a number as iss", claims({ iss: 7 })),
    row("null as iss", claims({ iss: null })),
    row("a string as jti", claims({ jti: "a" })),
    row("a number as jti", claims({ jti: 1 })),
    row("null as jti", claims({ jti: null })),
    row("no sub", without("sub")),
    row("null as sub", claims({ sub: null })),
    row("a number as sub", claims({ sub: 1 })),
    row("a list as sub", claims({ sub: ["bare"] })),
    row("an object as sub", claims({ sub: {} })),
    row("true as sub", claims({ sub: true })),
    row("an empty sub", claims({ sub: "" })),
    row("an unknown user as sub", claims({ sub: "nobody" })),
    row("a sub in another case", claims({ sub: "Bare" })),
    row("a sub with a space after it", claims({ sub: "bare " })),
    row("a sub of multi-byte characters", claims({ sub: "Jürgen Groß" })),
    row("a sub longer than any key of the store", claims({ sub: "u".repeat(600) })),
    row("a sub with a NUL", claims({ sub: "bare\0" })),
    row("a sub that is a property of objects", claims({ sub: "constructor" })),
    text("a sub with an unpaired surrogate", '"sub":"\\ud800"'),
    row("a disabled user as sub", claims({ sub: "alice" })),
    text("of duplicate subs the last counts", '"sub":"nobody"'),
    text("a duplicate exp in the past", `"exp":${now - HOUR}`),
    row("a scope as string", claims({ scope: "me items" })),
    row("a scope as list", claims({ scope: ["me"] })),
    row("an id token", claims({ nonce: "n-0S6_WzA2Mj", at_hash: "77QmUPtjPfzWtF2AnpK9RQ" })),
    row("a refresh token by its token_type", claims({ token_type: "refresh" })),
    row("an access token by its token_type", claims({ token_type: "access" })),
    row("unknown claims", claims({ admin: true, nested: { a: [1, null] } })),
    row("johndoe's own claims", claims({ sub: "johndoe" })),
  ];

  const headers = [
    row("crit naming an unknown parameter", claims(), header({ crit: ["exp"], exp: 1 })),
    row("crit naming a parameter that is missing", claims(), header({ crit: ["x"] })),
    row("an empty crit", claims(), header({ crit: [] })),
    row("a string as crit", claims(), header({ crit: "b64" })),
    row("null as crit", claims(), header({ crit: null })),
    row("crit naming b64 true", claims(), header({ crit: ["b64"], b64: true })),
    row("crit naming b64 false", claims(), header({ crit: ["b64"], b64: false })),
    row("b64 false without crit", claims(), header({ b64: false })),
    row("b64 true without crit", claims(), header({ b64: true })),
    raw("alg none without a signature", `${base64url('{"alg":"none","typ":"JWT"}')}.${p}.`),
    raw("alg none with a good HMAC", forge(secret, claims(), header({ alg: "none" }))),
    ...["None", "NONE", "nOnE"].map((alg) =>
      raw(`alg ${alg} without a signature`, `${base64url(`{"alg":"${alg}"}`)}.${p}.`),
    ),
    row("alg HS384 with the same secret", claims(), { ...header({ alg: "HS384" }), alg: "HS384" }),
    row("alg HS512 with the same secret", claims(), { ...header({ alg: "HS512" }), alg: "HS512" }),
    row("alg HS256 signed with SHA-512", claims(), { alg: "HS512" }),
    row("alg hs256 in lower case", claims(), header({ alg: "hs256" })),
    row("alg RS256 over an HMAC", claims(), header({ alg: "RS256" })),
    row("alg ES256 over an HMAC", claims(), header({ alg: "ES256" })),
    row("an unknown alg", claims(), header({ alg: "XX999" })),
    row("no alg", claims(), { header: { typ: "JWT" } }),
    row("null as alg", claims(), header({ alg: null })),
    row("a number as alg", claims(), header({ alg: 256 })),
    row("a list as alg", claims(), header({ alg: ["HS256"] })),
    row("an empty alg", claims(), header({ alg: "" })),
    rsaSigned(claims()),
    row("no typ", claims(), { header: { alg: "HS256" } }),
    row("typ in lower case", claims(), header({ typ: "jwt" })),
    row("typ at+jwt", claims(), header({ typ: "at+jwt" })),
    row("an unknown typ", claims(), header({ typ: "banana" })),
    row("typ refresh+jwt", claims(), header({ typ: "refresh+jwt" })),
    row("typ application/at+jwt in capitals", claims(), header({ typ: "Application/AT+JWT" })),
    row("a number as typ", claims(), header({ typ: 1 })),
    row("null as typ", claims(), header({ typ: null })),
    row("a cty", claims(), header({ cty: "JWT" })),
    row("a kid", claims(), header({ kid: "one" })),
    row("a number as kid", claims(), header({ kid: 1 })),
    row("null as kid", claims(), header({ kid: null })),
    row("an embedded jwk", claims(), header({ jwk: { kty: "oct", k: "AAAA" } })),
    row("a jku", claims(), header({ jku: "https://elsewhere.example/keys" })),
    row("an x5c that is not a list", claims(), header({ x5c: 1 })),
    row("a duplicate alg, the last one good", claims(), { header: '{"alg":"none","alg":"HS256"}' }),
    row("a duplicate alg, the last one none", claims(), { header: '{"alg":"HS256","alg":"none"}' }),
    row("an array as header", claims(), { header: '["HS256"]' }),
    row("null as header", claims(), { header: "null" }),
    row("an empty header", claims(), { header: "" }),
    row("spaces in the header's JSON", claims(), { header: ' { "alg" : "HS256" } ' }),
    row("a byte order mark in the header", claims(), { header: '\ufeff{"alg":"HS256"}' }),
    row("a header that is not UTF-8", claims(), { header: Buffer.from('{"alg":"HS256","x":"\xff"}', "latin1") }),
  ];

  const payloads = [
    row("an array as payload", [["sub", "bare"]]),
    row("a string as payload", '"bare"'),
    row("a number as payload", "7"),
    row("null as payload", "null"),
    row("an empty payload", ""),
    row("an empty object as payload", {}),
    row("a payload that is not JSON", "sub=bare"),
    row("a payload of cut JSON", '{"sub":"bare"'),
    row("text after the payload's JSON", `${JSON.stringify(claims())}x`),
    row("spaces around the payload's JSON", ` \n${JSON.stringify(claims())}\t `),
    row("a byte order mark in the payload", `\ufeff${JSON.stringify(claims())}`),
    row("a payload that is not UTF-8", Buffer.from(`{"sub":"bare","exp":${now + HOUR},"x":"\xff"}`, "latin1")),
    row("a payload in UTF-16", Buffer.from(JSON.stringify(claims()), "utf16le")),
    row("a payload nested 100 deep", `{"sub":"bare","exp":${now + HOUR},"x":${"[".repeat(100)}${"]".repeat(100)}}`),
    row("a payload nested 3000 deep", `{"sub":"bare","exp":${now + HOUR},"x":${"[".repeat(3000)}${"]".repeat(3000)}}`),
    row("a payload of eight thousand bytes", claims({ filler: "x".repeat(8000) })),
  ];

  const frames = [
    raw("a good forged token", good),
    raw("a foreign secret", forge(`${secret}x`, claims())),
    raw("an empty secret's signature", forge("", claims())),
    raw("a signature over another payload", `${h}.${base64url(JSON.stringify(claims({ sub: "johndoe" })))}.${s}`),
    raw("a signature cut short", `${h}.${p}.${s.slice(0, -4)}`),
    raw("an empty signature", `${h}.${p}.`),
    raw("two parts", `${h}.${p}`),
    raw("four parts", `${good}.x`),
    raw("a dot before the token", `.${good}`),
    raw("a dot after the token", `${good}.`),
    raw("padding on every part", [h, p, s].map(pad).join(".")),
    raw("padding on the signature", `${h}.${p}.${pad(s)}`),
    raw("signed padding on header and payload", resign(secret, pad(h), pad(p))),
    raw("too much padding on the signature", `${good}====`),
    raw("a plus and a slash instead of minus and underscore", toStandardAlphabet(secret, claims())),
    raw("a signature with trailing bits set", `${h}.${p}.${setTrailingBits(s)}`),
    raw("a space inside the token", `${h}. ${p}.${s}`),
    raw("a percent escape inside the token", `${h}.${p}.%41${s.slice(1)}`),
    raw("an exclamation mark in the signature", `${h}.${p}.!${s.slice(1)}`),
    raw("a header part of one character", `e.${p}.${s}`),
  ];

  return [...times, ...names, ...headers, ...payloads, ...frames];
}

const pad = (part) => part + "=".repeat((4 - (part.length % 4)) % 4);

const resign = (secret, header, payload) => `${header}.${payload}.${mac(`${header}.${payload}`, secret)}`;

/** A really signed RS256 token, as if its key were the secret's. */
function rsaSigned(claims) {
  const input = `${base64url('{"alg":"RS256","typ":"JWT"}')}.${base64url(JSON.stringify(claims))}`;
  return ask(
    "a real RS256 signature of an unknown key",
    `Bearer ${input}.${sign("sha256", Buffer.from(input), rsa).toString("base64url")}`,
  );
}

/** A token with - and _ in its payload, written in the standard base64 alphabet and signed so. */
function toStandardAlphabet(secret, claims) {
  const { sub, exp } = claims;
  const payload = base64url(`{"sub":"${sub}","exp":${exp},"x":"???>>>???>>>~~~"}`);
  const standard = payload.replaceAll("-", "+").replaceAll("_", "/");
  return resign(secret, base64url('{"alg":"HS256","typ":"JWT"}'), standard);
}

/** The same 32 bytes to a lax decoder: the unused low bits of the last character are set. */
function setTrailingBits(signature) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return signature.slice(0, -1) + alphabet[alphabet.indexOf(signature.at(-1)) | 1];
}
