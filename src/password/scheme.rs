//! The formats of stored hashes: one row each, one file per family.

pub(super) mod argon2;
mod aspnet;
mod bare;
mod bcrypt;
mod crypt;
mod django;
mod firebase;
mod keycloak;
mod kratos;
mod ldap;
mod magento;
mod mediawiki;
mod node;
mod passlib;
mod pbkdf2;
mod phpass;
mod plaintext;
mod scrypt;
mod shiro;
mod spring;
mod werkzeug;
mod wordpress;

use super::encoding::{b64, malformed, read_hex};
use super::function::Kdf;
use super::function::any_of::AnyOf;
use super::function::spelled::Spelled;
use super::limits::length_within;
use crate::error::{Error, Result};

/// Reads what follows the prefix.
type Reader = fn(&str) -> Result<Parts>;

/// The prefix of a format, its name, and who reads the rest. The first prefix
/// that fits decides. A name in braces is read in any case.
#[rustfmt::skip]
const TABLE: &[(&str, &str, Reader)] = &[
    ("$argon2id$",            ARGON2ID,               argon2::id),
    ("$argon2i$",             "argon2i",              argon2::i),
    ("$argon2d$",             "argon2d",              argon2::d),
    ("$2",                    "bcrypt",               bcrypt::read),
    ("$bcrypt$v=",            "adonis-bcrypt",        bcrypt::adonis),
    ("$bcrypt-sha256$",       "bcrypt-sha256",        passlib::bcrypt_sha256),
    ("$pbkdf2",               "pbkdf2",               pbkdf2::read),
    ("$PBKDF2",               "jellyfin-pbkdf2",      pbkdf2::jellyfin),
    ("$scrypt$",              "scrypt",               scrypt::read),
    ("$7$",                   "crypt-scrypt",         crypt::scrypt),
    ("$y$",                   "yescrypt",             crypt::yescrypt),
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

    ("scrypt:",               "werkzeug-scrypt",      werkzeug::scrypt),
    ("pbkdf2:",               "werkzeug-pbkdf2",      werkzeug::pbkdf2),
    ("sha224$",               "werkzeug-hmac",        werkzeug::sha224),
    ("sha256$",               "werkzeug-hmac",        werkzeug::sha256),
    ("sha384$",               "werkzeug-hmac",        werkzeug::sha384),
    ("sha512$",               "werkzeug-hmac",        werkzeug::sha512),

    ("$wp$2",                 "wordpress-bcrypt",     wordpress::read),
    ("$P$",                   "phpass",               wordpress::portable),
    ("$H$",                   "phpass",               phpass::phpbb),
    ("$S$",                   "drupal",               phpass::sha512),
    ("U$S$",                  "drupal-md5",           phpass::md5_then_sha512),
    ("U$P$",                  "drupal-md5",           phpass::md5_then_md5),
    ("1|$2",                  "nextcloud-bcrypt",     bcrypt::read),
    ("2|$argon2i$",           "nextcloud-argon2",     argon2::i),
    ("3|$argon2id$",          "nextcloud-argon2",     argon2::id),
    (":pbkdf2:",              "mediawiki-pbkdf2",     mediawiki::pbkdf2),
    (":argon2:$argon2",       "mediawiki-argon2",     argon2::any),
    (":bcrypt:",              "mediawiki-bcrypt",     bcrypt::mediawiki),
    (":A:",                   "mediawiki-md5",        mediawiki::a),
    (":B:",                   "mediawiki-md5",        mediawiki::b),

    ("{SSHA}",                "ldap-salted",          ldap::ssha),
    ("{SSHA256}",             "ldap-salted",          ldap::ssha256),
    ("{SSHA384}",             "ldap-salted",          ldap::ssha384),
    ("{SSHA512}",             "ldap-salted",          ldap::ssha512),
    ("{SMD5}",                "ldap-salted",          ldap::smd5),
    ("{SHA}",                 "ldap",                 ldap::sha),
    ("{SHA1}",                "ldap",                 ldap::sha),
    ("{SHA256}",              "spring-sha256",        spring::standard),
    ("{SHA384}",              "ldap",                 ldap::sha384),
    ("{SHA512}",              "ldap",                 ldap::sha512),
    ("{PBKDF2}",              "spring-pbkdf2",        spring::pbkdf2_v5_5),
    ("{PBKDF2-SHA1}",         "ldap-pbkdf2",          ldap::pbkdf2_sha1),
    ("{PBKDF2-SHA256}",       "ldap-pbkdf2",          ldap::pbkdf2_sha256),
    ("{PBKDF2-SHA512}",       "ldap-pbkdf2",          ldap::pbkdf2_sha512),
    ("{CRYPT}$2",             "ldap-bcrypt",          bcrypt::read),
    ("{CRYPT}$5$",            "ldap-sha256-crypt",    crypt::sha256),
    ("{CRYPT}$6$",            "ldap-sha512-crypt",    crypt::sha512),
    ("{CRYPT}$1$",            "ldap-md5-crypt",       crypt::md5),
    ("{CRYPT}$y$",            "ldap-yescrypt",        crypt::yescrypt),
    ("{CRYPT}$7$",            "ldap-crypt-scrypt",    crypt::scrypt),

    ("{BLF-CRYPT}$2",         "dovecot-bcrypt",       bcrypt::read),
    ("{SHA256-CRYPT}$5$",     "dovecot-sha256-crypt", crypt::sha256),
    ("{SHA512-CRYPT}$6$",     "dovecot-sha512-crypt", crypt::sha512),
    ("{MD5-CRYPT}$1$",        "dovecot-md5-crypt",    crypt::md5),
    ("{MD5}$1$",              "dovecot-md5-crypt",    crypt::md5),
    ("{ARGON2ID}$argon2",     "dovecot-argon2",       argon2::any),
    ("{ARGON2I}$argon2",      "dovecot-argon2",       argon2::any),
    ("{LDAP-MD5}",            "ldap",                 ldap::md5),
    ("{PLAIN-MD5}",           "ldap",                 ldap::md5),
    ("{PKCS5S2}",             "atlassian",            pbkdf2::atlassian),

    ("{bcrypt}$2",            "spring-bcrypt",        bcrypt::read),
    ("{argon2}$argon2",       "spring-argon2",        argon2::any),
    ("{argon2@SpringSecurity_v5_8}$argon2", "spring-argon2", argon2::any),
    ("{pbkdf2@SpringSecurity_v5_8}", "spring-pbkdf2", spring::pbkdf2_v5_8),
    ("{scrypt}$",             "spring-scrypt",        spring::scrypt),
    ("{scrypt@SpringSecurity_v5_8}$", "spring-scrypt", spring::scrypt),
    ("{SHA-256}",             "spring-digest",        spring::sha256),
    ("{SHA-512}",             "spring-digest",        spring::sha512),
    ("{SHA-1}",               "spring-digest",        spring::sha1),
    ("{MD5}{",                "spring-digest",        spring::salted_md5),
    ("{MD5}",                 "ldap",                 ldap::md5),
    ("{ldap}",                "ldap",                 ldap::spring),
    ("{MD4}",                 "md4",                  plaintext::md4),
    ("{PLAIN-MD4}",           "md4",                  plaintext::md4),

    ("$fbscrypt$",            "firebase-scrypt",      firebase::gotrue),
    ("$firescrypt$",          "firebase-scrypt",      firebase::kratos),
    ("$f_scrypt$",            "firebase-scrypt",      firebase::supertokens),

    ("$md5-crypt$",           "md5-crypt",            crypt::md5),
    ("$sha256-crypt$",        "sha256-crypt",         crypt::sha256),
    ("$sha512-crypt$",        "sha512-crypt",         crypt::sha512),
    ("$md5$",                 "kratos-digest",        kratos::md5),
    ("$sha1$pf=",             "kratos-digest",        kratos::sha1),
    ("$sha256$pf=",           "kratos-digest",        kratos::sha256),
    ("$sha512$pf=",           "kratos-digest",        kratos::sha512),
    ("$hmac-",                "kratos-hmac",          kratos::hmac),

    ("$shiro1$",              "shiro-digest",         shiro::read),
    ("$shiro2$argon2",        "shiro-argon2",         argon2::any),
    ("$shiro2$2",             "shiro-bcrypt",         bcrypt::shiro),
    ("$shiro2$",              "shiro-digest",         shiro::read),

    ("s2:",                   "lucia-scrypt",         node::lucia),
    ("c2NyeXB0",              "scrypt-kdf",           scrypt::header),
    ("736372797074",          "scrypt-kdf",           scrypt::hex_header),
    ("AQAAAA",                "aspnet-identity",      aspnet::version_3),

    ("{noop}",                "plaintext",            plaintext::read),
    ("{PLAIN}",               "plaintext",            plaintext::read),
    ("{PLAINTEXT}",           "plaintext",            plaintext::read),
    ("{CLEAR}",               "plaintext",            plaintext::read),
    ("{CLEARTEXT}",           "plaintext",            plaintext::read),
    ("{PLAIN-TRUNC}",         "plaintext",            plaintext::read),
    ("plain$",                "plaintext",            plaintext::read),
];

