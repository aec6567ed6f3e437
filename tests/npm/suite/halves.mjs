// What is different where only `keyward/password` or `keyward/token` is imported.
import { equal, match, ok, same, thrownBy } from "./assert.mjs";
import { ARGON2, BCRYPT, CHEAP, SECRET } from "./samples.mjs";

/** One of each family that `keyward` verifies and `keyward/password` does not. */
const OTHER_FORMATS = [
  "pbkdf2_sha256$1000000$salt$YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=",
  "scrypt:32768:8:1$salt$00",
  "$bcrypt-sha256$v=2,t=2b,r=12$x$y",
  "$6$salt$x",
  "$P$x",
  "{SSHA}x",
  "AQAAAAEAACcQ",
  "$y$j9T$x$y",
  "{ssha}x",
  "25ac8e9652513d70837aeb22d3daf8ea:d1bc1c443b900f869f0853582ff7b93b781b8187c0e5ca4690a84345aceafc6ca1b8cca1e91d43c0e906412a81c195e89358916246719e2b84336111eda4c32b",
  "5ebe2294ecd0e0f08eab7690d2a6ee69",
];

const passwordHalf = ({ KeywardError, hash, identify, needsRehash, verify, verifyAndUpdate }) => [
  [
    "keyward/password says of other formats that keyward verifies them",
    () => {
      for (const encoded of OTHER_FORMATS) {
        for (const call of [
          () => verify("x", encoded),
          () => verifyAndUpdate("x", encoded),
          () => needsRehash(encoded),
          () => identify(encoded),
        ]) {
          const error = thrownBy(call);
          ok(error instanceof KeywardError, String(error));
          equal(error.code, "ERR_HASH_UNSUPPORTED", encoded);
          match(error.message, /import from `keyward`/);
        }
      }
    },
  ],
  [
    "keyward/password reads Argon2 and bcrypt in the spelling of any framework",
    () => {
      equal(identify(`argon2${ARGON2}`).scheme, "django-argon2");
      equal(identify(`{bcrypt}${BCRYPT}`).scheme, "spring-bcrypt");
      equal(verify("secret", `bcrypt$${BCRYPT}`), true);
    },
  ],
  [
    "keyward/password has no option that it could not use",
    () => {
      equal(thrownBy(() => verify("x", ARGON2, { firebase: {} })).code, "ERR_OPTION");
    },
  ],
  [
    "keyward/password has the errors of keyward",
    () => {
      equal(verify("x", ""), false);
      equal(thrownBy(() => verify("x", "no hash")).code, "ERR_HASH_FORMAT");
      equal(thrownBy(() => verify("x", ARGON2.replace("m=65536", "m=4194304"))).code, "ERR_HASH_LIMIT");
      equal(thrownBy(() => verify("x", BCRYPT.replace("$2b$", "$2x$"))).code, "ERR_HASH_LEGACY");
      equal(thrownBy(() => hash("x".repeat(4097))).code, "ERR_PASSWORD_LENGTH");
      equal(thrownBy(() => hash("x", { ...CHEAP, memry: 1 })).code, "ERR_OPTION");
      ok(thrownBy(() => hash(1)) instanceof TypeError);
      ok(thrownBy(() => hash("\ud800")) instanceof TypeError);
      equal(verify("x", hash("x", CHEAP)), true);
    },
  ],
];

const tokenHalf = ({ Key, KeywardError, decode, issue }) => [
  [
    "keyward/token has the errors of keyward",
    () => {
      ok(thrownBy(() => decode("", SECRET)) instanceof KeywardError);
      equal(thrownBy(() => decode("", SECRET)).code, "ERR_TOKEN_FORMAT");
      equal(thrownBy(() => decode(issue({ exp: 1 }, SECRET), SECRET)).code, "ERR_TOKEN_EXPIRED");
      equal(thrownBy(() => Key.secret("")).code, "ERR_KEY");
      ok(thrownBy(() => issue({}, 7)) instanceof TypeError);
      same(decode(issue({ a: 1 }, Key.secret(SECRET)), SECRET), { a: 1 });
    },
  ],
];

export const halfTests = (keyward) => (keyward.hash ? passwordHalf(keyward) : tokenHalf(keyward));
