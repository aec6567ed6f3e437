// Tokens that show what can be wrong with one. `make(engine)` resolves to the token and the key to check it with.

/** Signs everything here; anybody can read it, so it is good for nothing else. */
export const SECRET = "a secret of 32 bytes or more, for this page alone";

const seconds = () => Math.floor(Date.now() / 1000);
const claims = () => ({ iss: location.origin, sub: "johndoe", scope: "me items", iat: seconds() });

/** A token that `issue` makes. */
const issued =
  (options, more = {}) =>
  async (call) => {
    const { value } = await call("issue", { ...claims(), ...more }, SECRET, "utf-8", "HS256", options);
    return { token: value.token, key: SECRET };
  };

/** A token that `issue` refuses to make: signed by hand, with the secret above. */
const forged = (token) => async () => ({ token, key: SECRET });

const fresh = issued({ expiresIn: "30m" });

async function changed(call) {
  const { token, key } = await fresh(call);
  const [header, payload, signature] = token.split(".");
  const admin = atob(payload.replaceAll("-", "+").replaceAll("_", "/")).replace("johndoe", "theboss");
  return {
    token: [header, btoa(admin).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""), signature].join("."),
    key,
  };
}

/** Signed with a private key, checked with the public half: alone, or in a set that names it. */
const pair = (algorithm, show) => async (call) => {
  const { whole, half } = (await call("generate", algorithm)).value;
  const kid = "2026-1";
  const { token } = (await call("issue", claims(), whole, "utf-8", algorithm, { expiresIn: "30m", keyId: kid })).value;
  return { token, key: JSON.stringify(show({ ...JSON.parse(half), kid }), null, 1) };
};

/**
 * Name, what it shows, and how it is made.
 *
 * @type {[string, string, (call: typeof import("../engine.js").call) => Promise<{ token: string, key: string }>][]}
 */
export const SAMPLES = [
  ["Good", "HS256 and a secret", fresh],
  [
    "Expired",
    "exp has passed",
    forged(
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJqb2huZG9lIiwiaWF0IjoxNzM1Njg5NjAwLCJleHAiOjE3MzU2OTE0MDB9.8YB_mNsM7Clr_PTaFOvZ8CxHHgrN389iTfpLca659M8",
    ),
  ],
  ["Too early", "nbf lies in the future", issued({ expiresIn: "2h", notBefore: "1h" })],
  ["Tampered", "sub was changed after it was signed", changed],
  [
    "Wrong key",
    "signed by somebody else",
    async (call) => ({ ...(await fresh(call)), key: "another secret, of a stranger, and as long" }),
  ],
  [
    "alg none",
    "the oldest forgery there is",
    forged("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJhZG1pbiIsImV4cCI6NDEwMjQ0NDgwMH0."),
  ],
  [
    "crit",
    "an extension that nobody here knows",
    forged(
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImNyaXQiOlsiZXhwLXBvbGljeSJdLCJleHAtcG9saWN5Ijoic3RyaWN0In0.eyJzdWIiOiJqb2huZG9lIiwiZXhwIjo0MTAyNDQ0ODAwfQ.aph-vhKtnz62kBMVnHV4TcsGFLzBfZyLu4djHRXt1kc",
    ),
  ],
  [
    "Bad claim",
    "sub is a number, exp is text",
    forged(
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOjQyLCJleHAiOiJ0b21vcnJvdyJ9.AP8K-pFVvv7ZKn8SZUJNRf5yhZ98Z1Lgvmiqx74JNXo",
    ),
  ],
  [
    "No claims",
    "a list was signed",
    forged(
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.WyJqb2huZG9lIiwiYWRtaW4iXQ._P60zx02YphNjzAJ5lyOSJrt3OeJA66AfdqzhWP2Vtg",
    ),
  ],
  [
    "Cut short",
    "copied without its end",
    async (call) => ({ token: (await fresh(call)).token.split(".").slice(0, 2).join("."), key: SECRET }),
  ],
  ["Weak key", "a secret shorter than its hash", async (call) => ({ ...(await fresh(call)), key: "secret" })],
  ["ES256", "a public key as a JWK", pair("ES256", (jwk) => jwk)],
  ["EdDSA", "a JWK Set, as a jwks_uri gives it", pair("EdDSA", (jwk) => ({ keys: [jwk] }))],
];
