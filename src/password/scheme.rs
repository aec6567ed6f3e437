//! The formats of stored hashes: one row each, one file per family.

pub(super) mod argon2;
mod aspnet;
mod bcrypt;
mod crypt;
mod django;
mod firebase;
mod keycloak;
mod kratos;
mod ldap;
mod passlib;
mod pbkdf2;
mod phpass;
mod plaintext;
mod scrypt;
mod spring;
mod werkzeug;
mod wordpress;

use super::encoding::malformed;
use super::function::Kdf;
use super::limits::{MAX_ENCODED_LENGTH, within};
use crate::error::Result;

/// Reads what follows the prefix.
type Reader = fn(&str) -> Result<Parts>;

/// The prefix of a format, its name, and who reads the rest. The first prefix
/// that fits decides.
#[rustfmt::skip]
const TABLE: &[(&str, &str, Reader)] = &[
    ("$argon2id$",            ARGON2ID,               argon2::id),
    ("$argon2i$",             "argon2i",              argon2::i),
    ("$argon2d$",             "argon2d",              argon2::d),
    ("$2",                    "bcrypt",               bcrypt::read),
    ("$bcrypt-sha256$",       "bcrypt-sha256",        passlib::bcrypt_sha256),
    ("$pbkdf2",               "pbkdf2",               pbkdf2::read),
    ("$scrypt$",              "scrypt",               scrypt::read),
    ("$5$",                   "sha256-crypt",         crypt::sha256),
    ("$6$",                   "sha512-crypt",         crypt::sha512),
    ("$1$",                   "md5-crypt",            crypt::md5),
    ("$apr1$",                "apache-md5-crypt",     crypt::apache_md5),

    ("pbkdf2_",               "django-pbkdf2",        django::pbkdf2),
    ("argon2$argon2",         "django-argon2",        argon2::any),
    ("bcrypt_sha256$$2",      "django-bcrypt-sha256", django::bcrypt_sha256),
    ("bcrypt$$2",             "django-bcrypt",        bcrypt::read),
    ("scrypt$",               "django-scrypt",        django::scrypt),
    ("sha1$",                 "django-sha1",          django::sha1),
    ("md5$",                  "django-md5",           django::md5),
    ("!",                     "django-unusable",      django::unusable),

    ("scrypt:",               "werkzeug-scrypt",      werkzeug::scrypt),
    ("pbkdf2:",               "werkzeug-pbkdf2",      werkzeug::pbkdf2),
    ("sha256$",               "werkzeug-hmac",        werkzeug::sha256),
    ("sha512$",               "werkzeug-hmac",        werkzeug::sha512),

    ("$wp$2",                 "wordpress-bcrypt",     wordpress::read),
    ("$P$",                   "phpass",               phpass::md5),
    ("$H$",                   "phpass",               phpass::md5),
    ("$S$",                   "drupal",               phpass::sha512),
    ("U$S$",                  "drupal-md5",           phpass::md5_then_sha512),
    ("U$P$",                  "drupal-md5",           phpass::md5_then_md5),

    ("{SSHA}",                "ldap-salted",          ldap::ssha),
    ("{SSHA256}",             "ldap-salted",          ldap::ssha256),
    ("{SSHA512}",             "ldap-salted",          ldap::ssha512),
    ("{SMD5}",                "ldap-salted",          ldap::smd5),
    ("{SHA}",                 "ldap",                 ldap::sha),
    ("{SHA256}",              "ldap",                 ldap::sha256),
    ("{SHA512}",              "ldap",                 ldap::sha512),
    ("{PBKDF2",               "ldap-pbkdf2",          ldap::pbkdf2),
    ("{CRYPT}$2",             "ldap-bcrypt",          bcrypt::read),
    ("{CRYPT}$5$",            "ldap-sha256-crypt",    crypt::sha256),
    ("{CRYPT}$6$",            "ldap-sha512-crypt",    crypt::sha512),
    ("{CRYPT}$1$",            "ldap-md5-crypt",       crypt::md5),

    ("{bcrypt}$2",            "spring-bcrypt",        bcrypt::read),
    ("{argon2}$argon2",       "spring-argon2",        argon2::any),
    ("{argon2@SpringSecurity_v5_8}$argon2", "spring-argon2", argon2::any),
    ("{pbkdf2}",              "spring-pbkdf2",        spring::pbkdf2_v5_5),
    ("{pbkdf2@SpringSecurity_v5_8}", "spring-pbkdf2", spring::pbkdf2_v5_8),
    ("{scrypt}$",             "spring-scrypt",        spring::scrypt),
    ("{scrypt@SpringSecurity_v5_8}$", "spring-scrypt", spring::scrypt),
    ("{sha256}",              "spring-sha256",        spring::standard),
    ("{SHA-256}",             "spring-digest",        spring::sha256),
    ("{SHA-1}",               "spring-digest",        spring::sha1),
    ("{MD5}{",                "spring-digest",        spring::salted_md5),
    ("{MD5}",                 "ldap",                 ldap::md5),
    ("{ldap}{SSHA}",          "ldap-salted",          ldap::ssha),
    ("{ldap}{SHA}",           "ldap",                 ldap::sha),
    ("{MD4}",                 "md4",                  plaintext::md4),

    ("$fbscrypt$",            "firebase-scrypt",      firebase::gotrue),
    ("$firescrypt$",          "firebase-scrypt",      firebase::kratos),

    ("$md5-crypt$",           "md5-crypt",            crypt::md5),
    ("$sha256-crypt$",        "sha256-crypt",         crypt::sha256),
    ("$sha512-crypt$",        "sha512-crypt",         crypt::sha512),
    ("$md5$",                 "kratos-digest",        kratos::md5),
    ("$sha1$",                "kratos-digest",        kratos::sha1),
    ("$sha256$",              "kratos-digest",        kratos::sha256),
    ("$sha512$",              "kratos-digest",        kratos::sha512),
    ("$hmac-",                "kratos-hmac",          kratos::hmac),

    ("{\"",                   "keycloak",             keycloak::read),
    ("A",                     "aspnet-identity",      aspnet::read),

    ("{noop}",                "plaintext",            plaintext::read),
    ("{PLAIN}",               "plaintext",            plaintext::read),
    ("{CLEARTEXT}",           "plaintext",            plaintext::read),
    ("plain$",                "plaintext",            plaintext::read),
];

