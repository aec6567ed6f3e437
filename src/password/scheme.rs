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

use serde_json::{Map, Value};

use super::encoding::malformed;
use super::function::Function;
use super::limits::{MAX_ENCODED_LENGTH, within};
use super::{HashOptions, VerifyOptions};
use crate::error::{Error, Result};

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
const ARGON2ID: &str = "argon2id";

/// Nothing but Argon2 writes shorter tags; a short one matches by chance.
const SHORTEST_TAG: usize = 16;

/// What a reader makes of a stored hash.
struct Parts {
    function: Box<dyn Function>,
    /// Empty for a hash that no password matches.
    tag: Vec<u8>,
}

impl Parts {
    /// The function with the tag that a right password gives.
    fn new(function: impl Function + 'static, tag: Vec<u8>) -> Result<Self> {
        if tag.len() < SHORTEST_TAG {
            return Err(malformed("the tag of the stored hash is too short"));
        }
        Ok(Self::with_any_tag(function, tag))
    }

    /// The same where the format has its own rule for short tags.
    fn with_any_tag(function: impl Function + 'static, tag: Vec<u8>) -> Self {
        Self {
            function: Box::new(function),
            tag,
        }
    }
}

/// A stored hash that was read.
pub(super) struct Stored {
    pub(super) scheme: &'static str,
    parts: Parts,
}

/// Reads a stored hash of any known format.
pub(super) fn read(encoded: &str) -> Result<Stored> {
    within(
        "bytes to be written down",
        encoded.len() as u64,
        MAX_ENCODED_LENGTH,
    )?;
    for (prefix, scheme, reader) in TABLE {
        if let Some(rest) = encoded.strip_prefix(prefix) {
            let parts = reader(rest)?;
            return Ok(Stored { scheme, parts });
        }
    }
    Err(malformed("the stored hash is of no known format"))
}

impl Stored {
    pub(super) fn parameters(&self) -> Map<String, Value> {
        self.parts.function.parameters()
    }

    /// What a check costs, as a text that is the same for hashes that cost the
    /// same: the scheme and its parameters, and whether a secret is named, since
    /// without one a check may have to be made with and without. `None` where it
    /// costs nothing, because no password matches.
    pub(super) fn cost(&self) -> Option<String> {
        let Parts { function, tag } = &self.parts;
        if tag.is_empty() {
            return None;
        }
        let mut cost = String::from(self.scheme);
        for (name, value) in &function.parameters() {
            match value {
                Value::Number(value) => cost.push_str(&format!(" {name}={value}")),
                Value::String(value) if name == "digest" => cost.push_str(&format!(" {value}")),
                _ if name == "keyid" => cost.push_str(" keyid"),
                _ => (),
            }
        }
        if let times @ 2.. = function.repetitions(tag.len()) {
            cost.push_str(&format!(" times={times}"));
        }
        Some(cost)
    }

    /// Whether a right password was right to its last byte.
    pub(super) fn reads_all_of(&self, password: &[u8]) -> bool {
        self.parts.function.reads_all_of(password)
    }

    /// Refuses what is broken or costs too much.
    pub(super) fn check(&self, options: &VerifyOptions) -> Result<()> {
        let Parts { function, tag } = &self.parts;
        match function.broken() {
            Some(reason) if !options.allow_legacy => Err(Error::HashLegacy(reason.into())),
            _ => function.check(options, tag.len()),
        }
    }

    /// Whether the password matches. Call [`Self::check`] first.
    pub(super) fn verify(&self, password: &[u8], options: &VerifyOptions) -> Result<bool> {
        let Parts { function, tag } = &self.parts;
        if tag.is_empty() {
            return Ok(false);
        }
        function.matches(password, options, tag)
    }

    /// Whether it is an Argon2id PHC string as good as a new one.
    pub(super) fn meets(&self, options: &HashOptions) -> bool {
        self.scheme == ARGON2ID
            && self.parts.tag.len() >= options.tag_length
            && self.parts.function.meets(options)
    }

    /// The options of the hash that replaces it: an Argon2id PHC string that is
    /// replaced for another reason than its cost keeps that.
    pub(super) fn replacement(&self, options: &HashOptions) -> HashOptions {
        match self.scheme {
            ARGON2ID => self.parts.function.replacement(options),
            _ => options.clone(),
        }
    }
}
