// What the declarations must allow. Every line is written as a user would.
import * as keyward from "keyward";
import {
  type Algorithm,
  type Claims,
  type ErrorCode,
  type Jwk,
  Key,
  KeySet,
  KeywardError,
  decode,
  decodeComplete,
  hash,
  identify,
  issue,
  needsRehash,
  peek,
  verify,
  verifyAndUpdate,
} from "keyward";
import { type Guard, createGuard } from "keyward/guard";
import { protect as expressProtect } from "keyward/guard/express";
import { protect as fastifyProtect } from "keyward/guard/fastify";
import { protect } from "keyward/guard/hono";
import { type RemoteKeySet, remoteKeySet } from "keyward/jwks";
import * as pool from "keyward/pool";
import * as passwordHalf from "keyward/password";
import { init, verify as slimVerify } from "keyward/slim";
import * as tokenHalf from "keyward/token";

const encoded: string = hash("password", {
  memory: 19456,
  iterations: 2,
  parallelism: 1,
  tagLength: 32,
  secret: new Uint8Array(16),
});
const valid: boolean = verify(new Uint8Array(8), encoded, { allowLegacy: false, limits: { memory: 65536 } });
const update: { valid: boolean; updated: string | null } = verifyAndUpdate("password", encoded, {
  allowLegacy: true,
  memory: 65536,
});
if (update.updated !== null) update.updated.length;
const old: boolean = needsRehash(encoded, { iterations: 3 });
const scheme: string | undefined = identify(encoded)?.scheme;

const algorithm: Algorithm = "HS512";
const key: Key = Key.secret("x".repeat(64), { algorithm, keyId: "2024" });
const kind: "secret" | "private" | "public" = key.kind;
const keyId: string | undefined = key.keyId;

const token: string = issue({ sub: "johndoe", admin: valid }, key, {
  expiresIn: "30m",
  audience: ["api"],
  issuedAt: true,
  header: { cty: "x" },
});
issue({}, "secret", { expiresIn: 3600, notBefore: "10s" });
interface Session {
  sub: string;
  admin: boolean;
}
const session: Session = { sub: "johndoe", admin: true };
issue(session, new Uint8Array(32));
decode(
  token,
  { kid: "-----BEGIN CERTIFICATE-----" },
  { claimTypes: "lenient", allowPadding: true, requiredClaims: [] },
);
Key.fromPem(new Uint8Array(32));

const claims: Session = decode<Session>(token, key, {
  algorithms: ["HS512"],
  leeway: 5,
  maxAge: "1d",
  requiredClaims: ["sub"],
});
const any: Claims = decode(token, "secret");
const expires: number | undefined = any.exp;
const unknown: unknown = any["anything"];
const { header, claims: complete } = decodeComplete<Session>(token, key);
const alg: string = header.alg;
const admin: boolean = complete.admin;
const peeked: unknown = peek(token).claims["sub"];

try {
  verify("password", "not a hash");
} catch (error) {
  if (error instanceof KeywardError) {
    const code: ErrorCode = error.code;
    const claim: string | undefined = error.claim;
    const base: Error = error;
    console.log(code, claim, base);
  }
}
key.free();

const lists = { algorithms: ["HS256", "EdDSA"], issuer: ["a"], audience: ["b"], requiredClaims: ["sub"] } as const;
decode(issue({ aud: ["a", "b"] as const }, key, { audience: lists.audience }), key, lists);
const pair: Key = Key.generate("EdDSA");
const jwk: Jwk = pair.toPublicJwk();
const half: Key = Key.fromJwk(jwk, { keyId: pair.thumbprint() }).publicKey();
const set = { keys: [half.toJwk(), jwk] };
decode(issue({}, pair), set);
decodeComplete(issue({}, Key.fromPem("-----BEGIN")), KeySet.fromJwkSet(set));
decode(token, jwk);
// biome-ignore lint/suspicious/noExplicitAny: what JSON.parse gives
const anyJson: any = {};
decode(token, anyJson);

const { signal } = new AbortController();
const later: Promise<string> = pool.hash("password", { memory: 65536, signal });
const checked: Promise<boolean> = pool.verify(new Uint8Array(8), encoded, { allowLegacy: true });
const threads = new pool.Pool({ size: 2, idleTimeout: 1000 });
const renewed: Promise<{ valid: boolean; updated: string | null }> = threads.verifyAndUpdate("password", encoded, {
  iterations: 3,
  signal,
});
const closed: Promise<void> = threads.close();
const same: typeof KeywardError = pool.KeywardError;
async function scoped(): Promise<number> {
  await using scope = new pool.Pool();
  return scope.size;
}

init(new Uint8Array());

const small: string = passwordHalf.hash("password", { memory: 19456 });
const halfChecked: boolean = passwordHalf.verify("password", small, { limits: { cost: 12 } });
const halfKey: tokenHalf.Key = tokenHalf.Key.generate("EdDSA");
const halfClaims: tokenHalf.Claims = tokenHalf.decode(tokenHalf.issue({ ok: halfChecked }, halfKey), halfKey);
const remote: RemoteKeySet = remoteKeySet({ issuer: "https://auth.example" }, { cacheFor: "1h", cooldown: 30, signal });
remoteKeySet(new URL("https://auth.example/keys"), { fetch, headers: new Headers(), timeout: "5s" });
const guard: Guard<Session> = createGuard<Session>({
  issuer: "https://auth.example",
  audience: ["api"],
  algorithms: ["EdDSA"],
  scopes: "me",
  resourceMetadata: new URL("https://api.example/.well-known/oauth-protected-resource"),
  introspect: { url: "https://auth.example/introspect", clientId: "api", clientSecret: "secret", cacheFor: "10s" },
});
for (const options of [
  { keys: "secret" },
  { keys: key },
  { keys: jwk },
  { keys: set },
  { keys: remote },
  { jwks: remote },
])
  createGuard(options);
async function guarded(request: Request): Promise<Response> {
  try {
    const { claims, token } = await guard(request, { scopes: ["items"] });
    const owner: Session = claims;
    decode<Session>(token, await remote.for(token));
    await guard({ headers: { authorization: "Bearer x" } });
    return Response.json({ owner });
  } catch (error) {
    if (error instanceof KeywardError && error.response) return error.response;
    throw error;
  }
}
const middleware: (
  context: { req: { raw: Request }; set(name: string, value: unknown): void },
  next: () => Promise<void>,
) => unknown = protect(guard, { scopes: "items" });
console.log(guarded, middleware, expressProtect(guard), fastifyProtect(guard, {}));

// One class of errors, whatever it is imported from.
const failure: KeywardError = {} as passwordHalf.KeywardError & tokenHalf.KeywardError;
console.log(halfClaims, failure);

export const all = [
  keyward.hash,
  slimVerify,
  old,
  scheme,
  kind,
  keyId,
  claims,
  expires,
  unknown,
  alg,
  admin,
  peeked,
  later,
  checked,
  renewed,
  closed,
  same,
  scoped,
];
