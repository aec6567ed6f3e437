import { equal, match, ok, same, thrownBy } from "./assert.mjs";
import { ARGON2, BCRYPT, CHEAP } from "./samples.mjs";

const utf8 = (text) => new TextEncoder().encode(text);

/** Secrets that are long enough. */
const PEPPER = "pepper of some length";
const SEA_SALT = "salt of another length";

export const passwordTests = ({ hash, identify, needsRehash, verify, verifyAndUpdate }) => [
  [
    "hash makes an Argon2id string with OWASP's parameters and a salt of its own",
    () => {
      const encoded = hash("correct horse");
      match(encoded, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
      const [one, other] = [hash("correct horse", CHEAP), hash("correct horse", CHEAP)];
      ok(one !== other, "two hashes have the same salt");
      equal(verify("correct horse", encoded), true);
      equal(verify("Correct horse", encoded), false);
    },
  ],
  [
    "hash answers as the reference implementation does",
    () => {
      // phc-winner-argon2, src/test.c: Argon2id, version 0x13, t=2, m=256, p=1.
      const encoded = hash("password", { memory: 256, iterations: 2, parallelism: 1, salt: utf8("somesalt") });
      equal(encoded, "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");
    },
  ],
  [
    "every option of hash shows in the string it makes",
    () => {
      const encoded = hash("x", { memory: 64, iterations: 3, parallelism: 2, tagLength: 16, salt: new Uint8Array(8) });
      match(encoded, /^\$argon2id\$v=19\$m=64,t=3,p=2\$AAAAAAAAAAA\$[A-Za-z0-9+/]{22}$/);
      equal(verify("x", encoded), true);
    },
  ],
  [
    "an option that is undefined is the same as none",
    () => {
      match(hash("x", { ...CHEAP, tagLength: undefined }), /\$[A-Za-z0-9+/]{43}$/);
      match(hash("x", undefined), /m=19456/);
    },
  ],
  [
    "verify reads the strings of FastAPI's tutorials",
    () => {
      for (const encoded of [ARGON2, BCRYPT]) {
        equal(verify("secret", encoded), true);
        equal(verify("Secret", encoded), false);
      }
    },
  ],
  [
    "a password is text or its UTF-8 bytes, of any length up to the limit",
    () => {
      const encoded = hash("pässwörd ✓ 😀", CHEAP);
      equal(verify(utf8("pässwörd ✓ 😀"), encoded), true);
      equal(verify("pa\u0308sswörd ✓ 😀", encoded), false);
      equal(verify("\ufffd", hash("\ufffd", CHEAP)), true);
      equal(verify("a\0b", hash("a\0c", CHEAP)), false);
      equal(verify("", hash("", CHEAP)), true);
      equal(verify(new Uint8Array(4096), hash(new Uint8Array(4096), CHEAP)), true);
    },
  ],
  [
    "bytes may be a part of a larger buffer, and are left as they are",
    () => {
      const buffer = utf8("--secret--");
      equal(verify(buffer.subarray(2, 8), hash("secret", CHEAP)), true);
      same([...buffer], [...utf8("--secret--")]);
    },
  ],
  [
    "verifyAndUpdate gives a new hash where the old one is weaker than asked for",
    () => {
      const { valid, updated } = verifyAndUpdate("secret", BCRYPT);
      equal(valid, true);
      match(updated, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      equal(verify("secret", updated), true);
      same(verifyAndUpdate("x", hash("x", CHEAP), CHEAP), { valid: true, updated: null });
      same(verifyAndUpdate("y", hash("x", CHEAP)), { valid: false, updated: null });
    },
  ],
  [
    "needsRehash compares with the parameters that are asked for",
    () => {
      equal(needsRehash(BCRYPT), true);
      equal(needsRehash(ARGON2), false);
      equal(needsRehash(hash("x", CHEAP)), true);
      equal(needsRehash(hash("x", CHEAP), CHEAP), false);
      equal(needsRehash(ARGON2, { iterations: 4 }), true);
    },
  ],
  [
    "identify names the format and its parameters",
    () => {
      const { scheme, parameters } = identify(ARGON2);
      equal(scheme, "argon2id");
      equal(parameters.memory, 65536);
      equal(parameters.iterations, 3);
      equal(parameters.parallelism, 4);
      equal(identify(BCRYPT).scheme, "bcrypt");
      equal(identify(BCRYPT).parameters.cost, 12);
      equal(identify("not a hash"), null);
      equal(identify("").scheme, "unusable");
    },
  ],
  [
    "a bcrypt hash gets no new one of what it did not read",
    () => {
      // 72 times "p", made with PHP 8.2's password_hash at cost 4.
      const bcrypt = "$2y$04$pT668eujiseF/moUhaFRzurKiNprXEr8KL/7LZWV5MTjh93iFHdmy";
      const password = "p".repeat(72);
      for (const encoded of [bcrypt, `bcrypt$${bcrypt}`, `{CRYPT}${bcrypt}`, `{bcrypt}${bcrypt}`]) {
        same(verifyAndUpdate(`${password}typo`, encoded, CHEAP), { valid: true, updated: null });
        match(verifyAndUpdate(password, encoded, CHEAP).updated, /^\$argon2id\$/);
      }
    },
  ],
  [
    "another password than the user's gets no new hash, though the old one takes it for the user's",
    () => {
      // "secret": bcrypt repeats it with a zero byte in between.
      same(verifyAndUpdate("secret\0secret", BCRYPT, CHEAP), { valid: true, updated: null });
      match(verifyAndUpdate("secret", BCRYPT, CHEAP).updated, /^\$argon2id\$/);
      const costlier = { memory: 16, iterations: 1 };
      same(verifyAndUpdate("x\0", hash("x\0", CHEAP), costlier), { valid: true, updated: null });
      match(verifyAndUpdate("x", hash("x", CHEAP), costlier).updated, /^\$argon2id\$/);
    },
  ],
  [
    "a secret is introduced, changed and given up by verifyAndUpdate",
    () => {
      let stored = hash("x", CHEAP);
      for (const options of [
        { secret: PEPPER, acceptWithoutSecret: true },
        { secret: SEA_SALT, previousSecrets: ["vinegar of some length", PEPPER] },
        { previousSecrets: [SEA_SALT] },
      ]) {
        equal(verifyAndUpdate("y", stored, { ...CHEAP, ...options }).valid, false);
        const { valid, updated } = verifyAndUpdate("x", stored, { ...CHEAP, ...options });
        equal(valid, true);
        equal(updated.includes(",keyid="), "secret" in options);
        equal(verifyAndUpdate("x", updated, { ...CHEAP, ...options }).updated, null);
        stored = updated;
      }
      equal(verify("x", stored), true);
      equal(verify("x", stored, { secret: PEPPER }), false);
      equal(verify("x", stored, { secret: PEPPER, acceptWithoutSecret: true }), true);
      const bytes = { previousSecrets: [new TextEncoder().encode(PEPPER)] };
      equal(verify("x", hash("x", { ...CHEAP, secret: PEPPER }), bytes), true);
      equal(verify("x", hash("x", { ...CHEAP, secret: utf8(PEPPER) }), { secret: PEPPER }), true);
      equal(thrownBy(() => verify("x", stored, { previousSecrets: PEPPER })).code, "ERR_OPTION");
      equal(thrownBy(() => verify("x", stored, { previousSecrets: [7] })).code, "ERR_OPTION");
    },
  ],
  [
    "a limit can be raised and lowered",
    () => {
      const encoded = hash("x", { memory: 64, iterations: 1 });
      equal(thrownBy(() => verify("x", encoded, { limits: { memory: 63 } })).code, "ERR_HASH_LIMIT");
      equal(verify("x", encoded, { limits: { memory: 64 } }), true);
      const costly = hash("x", { memory: 8, iterations: 17 });
      equal(thrownBy(() => verify("x", costly)).code, "ERR_HASH_LIMIT");
      equal(verify("x", costly, { limits: { iterations: 17 } }), true);
    },
  ],
];
