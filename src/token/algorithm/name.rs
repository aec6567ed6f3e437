//! The names a token's `alg` may have.

use crate::error::{Error, Result};
use crate::token::excerpt;
use std::fmt;
use std::str::FromStr;

/// The enum, and a table of what each algorithm is called: by its RFC, which is
/// also what it is called here, and by the crate `jsonwebtoken`.
macro_rules! algorithms {
    ($($(#[$doc:meta])+ $name:ident => $standard:ident,)+) => {
        /// A signature or MAC algorithm of JSON Web Signature: the `alg` values of
        /// RFC 7518 section 3.1, RFC 8037 section 3.1 and RFC 9864 section 2.2.
        ///
        /// `none` is not among them, so no token can ask for it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Algorithm {
            $($(#[$doc])+ $name,)+
        }

        const TABLE: &[(Algorithm, &str, jsonwebtoken::Algorithm)] = &[
            $((Algorithm::$name, stringify!($name), jsonwebtoken::Algorithm::$standard),)+
        ];
    };
}

// `jsonwebtoken` has no name for ES512 and none for Ed25519 (RFC 9864). What
// signs and verifies with those is behind the same traits and says the nearest
// name of its family when it is asked: nobody asks but `jsonwebtoken`'s own
// `encode` and `decode`, which cannot ask for these two.
algorithms! {
    /// HMAC with SHA-256, RFC 7518 section 3.2.
    HS256 => HS256,
    /// HMAC with SHA-384, RFC 7518 section 3.2.
    HS384 => HS384,
    /// HMAC with SHA-512, RFC 7518 section 3.2.
    HS512 => HS512,
    /// ECDSA on P-256 with SHA-256, RFC 7518 section 3.4.
    ES256 => ES256,
    /// ECDSA on P-384 with SHA-384, RFC 7518 section 3.4.
    ES384 => ES384,
    /// ECDSA on P-521 with SHA-512, RFC 7518 section 3.4.
    ES512 => ES384,
    /// EdDSA, here always on Ed25519, RFC 8037 section 3.1.
    EdDSA => EdDSA,
    /// EdDSA on Ed25519 by its own name, RFC 9864 section 2.2.
    Ed25519 => EdDSA,
    /// RSASSA-PKCS1-v1_5 with SHA-256, RFC 7518 section 3.3.
    RS256 => RS256,
    /// RSASSA-PKCS1-v1_5 with SHA-384, RFC 7518 section 3.3.
    RS384 => RS384,
    /// RSASSA-PKCS1-v1_5 with SHA-512, RFC 7518 section 3.3.
    RS512 => RS512,
    /// RSASSA-PSS with SHA-256, RFC 7518 section 3.5.
    PS256 => PS256,
    /// RSASSA-PSS with SHA-384, RFC 7518 section 3.5.
    PS384 => PS384,
    /// RSASSA-PSS with SHA-512, RFC 7518 section 3.5.
    PS512 => PS512,
}

impl Algorithm {
    /// The name as it stands in `alg`, case-sensitive.
    pub const fn name(self) -> &'static str {
        TABLE[self as usize].1
    }

    /// Every algorithm known here.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|(algorithm, ..)| *algorithm)
    }

    /// What `jsonwebtoken` calls it, or what comes nearest.
    pub(in crate::token) const fn standard(self) -> jsonwebtoken::Algorithm {
        TABLE[self as usize].2
    }

    /// Whether both names mean the same signatures: `Ed25519` is `EdDSA` on
    /// the one curve that is known here (RFC 9864 section 2.2).
    pub(in crate::token) fn is_same_as(self, other: Self) -> bool {
        let one_name = |algorithm| match algorithm {
            Self::Ed25519 => Self::EdDSA,
            other => other,
        };
        one_name(self) == one_name(other)
    }
}

/// The longest name that a message shows, in characters: longer than any that is
/// registered with IANA.
const LONGEST_IN_MESSAGES: usize = 24;

impl FromStr for Algorithm {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        Self::all()
            .find(|algorithm| algorithm.name() == name)
            .ok_or_else(|| {
                let known: Vec<_> = Self::all().map(Self::name).collect();
                // What is long is no name of an algorithm, and may be a secret in its
                // place.
                let name = match name.chars().count() {
                    ..=LONGEST_IN_MESSAGES => excerpt::text(name),
                    length => format!("of {length} characters"),
                };
                Error::TokenAlgorithm(
                    format!(
                        "unknown algorithm {name}, expected one of {}",
                        known.join(", ")
                    )
                    .into(),
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
        for (algorithm, name, _) in TABLE {
            assert_eq!(algorithm.name(), *name);
            assert_eq!(name.parse(), Ok(*algorithm));
            assert_eq!(format!("{algorithm:?}"), *name);
        }
    }

    #[test]
    fn jsonwebtoken_has_the_same_names_but_for_two() {
        let others: Vec<_> = Algorithm::all()
            .filter(|algorithm| format!("{:?}", algorithm.standard()) != algorithm.name())
            .map(|algorithm| (algorithm, algorithm.standard()))
            .collect();
        let expected = [
            (Algorithm::ES512, jsonwebtoken::Algorithm::ES384),
            (Algorithm::Ed25519, jsonwebtoken::Algorithm::EdDSA),
        ];
        assert_eq!(others, expected);
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
