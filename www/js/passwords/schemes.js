// The schemes that `identify` names, as people call them, and what their parameters cost.
import { count, memory } from "../format.js";

/** Every scheme that keyward reads. */
export const NAMES = {
  argon2id: "Argon2id",
  argon2i: "Argon2i",
  argon2d: "Argon2d",
  bcrypt: "bcrypt",
  "adonis-bcrypt": "AdonisJS’s bcrypt",
  "bcrypt-sha256": "passlib’s bcrypt over SHA-256",
  pbkdf2: "PBKDF2",
  "jellyfin-pbkdf2": "Jellyfin’s PBKDF2",
  "mattermost-pbkdf2": "Mattermost’s PBKDF2",
  scrypt: "scrypt",
  "scrypt-kdf": "scrypt in the file format of tarsnap’s program",
  "scrypt-hex": "scrypt as Ruby and Go write it",
  "crypt-scrypt": "scrypt of crypt(3)",
  yescrypt: "yescrypt, Linux",
  "sha256-crypt": "SHA-256 crypt",
  "sha512-crypt": "SHA-512 crypt, Linux",
  "md5-crypt": "MD5 crypt",
  "apache-md5-crypt": "Apache’s MD5 crypt",
  "django-pbkdf2": "Django’s PBKDF2",
  "django-argon2": "Django’s Argon2",
  "django-bcrypt-sha256": "Django’s bcrypt over SHA-256",
  "django-bcrypt": "Django’s bcrypt",
  "django-scrypt": "Django’s scrypt",
  "django-sha1": "Django’s salted SHA-1",
  "django-md5": "Django’s salted MD5",
  "django-unusable": "Django’s unusable password",
  unusable: "No password at all",
  "werkzeug-scrypt": "Werkzeug’s scrypt, Flask",
  "werkzeug-pbkdf2": "Werkzeug’s PBKDF2, Flask",
  "werkzeug-hmac": "Werkzeug’s salted SHA-2, Flask",
  "wordpress-bcrypt": "WordPress’s bcrypt",
  phpass: "phpass, WordPress before 6.8",
  drupal: "Drupal 7’s SHA-512",
  "drupal-md5": "Drupal 7 over an older MD5",
  "nextcloud-bcrypt": "Nextcloud’s bcrypt",
  "nextcloud-argon2": "Nextcloud’s Argon2",
  "mediawiki-pbkdf2": "MediaWiki’s PBKDF2",
  "mediawiki-argon2": "MediaWiki’s Argon2",
  "mediawiki-bcrypt": "MediaWiki’s bcrypt",
  "mediawiki-md5": "MediaWiki’s old MD5",
  "ldap-salted": "LDAP, a salted digest",
  ldap: "LDAP, a digest without salt",
  "ldap-pbkdf2": "LDAP’s PBKDF2",
  "ldap-bcrypt": "LDAP, bcrypt",
  "ldap-sha256-crypt": "LDAP, SHA-256 crypt",
  "ldap-sha512-crypt": "LDAP, SHA-512 crypt",
  "ldap-md5-crypt": "LDAP, MD5 crypt",
  "ldap-yescrypt": "LDAP, yescrypt",
  "ldap-crypt-scrypt": "LDAP, scrypt of crypt(3)",
  "dovecot-bcrypt": "Dovecot’s bcrypt",
  "dovecot-argon2": "Dovecot’s Argon2",
  "dovecot-pbkdf2": "Dovecot’s PBKDF2",
  "dovecot-sha256-crypt": "Dovecot, SHA-256 crypt",
  "dovecot-sha512-crypt": "Dovecot, SHA-512 crypt",
  "dovecot-md5-crypt": "Dovecot, MD5 crypt",
  atlassian: "Atlassian’s PBKDF2, Jira and Confluence",
  "spring-bcrypt": "Spring Security’s bcrypt",
  "spring-argon2": "Spring Security’s Argon2",
  "spring-pbkdf2": "Spring Security’s PBKDF2",
  "spring-scrypt": "Spring Security’s scrypt",
  "spring-sha256": "Spring Security’s old SHA-256",
  "spring-digest": "Spring Security’s digest",
  "firebase-scrypt": "Firebase’s scrypt",
  "kratos-digest": "Kratos, a salted digest",
  "kratos-hmac": "Kratos, an HMAC",
  "shiro-argon2": "Apache Shiro’s Argon2",
  "shiro-bcrypt": "Apache Shiro’s bcrypt",
  "shiro-digest": "Apache Shiro’s salted digest",
  "lucia-scrypt": "Lucia’s scrypt",
  "node-salt-key": "scrypt of Node’s crypto, salt and key",
  magento: "Magento’s salted digest",
  joomla: "Joomla’s salted SHA-256",
  unsalted: "A digest without salt",
  keycloak: "A credential of Keycloak",
  "aspnet-identity": "ASP.NET Identity’s PBKDF2",
  md4: "MD4",
  plaintext: "A password in clear",
};

const LABELS = {
  algorithm: "Algorithm",
  version: "Version",
  memory: "Memory m",
  iterations: "Iterations t",
  parallelism: "Lanes p",
  keyid: "Key id",
  cost: "Cost",
  rounds: "Rounds",
  digest: "Digest",
  n: "N",
  r: "Block size r",
  p: "Parallelization p",
};

/** Whether a secret goes into such a hash: only Argon2 has a place for one (RFC 9106 section 3.1). */
export const takesSecret = ({ parameters }) => String(parameters.algorithm).startsWith("argon2");

/** The parameters as rows of a label and a text, with what follows from them. */
export function rows(parameters) {
  const { n, r } = parameters;
  const all = Object.entries(parameters).map(([name, value]) => [LABELS[name] ?? name, parameter(name, value)]);
  // scrypt, RFC 7914: 128 · r bytes for each of N blocks.
  if (n && r) all.push(["Memory", memory((128 * r * n) / 1024)]);
  return all;
}

function parameter(name, value) {
  if (name === "memory") return `${memory(value)} (${count(value)} KiB)`;
  if (name === "cost") return `${value}, so 2^${value} = ${count(2 ** value)} rounds`;
  if (name === "version") return `0x${value.toString(16)}`;
  return typeof value === "number" ? count(value) : String(value);
}
