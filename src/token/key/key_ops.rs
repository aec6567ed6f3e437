//! What a JWK's `key_ops` permit (RFC 7517 section 4.3).

/// The operations that a key may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KeyOperations {
    pub(super) sign: bool,
    pub(super) verify: bool,
}

impl KeyOperations {
    /// Those of a key without `key_ops`.
    pub(super) const ALL: Self = Self {
        sign: true,
        verify: true,
    };
}