/// What is known by its shape, as it has no prefix: each says nothing of another text.
type Shape = fn(&str) -> Option<Result<(&'static str, Parts)>>;

const SHAPES: &[Shape] = &[
    keycloak::read,
    node::read,
    magento::read,
    scrypt::numbers,
    aspnet::version_2,
    bare::read,
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
    /// The name of the format, where that of the table's row is not the right one.
    scheme: Option<&'static str>,
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
        Self {
            kdf: Box::new(kdf),
            tag,
            scheme: None,
        }
    }

    /// The same for a password in the spellings of the system that wrote the hash.
    fn spelled(self, by: fn(Box<dyn Kdf>) -> Spelled) -> Self {
        let kdf = Box::new(by(self.kdf));
        Self { kdf, ..self }
    }

    /// Of a hash that does not say which of these functions made it.
    fn any_of(kdfs: Vec<Box<dyn Kdf>>, tag: Vec<u8>) -> Self {
        Self::with_any_tag(AnyOf(kdfs), tag)
    }

    /// With another name, unless it has one.
    fn named(mut self, scheme: &'static str) -> Self {
        self.scheme.get_or_insert(scheme);
        self
    }
}

/// Whether this stands for an account that has no password, so that none is right:
/// nothing at all, what Django writes (`!` and random characters), what Unix does
/// (`*`, `*LK*`, `x`, or `!` before the hash of a locked account).
pub(super) fn is_unusable(encoded: &str) -> bool {
    let encoded = trimmed(encoded);
    encoded.is_empty() || encoded == "x" || encoded.starts_with(['!', '*'])
}

