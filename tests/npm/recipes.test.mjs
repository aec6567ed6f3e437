// What docs/hashes.md says to call for a hash that has no name: each row, with a hash made as the row says.
import assert from "node:assert/strict";
import { createCipheriv, createHash, createHmac, pbkdf2Sync, scryptSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inRoot } from "../../scripts/lib/paths.mjs";

const { verify } = await import(inRoot("pkg/node.js"));
const base64 = (text, encoding) => Buffer.from(text, encoding).toString("base64");
const digest = (name, text, encoding) => createHash(name).update(text).digest(encoding);

const password = "s\u00e9cret";
const salt = "5f4dcc3b5aa765d61d8327deb882cf99";
const pepper = "a pepper that nobody guesses";
const project = { signerKey: base64("k".repeat(64)), saltSeparator: "Bw==", rounds: 8, memoryCost: 14 };

function firebaseHash() {
  const bytes = Buffer.concat([Buffer.from(salt), Buffer.of(7)]);
  const key = scryptSync(password, bytes, 32, { N: 2 ** 14, r: 8, p: 1 });
  return createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(Buffer.from(project.signerKey, "base64"));
}

/** bcrypt of a text, by PHP 8.2's `password_hash` at cost 4; each is what the row makes of the password. */
const BCRYPT = {
  hex: "$2y$04$2oVV7V8RZJg93qNjekLZAeM4rWVbLJXbaymCiQncZXvDpy1iEm9Ye",
  base64: "$2y$04$C/VY37HWIqeqthGdiN66Hu3QWZwoL0vEbgDZEWD.7csRyRo/omq96",
  pepper: "$2y$04$29M73.XQOdAURSQqy267GeW6imDE4xwPF9I6/YdewJz/sOG2V7KxS",
};

/** The variables of each row, in its order. */
const ROWS = [
  { salt, hash: pbkdf2Sync(password, salt, 25_000, 512, "sha256").toString("hex") },
  { salt, rounds: 4321, hash: pbkdf2Sync(password, salt, 4321, 64, "sha512").toString("hex") },
  { salt, hash: scryptSync(password, salt, 64).toString("hex") },
  { salt: base64(salt), hash: base64(firebaseHash()), firebase: project },
  { stored: BCRYPT.hex },
  { stored: BCRYPT.base64 },
  { stored: BCRYPT.pepper, pepper },
  // Made with passlib, by Flask-Security's get_hmac.
  { salt, stored: "$argon2id$v=19$m=64,t=2,p=1$WsvZe08JgVBqrTUmxJgTgg$0oUWUHDZb2DpJf+qhEO4R1QL/xdPDJqjNgk+Os6b8ok" },
  { stored: BCRYPT.pepper, pepper },
  // Made with oslo 1.2.1.
  {
    stored: "$argon2id$v=19$m=64,t=2,p=1$eTWoRp2NpS+44FqhB1wawQ$io1u0+WDLNvsD16tOaGTtRhoiggzlqcePSEiZC/ELAA",
  },
  {
    salt,
    stored: `400$8$1$0123456789abcdef$${scryptSync(password + salt, Buffer.from("0123456789abcdef", "hex"), 32, { N: 1024, r: 8, p: 1 }).toString("hex")}`,
  },
  {
    secret: base64("sixteen bytes !!"),
    stored: "$argon2id$v=19$m=64,p=1,t=2$MZRlE64gLzBBi8QhzJFHQg$QbsiMIjWGavJtwQm9SasgAt6g+b2asnSdii/g+VX5I8",
  },
  { salt, hash: digest("sha256", salt + password, "hex") },
  { salt, hash: digest("md5", digest("md5", password, "hex") + salt, "hex") },
];

const [, table] = /<!-- recipes -->\n(.*?)<!-- \/recipes -->/s.exec(readFileSync(inRoot("docs/hashes.md"), "utf8"));
const rows = table
  .trim()
  .split("\n")
  .slice(2)
  .map((line) => line.split(" | "));

test("each row of the table has its variables", () => assert.equal(rows.length, ROWS.length));

for (const [index, [have, call]] of rows.entries()) {
  test(`${have.replace(/^\| /, "")}: what the table says verifies the password and no other`, () => {
    const code = call.replace(/^`+|`+ \|$/g, "");
    const given = { Buffer, base64, createHmac, digest, verify, ...ROWS[index] };
    const run = new Function("password", ...Object.keys(given), `return ${code};`);
    assert.equal(run(password, ...Object.values(given)), true, code);
    assert.equal(run("another", ...Object.values(given)), false, code);
  });
}
