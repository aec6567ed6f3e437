// Makes hashes with npm's own packages: better-auth, Lucia 2, oslo (Lucia 3), AdonisJS, FoalTS, argon2, bcrypt, scrypt-kdf
// (Medusa), firebase-scrypt, unixcrypt. Run where those are installed (tests/npm/projects/systems).
import { randomBytes } from "node:crypto";
import { Argon } from "@adonisjs/hash/drivers/argon";
import { Bcrypt as AdonisBcrypt } from "@adonisjs/hash/drivers/bcrypt";
import { Scrypt as AdonisScrypt } from "@adonisjs/hash/drivers/scrypt";
import { hashPassword as foal } from "@foal/core";
import argon2 from "argon2";
import bcrypt from "bcrypt";
import { hashPassword as betterAuth } from "better-auth/crypto";
import { FirebaseScrypt } from "firebase-scrypt";
import { generateLuciaPasswordHash } from "lucia/utils";
import { Argon2id, Bcrypt, Scrypt } from "oslo/password";
import scryptKdf from "scrypt-kdf";
import { encrypt } from "unixcrypt";

const made = [];
const FLIP = { flip: true };

/** By the name of the package, or of what it is for: each adds what it makes of a password. */
const makers = {
  async "better-auth"(add, password) {
    add("node-salt-key", await betterAuth(password));
  },

  async "Lucia 2"(add, password) {
    add("lucia-scrypt", await generateLuciaPasswordHash(password));
  },

  async "oslo, for Lucia 3"(add, password) {
    add("node-salt-key", await new Scrypt().hash(password));
    // These two bring it into NFKC as well, and nothing in the hash says so: docs/hashes.md.
    const normal = password.normalize("NFKC");
    add("argon2id", await new Argon2id({ memorySize: 64, iterations: 2, parallelism: 1 }).hash(password), { normal });
    add("bcrypt", await new Bcrypt({ cost: 4 }).hash(password), { normal });
  },

  async AdonisJS(add, password) {
    add("scrypt", await new AdonisScrypt({ cost: 64, blockSize: 4, parallelization: 2 }).make(password), FLIP);
    add("scrypt", await new AdonisScrypt({ cost: 16384, blockSize: 8, parallelization: 1 }).make(password));
    add("adonis-bcrypt", await new AdonisBcrypt({ rounds: 4 }).make(password));
    add("argon2id", await new Argon({ memory: 64, iterations: 2, parallelism: 1, variant: "id" }).make(password));
    add("argon2i", await new Argon({ memory: 64, iterations: 2, parallelism: 2, variant: "i" }).make(password));
  },

  async FoalTS(add, password) {
    add("django-pbkdf2", await foal(password));
  },

  async argon2(add, password) {
    const types = { argon2d: argon2.argon2d, argon2i: argon2.argon2i, argon2id: argon2.argon2id };
    for (const [scheme, type] of Object.entries(types))
      add(scheme, await argon2.hash(password, { type, memoryCost: 128, timeCost: 2, parallelism: 2 }), FLIP);
    const associatedData = randomBytes(8);
    add("argon2id", await argon2.hash(password, { memoryCost: 128, timeCost: 2, parallelism: 1, associatedData }));
    // As Spring's DelegatingPasswordEncoder has it.
    const spring = await argon2.hash(password, { memoryCost: 128, timeCost: 2, parallelism: 1 });
    add("spring-argon2", `{argon2@SpringSecurity_v5_8}${spring}`);
  },

  async bcrypt(add, password) {
    add("bcrypt", await bcrypt.hash(password, 4));
    add("bcrypt", await bcrypt.hash(password, await bcrypt.genSalt(4, "a")));
    add("spring-bcrypt", `{bcrypt}${await bcrypt.hash(password, await bcrypt.genSalt(4, "a"))}`);
  },

  async "scrypt-kdf"(add, password) {
    const key = Buffer.from(await scryptKdf.kdf(password, { logN: 4, r: 4, p: 2 }));
    add("scrypt-kdf", key.toString("base64"), FLIP);
    add("scrypt-kdf", key.toString("hex"));
  },

  async "firebase-scrypt"(add, password) {
    const [signerKey, saltSeparator] = [randomBytes(64), Buffer.of(0x0a, 0x0b)].map((bytes) =>
      bytes.toString("base64"),
    );
    const parameters = { memCost: 4, rounds: 2, saltSeparator, signerKey };
    const salt = randomBytes(12).toString("base64");
    const key = await new FirebaseScrypt(parameters).hash(password, salt);
    // As SuperTokens writes down what an export of Firebase has.
    add("firebase-scrypt", `$f_scrypt$${key}$${salt}$m=4$r=2$s=${saltSeparator}`, {
      firebase: { signerKey, saltSeparator, rounds: 2, memoryCost: 4 },
    });
  },

  async unixcrypt(add, password) {
    for (const [scheme, id] of [
      ["sha256-crypt", 5],
      ["sha512-crypt", 6],
    ])
      add(scheme, encrypt(password, `$${id}$rounds=1000$${randomBytes(6).toString("hex")}`));
  },
};

// better-auth and Lucia bring a password into one form first (NFKC), which the last is not of.
const passwords = ["secret", "correct horse battery staple", " ünïcode 密码 🔑 ", "\ufb01anc\u00e9 \u212b"];
for (const [source, maker] of Object.entries(makers))
  for (const password of passwords) {
    const add = (scheme, encoded, { normal = password, ...more } = {}) =>
      made.push({ source, scheme, encoded, passwordHex: Buffer.from(normal).toString("hex"), ...more });
    await maker(add, password);
  }
process.stdout.write(JSON.stringify(made));