/// Without what columns of a fixed length, files and libsodium put at the end: white
/// space, and zeros.
fn trimmed(encoded: &str) -> &str {
    encoded.trim_end_matches(|c: char| c == '\0' || c.is_ascii_whitespace())
}

/// Reads a stored hash of any known format, and says which it is.
pub(super) fn read(encoded: &str) -> Result<(&'static str, Parts)> {
    let encoded = trimmed(encoded);
    length_within(encoded)?;
    if let Some(decoded) = dovecots_text(encoded) {
        return read(&decoded);
    }
    if is_unusable(encoded) {
        let scheme = match encoded.starts_with('!') {
            true => "django-unusable",
            false => "unusable",
        };
        return Ok((scheme, django::unusable()));
    }
    for (prefix, scheme, reader) in TABLE {
        if let Some(rest) = after(prefix, encoded) {
            let parts = reader(rest)?;
            return Ok((parts.scheme.unwrap_or(scheme), parts));
        }
    }
    let mut shapes = SHAPES.iter().filter_map(|shape| shape(encoded));
    shapes.next().unwrap_or_else(|| Err(unknown()))
}

/// The error for a text that is no known format.
pub(super) fn unknown() -> Error {
    malformed("the stored hash is of no known format")
}

/// What Dovecot has in its braces, `{SHA256.HEX}`: a name, and how the rest is encoded
/// (`password_split_scheme`).
fn dovecots_name(given: &str) -> Option<(&str, &str)> {
    given.split_once('.').filter(|(_, encoding)| {
        ["hex", "b64", "base64"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(encoding))
    })
}

/// Whether the braces before a hash say how the rest is encoded.
pub(super) fn names_an_encoding(encoded: &str) -> bool {
    braces(encoded).is_some_and(|(given, _)| dovecots_name(given).is_some())
}

/// What is in the braces at the beginning, and what comes after them.
fn braces(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('{')?.split_once('}')
}

/// `{BLF-CRYPT.B64}` and base64 of `$2y$…`, as it is without the encoding. A digest has
/// no name in it, and its reader sees how it is spelled.
fn dovecots_text(encoded: &str) -> Option<String> {
    let (given, rest) = braces(encoded)?;
    let (name, encoding) = dovecots_name(given)?;
    let bytes = match encoding.eq_ignore_ascii_case("hex") {
        true => read_hex(rest)?,
        false => b64("", rest).ok()?,
    };
    let text = String::from_utf8(bytes).ok()?;
    (text.starts_with('$') && text.bytes().all(|byte| byte.is_ascii_graphic()))
        .then(|| format!("{{{name}}}{text}"))
}

/// What comes after a prefix.
fn after<'a>(prefix: &str, encoded: &'a str) -> Option<&'a str> {
    let Some((name, more)) = braces(prefix) else {
        return encoded.strip_prefix(prefix);
    };
    let (given, rest) = braces(encoded)?;
    dovecots_name(given)
        .map_or(given, |(bare, _)| bare)
        .eq_ignore_ascii_case(name)
        .then_some(rest)?
        .strip_prefix(more)
}

#[cfg(test)]
mod tests;
