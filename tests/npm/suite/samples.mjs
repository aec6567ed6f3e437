// Secrets, hashes and forged tokens that the tests share.

/** 32 bytes and more, for HS256. */
export const SECRET = "a secret of more than thirty-two bytes";
/** FastAPI's tutorial "OAuth2 with Password and JWT": the hash of "secret". */
export const ARGON2 =
  "$argon2id$v=19$m=65536,t=3,p=4$wagCPXjifgvUFBzq4hqe3w$CYaIb8sB+wtD+Vu/P4uod1+Qof8h+1g7bbDlBID48Rc";
/** An older edition of that tutorial: the hash of "secret". */
export const BCRYPT = "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW";
/** Argon2 at its cheapest, for tests that are not about its cost. */
export const CHEAP = { memory: 8, iterations: 1 };

/** A secret for every HMAC. */
export const LONG_SECRET = Uint8Array.from({ length: 64 }, (_, at) => at);

export const HS256 = { alg: "HS256", typ: "JWT" };

const utf8 = (text) => new TextEncoder().encode(text);
export const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** A token as `issue` would not make it, signed with WebCrypto. `header` and `payload` are objects, or texts as they stand. */
export async function forge(header, payload, secret = SECRET) {
  const part = (value) => base64url(utf8(typeof value === "string" ? value : JSON.stringify(value)));
  const input = `${part(header)}.${part(payload)}`;
  const key = await crypto.subtle.importKey("raw", utf8(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return `${input}.${base64url(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(input))))}`;
}
