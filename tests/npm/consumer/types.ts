// What the type declarations must allow, and what they must refuse.

import { KeywardError, decode, hash, issue, verify } from "keyward";

const encoded: string = hash("password", { memory: 19456, iterations: 2, parallelism: 1 });
const valid: boolean = verify(new Uint8Array(8), encoded, { allowLegacy: false });
const token: string = issue({ sub: "johndoe", admin: valid }, "secret", { expiresIn: "30m", audience: "api" });

interface Claims {
  sub: string;
  admin: boolean;
}
const claims: Claims = decode<Claims>(token, "secret", { algorithms: ["HS256"], leeway: 5 });
export const subject: string = claims.sub;

try {
  verify("password", "not a hash");
} catch (error) {
  if (error instanceof KeywardError) {
    const code: string = error.code;
    console.log(code);
  }
}

// @ts-expect-error a password is not a number
hash(1);
// @ts-expect-error there is no such option
hash("password", { memry: 1 });
// @ts-expect-error the key is missing
issue({});
// @ts-expect-error a token is a string
decode(7, "secret");
