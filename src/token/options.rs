//! What may be asked of `issue` and `decode`.

use super::algorithm::Algorithm;
use serde_json::{Map, Value};

/// What [`issue`](super::issue) adds to the claims and to the header. Nothing by default.
#[derive(Clone, Debug, Default)]
pub struct IssueOptions {
    /// The algorithm. Default: [`Key::algorithm`](super::Key::algorithm).
    pub algorithm: Option<Algorithm>,
    /// Adds `exp`, this many seconds from now.
    pub expires_in: Option<i64>,
    /// Adds `nbf`, this many seconds from now.
    pub not_before: Option<i64>,
    /// Adds `iss`.
    pub issuer: Option<String>,
    /// Adds `aud`: one name as a string, several as a list.
    pub audience: Vec<String>,
    /// Adds `sub`.
    pub subject: Option<String>,
    /// Adds `jti`.
    pub jwt_id: Option<String>,
    /// The header's `kid`. Default: [`Key::key_id`](super::Key::key_id).
    pub key_id: Option<String>,
    /// The header's `typ`. Default: `JWT`.
    pub typ: Option<String>,
    /// More header parameters. `alg`, `crit` and `b64` cannot be among them.
    pub header: Option<Map<String, Value>>,
    /// Adds `iat`.
    pub issued_at: Option<IssuedAt>,
}

/// The time for `iat`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum IssuedAt {
    /// Now.
    Now,
    /// These seconds since the epoch.
    At(f64),
}

/// What [`decode`](super::decode) asks of a token beyond a good signature.
#[derive(Clone, Debug, Default)]
pub struct DecodeOptions {
    /// The algorithms that are allowed. Empty: those of the key itself.
    pub algorithms: Vec<Algorithm>,
    /// `iss` must be there and be one of these. Empty: not looked at.
    pub issuer: Vec<String>,
    /// `aud` must be there and name one of these. Empty: a token with `aud` is
    /// refused (RFC 7519 section 4.1.3).
    pub audience: Vec<String>,
    /// `sub` must be there and be this. Default `None`: not looked at.
    pub subject: Option<String>,
    /// The header's `typ` must be there and be this media type; upper and lower case
    /// are alike and `application/` may be left out (RFC 7515 section 4.1.9). Default
    /// `None`: not looked at.
    pub typ: Option<String>,
    /// Seconds by which clocks may differ. Default: 0.
    pub leeway: f64,
    /// Claims that must be there, whatever they say. Default none: a token without `exp`
    /// is taken, and does not expire.
    pub required_claims: Vec<String>,
    /// So many seconds after `iat`, which must then be there and not lie in the future,
    /// a token is expired. Default `None`: its age does not matter.
    pub max_age: Option<f64>,
    /// Which types registered claims may have.
    pub claim_types: ClaimTypes,
    /// Whether the three parts may end in the padding of base64, which RFC 7515
    /// section 2 leaves away. AWS's load balancers write and sign it.
    pub allow_padding: bool,
}

/// Which types the registered claims of a token may have that is verified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClaimTypes {
    /// Those of RFC 7519 section 4.1.
    #[default]
    Strict,
    /// `iss`, `sub` and `jti` may be numbers too, as many issuers write the ids of
    /// their users. Where something is expected of one, its digits are compared.
    Lenient,
}
