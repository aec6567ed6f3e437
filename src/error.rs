//! The one error type of the crate and its stable codes.

use std::borrow::Cow;
use std::fmt;

/// What [`Error`]s carry to say what was wrong and what would be right.
///
/// Never a password, a key, a token or a hash.
pub type Detail = Cow<'static, str>;

/// The result of everything here that can fail.
pub type Result<T> = std::result::Result<T, Error>;

/// Everything that can go wrong, each with a stable [code](Error::code).
///
/// A wrong password is not an error: `verify` answers `false`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A stored hash that cannot be read. `ERR_HASH_FORMAT`
    HashFormat(Detail),
    /// A stored hash or a set of parameters that needs more memory, work or
    /// length than the limits allow. `ERR_HASH_LIMIT`
    HashLimit(Detail),
    /// A hash of a kind known to be broken, which the caller has not allowed.
    /// `ERR_HASH_LEGACY`
    HashLegacy(Detail),
    /// A stored hash that names a secret (`keyid`) which the caller has not
    /// given. `ERR_HASH_SECRET`
    HashSecret(Detail),
    /// A password over the length limit. `ERR_PASSWORD_LENGTH`
    PasswordLength(Detail),
    /// An option that does not exist, or whose value has the wrong type or
    /// range. `ERR_OPTION`
    Option(Detail),
    /// The system gave no random bytes. `ERR_RANDOM`
    Random(Detail),
    /// Not three strict base64url parts, or a header that is not a JSON
    /// object. `ERR_TOKEN_FORMAT`
    TokenFormat(Detail),
    /// An `alg` that is unknown, not allowed here, or not for this key.
    /// `ERR_TOKEN_ALGORITHM`
    TokenAlgorithm(Detail),
    /// A `crit` header that is malformed or names an extension that is not
    /// understood (RFC 7515 section 4.1.11). `ERR_TOKEN_CRITICAL`
    TokenCritical(Detail),
    /// A key that cannot be read, is too weak, is not for this use, or is not
    /// in the set. `ERR_KEY`
    Key(Detail),
    /// The signature does not match. `ERR_TOKEN_SIGNATURE`
    TokenSignature(Detail),
    /// The signature is good and the payload is not a JSON object that can be
    /// taken as claims. `ERR_TOKEN_PAYLOAD`
    TokenPayload(Detail),
    /// A claim is missing, has the wrong type, or is not what was asked for.
    /// `ERR_TOKEN_CLAIM`
    TokenClaim {
        /// The name of the claim, such as `aud`.
        claim: String,
        /// What was expected and what came.
        detail: Detail,
    },
    /// `exp` has passed (RFC 7519 section 4.1.4), or more time than is allowed
    /// since `iat`. `ERR_TOKEN_EXPIRED`
    TokenExpired {
        /// `exp`, or `iat` where there is a maximum age.
        claim: &'static str,
        /// What it is, and how long ago that was.
        detail: Detail,
    },
    /// `nbf` lies in the future (RFC 7519 section 4.1.5), or `iat` where there is a
    /// maximum age.
    /// `ERR_TOKEN_NOT_YET`
    TokenNotYet {
        /// `nbf` or `iat`.
        claim: &'static str,
        /// What it is, and how far off that is.
        detail: Detail,
    },
}

impl Error {
    /// The code that programs compare; it never changes for one kind of error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::HashFormat(_) => "ERR_HASH_FORMAT",
            Self::HashLimit(_) => "ERR_HASH_LIMIT",
            Self::HashLegacy(_) => "ERR_HASH_LEGACY",
            Self::HashSecret(_) => "ERR_HASH_SECRET",
            Self::PasswordLength(_) => "ERR_PASSWORD_LENGTH",
            Self::Option(_) => "ERR_OPTION",
            Self::Random(_) => "ERR_RANDOM",
            Self::TokenFormat(_) => "ERR_TOKEN_FORMAT",
            Self::TokenAlgorithm(_) => "ERR_TOKEN_ALGORITHM",
            Self::TokenCritical(_) => "ERR_TOKEN_CRITICAL",
            Self::Key(_) => "ERR_KEY",
            Self::TokenSignature(_) => "ERR_TOKEN_SIGNATURE",
            Self::TokenPayload(_) => "ERR_TOKEN_PAYLOAD",
            Self::TokenClaim { .. } => "ERR_TOKEN_CLAIM",
            Self::TokenExpired { .. } => "ERR_TOKEN_EXPIRED",
            Self::TokenNotYet { .. } => "ERR_TOKEN_NOT_YET",
        }
    }

    /// The name of the claim that the error is about, `None` where it is about
    /// none.
    pub fn claim(&self) -> Option<&str> {
        match self {
            Self::TokenClaim { claim, .. } => Some(claim),
            Self::TokenExpired { claim, .. } | Self::TokenNotYet { claim, .. } => Some(claim),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HashFormat(detail)
            | Self::HashLimit(detail)
            | Self::HashLegacy(detail)
            | Self::HashSecret(detail)
            | Self::PasswordLength(detail)
            | Self::Option(detail)
            | Self::Random(detail)
            | Self::TokenFormat(detail)
            | Self::TokenAlgorithm(detail)
            | Self::TokenCritical(detail)
            | Self::Key(detail)
            | Self::TokenSignature(detail)
            | Self::TokenPayload(detail)
            | Self::TokenExpired { detail, .. }
            | Self::TokenNotYet { detail, .. } => f.write_str(detail),
            Self::TokenClaim { claim, detail } => write!(f, "claim `{claim}`: {detail}"),
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_error_names_its_claim() {
        let error = Error::TokenClaim {
            claim: "aud".into(),
            detail: "expected a string".into(),
        };
        assert_eq!(error.code(), "ERR_TOKEN_CLAIM");
        assert_eq!(error.claim(), Some("aud"));
        assert_eq!(error.to_string(), "claim `aud`: expected a string");
    }
}
