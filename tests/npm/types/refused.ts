// What the declarations must refuse: each line below a comment is an error, or tsc says that the comment is unused.
import { createGuard } from "keyward/guard";
import { remoteKeySet } from "keyward/jwks";
import * as pool from "keyward/pool";
import * as passwordHalf from "keyward/password";
import * as tokenHalf from "keyward/token";
import { Key, KeySet, KeywardError, decode, hash, issue, verify } from "keyward";

// @ts-expect-error a password is not a number
hash(1);
// @ts-expect-error there is no such option
hash("password", { memry: 1 });
// @ts-expect-error memory is a number
hash("password", { memory: "64 MiB" });
// @ts-expect-error a salt is bytes
hash("password", { salt: "somesalt" });
// @ts-expect-error the hash is missing
verify("password");
// @ts-expect-error the key is missing
issue({});
// @ts-expect-error claims are an object
issue("johndoe", "secret");
// @ts-expect-error a list is no claims
issue(["johndoe"], "secret");
// @ts-expect-error a Map is no claims
issue(new Map([["sub", "johndoe"]]), "secret");
// @ts-expect-error somebody forgot to await
issue(Promise.resolve({ sub: "johndoe" }), "secret");
// @ts-expect-error a registered claim has the type of RFC 7519
issue({ exp: new Date() }, "secret");
// @ts-expect-error a span of time has a unit
issue({}, "secret", { expiresIn: "soon" });
// @ts-expect-error none is no algorithm
issue({}, "secret", { algorithm: "none" });
// @ts-expect-error RSA keys are made elsewhere
Key.generate("RS256");
// @ts-expect-error the algorithm has an option of its own
issue({}, "secret", { header: { alg: "HS256" } });
// @ts-expect-error a token is a string
decode(7, "secret");
// @ts-expect-error claims may be missing
export const subject: string = decode("token", "secret").sub;
// @ts-expect-error there are functions that make a Key
new Key();
// @ts-expect-error errors are keyward's to make
new KeywardError();
// @ts-expect-error a set of keys cannot sign
issue({}, KeySet.fromJwkSet({ keys: [] }));
// @ts-expect-error a JWK has a type
Key.fromJwk({ crv: "P-256" });
// @ts-expect-error a Key cannot be changed
Key.secret("secret").keyId = "other";
// @ts-expect-error a pool answers with a promise
export const now: string = pool.hash("password");
// @ts-expect-error there is no such option
pool.hash("password", { memry: 1 });
// @ts-expect-error a signal is no controller
pool.verify("password", "", { signal: new AbortController() });
// @ts-expect-error there is no such option
new pool.Pool({ threads: 2 });
// @ts-expect-error the synchronous functions cannot be aborted
hash("password", { signal: new AbortController().signal });
// @ts-expect-error keyward/password reads no hash of Firebase's
passwordHalf.verify("password", "hash", { firebase: { signerKey: "", saltSeparator: "", rounds: 8, memoryCost: 14 } });
// @ts-expect-error keyward/password has no tokens
passwordHalf.issue({}, "secret");
// @ts-expect-error keyward/token has no passwords
tokenHalf.hash("password");
// @ts-expect-error a half has nothing to hand over; its slim entry point has
tokenHalf.init(new Uint8Array());
// @ts-expect-error there is no such option
remoteKeySet("https://auth.example/keys", { cachefor: 1 });
// @ts-expect-error an issuer is a text
remoteKeySet({ issuer: new URL("https://auth.example") });
// @ts-expect-error there is no such option
createGuard({ keys: "secret", scope: "me" });
// @ts-expect-error the secret of the client is missing
createGuard({ keys: "secret", introspect: { url: "https://auth.example/introspect", clientId: "api" } });
// @ts-expect-error a guard takes a request
createGuard({ keys: "secret" })("Bearer x");
// @ts-expect-error a guard answers with a promise
createGuard({ keys: "secret" })(new Request("https://api.example")).claims;
