//! The names a token's `alg` may have.

use super::shown;
use crate::error::{Error, Result};
use std::fmt;
use std::str::FromStr;

/// A signature or MAC algorithm of JSON Web Signature: the `alg` values of
/// RFC 7518 section 3.1, RFC 8037 section 3.1 and RFC 9864 section 2.2.
///
/// `none` is not among them, so no token can ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC with SHA-256, RFC 7518 section 3.2.
    HS256,
    /// HMAC with SHA-384, RFC 7518 section 3.2.
    HS384,
    /// HMAC with SHA-512, RFC 7518 section 3.2.
    HS512,
    /// ECDSA on P-256 with SHA-256, RFC 7518 section 3.4.
    ES256,
    /// ECDSA on P-384 with SHA-384, RFC 7518 section 3.4.
    ES384,
    /// ECDSA on P-521 with SHA-512, RFC 7518 section 3.4.
    ES512,
    /// EdDSA, here always on Ed25519, RFC 8037 section 3.1.
    EdDSA,
    /// EdDSA on Ed25519 by its own name, RFC 9864 section 2.2.
    Ed25519,
    /// RSASSA-PKCS1-v1_5 with SHA-256, RFC 7518 section 3.3.
    RS256,
    /// RSASSA-PKCS1-v1_5 with SHA-384, RFC 7518 section 3.3.
    RS384,
    /// RSASSA-PKCS1-v1_5 with SHA-512, RFC 7518 section 3.3.
    RS512,
    /// RSASSA-PSS with SHA-256, RFC 7518 section 3.5.
    PS256,
    /// RSASSA-PSS with SHA-384, RFC 7518 section 3.5.
    PS384,
    /// RSASSA-PSS with SHA-512, RFC 7518 section 3.5.
    PS512,
}

/// Every algorithm with its name.
const NAMES: [(Algorithm, &str); 14] = [
    (Algorithm::HS256, "HS256"),
    (Algorithm::HS384, "HS384"),
    (Algorithm::HS512, "HS512"),
    (Algorithm::ES256, "ES256"),
    (Algorithm::ES384, "ES384"),
    (Algorithm::ES512, "ES512"),
    (Algorithm::EdDSA, "EdDSA"),
    (Algorithm::Ed25519, "Ed25519"),
    (Algorithm::RS256, "RS256"),
    (Algorithm::RS384, "RS384"),
    (Algorithm::RS512, "RS512"),
    (Algorithm::PS256, "PS256"),
    (Algorithm::PS384, "PS384"),
    (Algorithm::PS512, "PS512"),
];

impl Algorithm {
    /// The name as it stands in `alg`, case-sensitive.
    pub const fn name(self) -> &'static str {
        // The table has the order of the enum, as a test sees to.
        NAMES[self as usize].1
    }

    /// Every algorithm known here.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.into_iter().map(|(algorithm, _)| algorithm)
    }

    /// Whether both names mean the same signatures: `Ed25519` is `EdDSA` on
    /// the one curve that is known here (RFC 9864 section 2.2).
    pub(super) fn is_same_as(self, other: Self) -> bool {
        let one_name = |algorithm| match algorithm {
            Self::Ed25519 => Self::EdDSA,
            other => other,
        };
        one_name(self) == one_name(other)
    }
}

/// The longest name that a message shows, in characters: longer than any that is
/// registered with IANA.
const LONGEST_SHOWN: usize = 24;

impl FromStr for Algorithm {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        NAMES
            .into_iter()
            .find_map(|(algorithm, known)| (known == name).then_some(algorithm))
            .ok_or_else(|| {
                let known = NAMES.map(|(_, name)| name).join(", ");
                // What is long is no name of an algorithm, and may be a secret in its
                // place.
                let name = match name.chars().count() {
                    ..=LONGEST_SHOWN => shown::text(name),
                    length => format!("of {length} characters"),
                };
                Error::TokenAlgorithm(
                    format!("unknown algorithm {name}, expected one of {known}").into(),
                )
            })
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back_as_its_algorithm() {
        for (algorithm, name) in NAMES {
            assert_eq!(algorithm.name(), name);
            assert_eq!(name.parse(), Ok(algorithm));
            assert_eq!(format!("{algorithm:?}"), name);
        }
    }

    #[test]
    fn what_may_be_a_secret_is_not_shown() {
        let message = "x".repeat(25).parse::<Algorithm>().unwrap_err().to_string();
        assert!(message.starts_with("unknown algorithm of 25 characters, expected one of HS256,"));
    }

    #[test]
    fn an_unknown_name_is_shown_beside_the_known_ones() {
        let message = "HS1\n".parse::<Algorithm>().unwrap_err().to_string();
        assert_eq!(
            message,
            r#"unknown algorithm "HS1\u000a", expected one of HS256, HS384, HS512, ES256, ES384, ES512, EdDSA, Ed25519, RS256, RS384, RS512, PS256, PS384, PS512"#
        );
    }

    #[test]
    fn none_is_unknown_in_every_spelling() {
        for name in ["none", "None", "NONE", "nOnE", "", "hs256", "HS256 "] {
            assert_eq!(
                name.parse::<Algorithm>().map_err(|error| error.code()),
                Err("ERR_TOKEN_ALGORITHM")
            );
        }
    }
}
