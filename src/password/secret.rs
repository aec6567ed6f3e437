//! Argon2's secret value K, and how a hash says which one it was made with.
//!
//! The PHC string format has the parameter `keyid` for that: up to 8 bytes that
//! name the key and do not go into the hash. Ours are [`MARK`] and a fingerprint
//! of the secret. So nobody has to invent names, a changed secret is noticed
//! instead of making every password wrong, and it takes one computation to
//! verify a hash, however many secrets there are.

use super::VerifyOptions;
use super::digest::Digest;
use crate::error::{Error, Result};

/// What our key identifiers begin with, and nobody else's.
const MARK: [u8; 2] = *b"kw";

/// The longest `keyid` of the PHC string format, in bytes.
pub(super) const MAX_KEYID_LENGTH: usize = 8;

/// Keeps the fingerprint apart from every other use of the secret.
const LABEL: &[u8] = b"keyward password secret";

/// The `keyid` of the hashes that are made with this secret: empty without one.
pub(super) fn keyid(secret: &[u8]) -> Vec<u8> {
    if secret.is_empty() {
        return Vec::new();
    }
    let fingerprint = Digest::Sha256.hmac(secret, LABEL);
    let rest = &fingerprint[..MAX_KEYID_LENGTH - MARK.len()];
    [&MARK, rest].concat()
}

/// The secrets that a hash with this `keyid` can have been made with, in the
/// order to try them; the empty one stands for none.
///
/// # Errors
/// [`Error::HashSecret`] when it names one of ours that is not given.
pub(super) fn candidates<'a>(stored: &[u8], options: &'a VerifyOptions) -> Result<Vec<&'a [u8]>> {
    let current = options.secret.as_ref().map_or(&[][..], |secret| secret);
    if stored.starts_with(&MARK) {
        let previous = options
            .previous_secrets
            .iter()
            .map(|secret| secret.as_slice());
        return std::iter::once(current)
            .chain(previous)
            .find(|secret| keyid(secret) == stored)
            .map(|secret| vec![secret])
            .ok_or(Error::HashSecret(
                "the hash was made with a secret that is neither the one given nor one from before"
                    .into(),
            ));
    }
    // Made elsewhere: a `keyid` means a secret, its absence means nothing.
    let mut secrets = vec![current];
    if stored.is_empty() && options.accept_without_secret && !current.is_empty() {
        secrets.push(&[]);
    }
    Ok(secrets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyid_is_a_mark_and_the_fingerprint_of_the_secret() {
        // HMAC-SHA-256 by Python: hmac.digest(b"pepper", b"keyward password secret", "sha256").
        assert_eq!(keyid(b"pepper"), *b"kw\x50\xbd\xac\xf3\x0c\x70");
        assert!(keyid(b"").is_empty());
    }
}
