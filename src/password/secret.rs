//! Argon2's secret value K, and how a hash says which one it was made with.
//!
//! The PHC string format has the parameter `keyid` for that: up to 8 bytes that
//! name the key and do not go into the hash. Ours are [`MARK`] and a fingerprint
//! of the secret. So nobody has to invent names, a changed secret is noticed
//! instead of making every password wrong, and it takes one computation to
//! verify a hash, however many secrets there are.

use zeroize::Zeroizing;

use super::VerifyOptions;
use super::argon2::{self, Algorithm, Inputs, Parameters, Version};
use crate::error::{Error, Result};

/// What our key identifiers begin with, and nobody else's.
const MARK: [u8; 2] = *b"kw";

/// The shortest secret, in bytes. The `keyid` of a hash is a fingerprint of it that
/// costs next to nothing to compute, so it has to be beyond guessing: NIST SP
/// 800-63B-4 section 3.1.1.2 asks for 112 bits.
pub const MIN_SECRET_LENGTH: usize = 16;

/// The longest `keyid` of the PHC string format, in bytes.
pub(super) const MAX_KEYID_LENGTH: usize = 8;

/// The password and the salt of the fingerprint, which keep it apart from every
/// other use of the secret.
const LABEL: &[u8] = b"keyward password secret";

/// Refuses what is too short for a secret.
pub(super) fn check<'a>(secrets: impl IntoIterator<Item = &'a Zeroizing<Vec<u8>>>) -> Result<()> {
    for secret in secrets {
        if secret.len() < MIN_SECRET_LENGTH {
            let detail = format!(
                "a secret has at least {MIN_SECRET_LENGTH} bytes, this one has {}: make one with `openssl rand -hex 32`; hashes made with a shorter one are not verified",
                secret.len()
            );
            return Err(Error::Option(detail.into()));
        }
    }
    Ok(())
}

/// The `keyid` of the hashes that are made with this secret: empty without one.
/// The fingerprint is the tag of the smallest Argon2id there is, because it is
/// also made where there are only the [`super::primitives`].
pub(super) fn keyid(secret: &[u8]) -> Result<Vec<u8>> {
    if secret.is_empty() {
        return Ok(Vec::new());
    }
    let smallest = Parameters {
        algorithm: Algorithm::Argon2id,
        version: Version::V0x13,
        memory: 8,
        iterations: 1,
        parallelism: 1,
    };
    let inputs = Inputs {
        password: LABEL,
        salt: LABEL,
        secret,
        data: &[],
    };
    let mut fingerprint = [0; MAX_KEYID_LENGTH - MARK.len()];
    argon2::tag(&smallest, &inputs, &mut fingerprint)?;
    Ok([&MARK[..], &fingerprint].concat())
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
        for secret in std::iter::once(current).chain(previous) {
            if keyid(secret)? == stored {
                return Ok(vec![secret]);
            }
        }
        return Err(Error::HashSecret(
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
        // Node 26: argon2Sync("argon2id", { message: label, nonce: label,
        // secret: "pepper", parallelism: 1, memory: 8, passes: 1, tagLength: 6 }).
        assert_eq!(keyid(b"pepper").unwrap(), *b"kw\xf2\xe5\xe7\x6b\xc1\x98");
        assert!(keyid(b"").unwrap().is_empty());
    }
}