/// The format of new hashes.
pub(super) const ARGON2ID: &str = "argon2id";

/// Nothing but Argon2 writes shorter tags; a short one matches by chance.
const SHORTEST_TAG: usize = 16;

/// What a reader makes of a stored hash.
pub(super) struct Parts {
    pub(super) kdf: Box<dyn Kdf>,
    /// What a right password gives. Empty for a hash that no password matches.
    pub(super) tag: Vec<u8>,
}

impl Parts {
    fn new(kdf: impl Kdf + 'static, tag: Vec<u8>) -> Result<Self> {
        if tag.len() < SHORTEST_TAG {
            return Err(malformed("the tag of the stored hash is too short"));
        }
        Ok(Self::with_any_tag(kdf, tag))
    }

    /// The same where the format has its own rule for short tags.
    fn with_any_tag(kdf: impl Kdf + 'static, tag: Vec<u8>) -> Self {
        let kdf = Box::new(kdf);
        Self { kdf, tag }
    }
}

/// Reads a stored hash of any known format, and says which it is.
pub(super) fn read(encoded: &str) -> Result<(&'static str, Parts)> {
    within(
        "bytes to be written down",
        encoded.len() as u64,
        MAX_ENCODED_LENGTH,
    )?;
    for (prefix, scheme, reader) in TABLE {
        if let Some(rest) = encoded.strip_prefix(prefix) {
            return Ok((scheme, reader(rest)?));
        }
    }
    Err(malformed("the stored hash is of no known format"))
}

#[cfg(test)]
mod tests;
