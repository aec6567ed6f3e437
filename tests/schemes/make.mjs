// Makes hashes with Node's crypto, which is OpenSSL's, by the rules of systems that do not run here: ASP.NET Identity,
// Spring Security, Firebase, Keycloak, Kratos, GoTrue, LDAP servers, old Werkzeug and libraries that write PHC strings.
// Published hashes of the same systems, in tests/vectors/passwords.json, hold these rules against the originals.
// `flip` marks those cheap enough to try every bit flipped.
import { createCipheriv, createHash, createHmac, pbkdf2Sync, randomBytes, randomInt, scryptSync } from "node:crypto";

const made = [];

const base64 = (bytes) => Buffer.from(bytes).toString("base64");
const unpadded = (bytes) => base64(bytes).replace(/=+$/, "");
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const digest = (name, ...parts) =>
  createHash(name)
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest();
const number = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const scrypt = (password, salt, length, N, r, p) => scryptSync(password, salt, length, { N, r, p, maxmem: 1 << 28 });

const LEGACY = { flip: true, legacy: true };
const FLIP = { flip: true };

const makers = {
  aspNetIdentity(add, password) {
    const salt = randomBytes(16);
    const second = Buffer.concat([Buffer.of(0), salt, pbkdf2Sync(password, salt, 1000, 32, "sha1")]);
    add("aspnet-identity", base64(second));
    for (const [prf, name] of ["sha1", "sha256", "sha512"].entries()) {
      const rounds = randomInt(1, 20);
      const longer = randomBytes(randomInt(16, 40));
      const tag = pbkdf2Sync(password, longer, rounds, randomInt(16, 100), name);
      const third = Buffer.concat([Buffer.of(1), number(prf), number(rounds), number(longer.length), longer, tag]);
      add("aspnet-identity", base64(third), FLIP);
    }
  },

  springSecurity(add, password) {
    const salt = randomBytes(8);
    add("spring-pbkdf2", `{pbkdf2}${hex(salt)}${pbkdf2Sync(password, salt, 185_000, 32, "sha1").toString("hex")}`);
    const longer = randomBytes(16);
    const tag = pbkdf2Sync(password, longer, 310_000, 32, "sha256");
    add("spring-pbkdf2", `{pbkdf2@SpringSecurity_v5_8}${hex(longer)}${hex(tag)}`);
    const cheap = scrypt(password, longer, 32, 4, 2, 3);
    add(
      "spring-scrypt",
      `{scrypt}$${((2 << 16) | (2 << 8) | 3).toString(16)}$${base64(longer)}$${base64(cheap)}`,
      FLIP,
    );
    let standard = digest("sha256", salt, password);
    for (let round = 1; round < 1024; round += 1) standard = digest("sha256", standard);
    add("spring-sha256", `{sha256}${hex(salt)}${hex(standard)}`, LEGACY);
    const braced = `{${base64(randomBytes(32))}}`;
    for (const [name, id] of [
      ["md5", "MD5"],
      ["sha1", "SHA-1"],
      ["sha256", "SHA-256"],
    ]) {
      add("spring-digest", `{${id}}${braced}${hex(digest(name, password, braced))}`, LEGACY);
    }
  },

  firebase(add, password) {
    const salt = randomBytes(randomInt(8, 20));
    const separator = randomBytes(1);
    const signerKey = randomBytes(64);
    for (const [log, r, p, more] of /** @type {[number, number, number, object][]} */ ([
      [2, 1, 1, FLIP],
      [14, 8, 1, {}],
    ])) {
      const key = scrypt(password, Buffer.concat([salt, separator]), 32, 2 ** log, r, p);
      const tag = base64(createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(signerKey));
      const cost = `n=${log},r=${r},p=${p}`;
      const keys = `ss=${base64(separator)},sk=${base64(signerKey)}`;
      const project = { signerKey: base64(signerKey), saltSeparator: base64(separator), rounds: r, memoryCost: log };
      add("firebase-scrypt", `$fbscrypt$v=1,${cost},${keys}$${base64(salt)}$${tag}`, more);
      add("firebase-scrypt", `$fbscrypt$v=1,${cost}$${base64(salt)}$${tag}`, { ...more, firebase: project });
      add("firebase-scrypt", `$fbscrypt$${base64(salt)}$${tag}`, { ...more, firebase: project });
      add(
        "firebase-scrypt",
        `$firescrypt$l${cost}$${base64(salt)}$${tag}$${base64(separator)}$${base64(signerKey)}`,
        more,
      );
    }
  },

  keycloak(add, password) {
    const sets = /** @type {[string, string, number][]} */ ([
      ["pbkdf2", "sha1", 20_000],
      ["pbkdf2-sha256", "sha256", 27_500],
      ["pbkdf2-sha512", "sha512", 210_000],
    ]);
    for (const [algorithm, name, hashIterations] of sets) {
      const salt = randomBytes(16);
      const value = base64(pbkdf2Sync(password, salt, hashIterations, 64, name));
      const secretData = JSON.stringify({ value, salt: base64(salt), additionalParameters: {} });
      const credentialData = JSON.stringify({ hashIterations, algorithm, additionalParameters: {} });
      add("keycloak", JSON.stringify({ secretData, credentialData }));
      add(
        "keycloak",
        JSON.stringify({ secretData: JSON.parse(secretData), credentialData: JSON.parse(credentialData) }),
      );
    }
    const salt = randomBytes(16);
    const value = base64(pbkdf2Sync(password, salt, 2, 32, "sha256"));
    const secretData = JSON.stringify({ value, salt: base64(salt), additionalParameters: {} });
    const credentialData = JSON.stringify({ hashIterations: 2, algorithm: "pbkdf2-sha256", additionalParameters: {} });
    add("keycloak", JSON.stringify({ secretData, credentialData }), FLIP);
  },

  kratos(add, password) {
    const salt = randomBytes(12);
    const text = base64(salt);
    add("scrypt", `$scrypt$ln=64,r=1,p=2$${text}$${base64(scrypt(password, salt, 32, 64, 1, 2))}`, FLIP);
    for (const name of ["md5", "sha1", "sha256", "sha512"]) {
      for (const [format, ...parts] of [
        ["{SALT}{PASSWORD}", salt, password],
        ["{PASSWORD}{SALT}", password, salt],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a dollar of the format, and then a place of it
        ["x{SALT}-{SALT}${PASSWORD}%", "x", salt, "-", salt, "$", password, "%"],
      ]) {
        add("kratos-digest", `$${name}$pf=${base64(format)}$${text}$${base64(digest(name, ...parts))}`, LEGACY);
      }
    }
    add("kratos-digest", `$md5$${base64(digest("md5", password))}`, LEGACY);
    for (const name of ["md5", "sha1", "sha256", "sha384", "sha512"]) {
      const tag = createHmac(name, salt).update(password).digest("hex");
      add("kratos-hmac", `$hmac-${name}$${base64(tag)}$${text}`, LEGACY);
    }
  },

  phcStrings(add, password) {
    const salt = randomBytes(16);
    for (const name of ["sha1", "sha256", "sha512"]) {
      const tag = pbkdf2Sync(password, salt, 6, 48, name);
      add("pbkdf2", `$pbkdf2-${name}$i=6,l=48$${unpadded(salt)}$${unpadded(tag)}`, FLIP);
      add("pbkdf2", `$pbkdf2-${name}$i=6$${unpadded(salt)}$${unpadded(tag)}`, FLIP);
    }
    const tag = scrypt(password, salt, 64, 16, 8, 1);
    add("scrypt", `$scrypt$ln=4,r=8,p=1$${unpadded(salt)}$${unpadded(tag)}`, FLIP);
  },

  ldap(add, password) {
    for (const name of ["sha256", "sha384", "sha512"]) {
      add("ldap", `{${name.toUpperCase()}}${base64(digest(name, password))}`, LEGACY);
    }
    const salt = randomBytes(8);
    add("ldap-salted", `{ldap}{SSHA}${base64(Buffer.concat([digest("sha1", password, salt), salt]))}`, LEGACY);
    add("ldap-salted", `{SSHA384}${base64(Buffer.concat([digest("sha384", password, salt), salt]))}`, LEGACY);
  },

  // Programs of one's own, whose salt is text.
  nodeTutorials(add, password) {
    const salt = randomBytes(16).toString("hex");
    const key = hex(scryptSync(password, salt, 64));
    add("node-salt-key", `${salt}:${key}`);
    add("node-salt-key", `${key}.${salt}`);
    add("node-salt-key", `${salt}.${hex(scryptSync(password, salt, 32))}`);
    add("node-salt-key", `${salt}:${hex(pbkdf2Sync(password, salt, 1000, 64, "sha512"))}`);
  },

  oldWerkzeug(add, password) {
    const salt = randomBytes(4).toString("hex");
    for (const name of ["sha256", "sha512"]) {
      const tag = createHmac(name, salt).update(password).digest("hex");
      add("werkzeug-hmac", `${name}$${salt}$${tag}`, LEGACY);
    }
  },
};

const passwords = [
  randomBytes(6).toString("hex"),
  `pässwörd ${randomBytes(2).toString("hex")} 🔑`,
  String.fromCharCode(randomInt(33, 126)),
  randomBytes(60).toString("hex"),
  randomBytes(200).toString("hex"),
];

for (const [system, make] of Object.entries(makers)) {
  for (const password of passwords) {
    const source = `Node ${process.version} by the rules of ${system}`;
    const passwordHex = hex(Buffer.from(password));
    make(
      (scheme, encoded, more = {}) => made.push({ source, scheme, encoded, passwordHex, ...more }),
      Buffer.from(password),
    );
  }
}
process.stdout.write(JSON.stringify(made));
