//! The names a token's `alg` may have.

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
}

/// Every algorithm with its name, in the order of the documentation.
const NAMES: [(Algorithm, &str); 3] = [
    (Algorithm::HS256, "HS256"),
    (Algorithm::HS384, "HS384"),
    (Algorithm::HS512, "HS512"),
];

impl Algorithm {
    /// The name as it stands in `alg`, case-sensitive.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HS256 => "HS256",
            Self::HS384 => "HS384",
            Self::HS512 => "HS512",
        }
    }

    /// Every algorithm known here.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.into_iter().map(|(algorithm, _)| algorithm)
    }

    /// The algorithm of this name, `None` when it is not known here.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        NAMES
            .into_iter()
            .find_map(|(algorithm, known)| (known == name).then_some(algorithm))
    }
}

impl FromStr for Algorithm {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        Self::from_name(name).ok_or_else(|| {
            let known: Vec<_> = NAMES.iter().map(|(_, name)| *name).collect();
            Error::TokenAlgorithm(
                format!("unknown algorithm, expected one of {}", known.join(", ")).into(),
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
        for algorithm in Algorithm::all() {
            assert_eq!(algorithm.name().parse(), Ok(algorithm));
        }
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
