//! HMAC secrets (RFC 7518 section 3.2), with the hash states of the two
//! padded key blocks computed once.

use super::algorithm::Algorithm;
use super::frame::MAX_SIGNATURE_LENGTH;
use super::key::KeyKind;
use super::material::{Material, Members, bytes, key, put, text};
use super::pem;
use crate::error::{Error, Result};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha256, Sha384, Sha512};
use std::sync::OnceLock;
use zeroize::Zeroizing;

/// The shortest HMAC secret, in bytes: the output of SHA-256. RFC 7518 section
/// 3.2 asks for a key at least as long as the hash.
pub(super) const MIN_SECRET_LENGTH: usize = 32;

/// A secret and, for every hash that was asked for, the HMAC after its key.
pub(super) struct Secret {
    bytes: Zeroizing<Vec<u8>>,
    hs256: OnceLock<Hmac<Sha256>>,
    hs384: OnceLock<Hmac<Sha384>>,
    hs512: OnceLock<Hmac<Sha512>>,
}

impl Secret {
    /// Takes a secret that is long enough for one hash at least and not the
    /// text of a key that may be public.
    pub(super) fn new(bytes: &[u8]) -> Result<Self> {
        if bytes.len() < MIN_SECRET_LENGTH {
            return Err(too_short(Algorithm::HS256, MIN_SECRET_LENGTH, bytes.len()));
        }
        if looks_like_a_key_file(bytes) {
            return Err(Error::Key(
                "the secret is a PEM, DER, JWK or SSH key; read it as that kind of key".into(),
            ));
        }
        Ok(Self {
            bytes: Zeroizing::new(bytes.to_vec()),
            hs256: OnceLock::new(),
            hs384: OnceLock::new(),
            hs512: OnceLock::new(),
        })
    }

    /// The HMAC after `message`, from the state after the key that `state` keeps.
    fn mac<M: Mac + KeyInit + Clone>(&self, state: &OnceLock<M>, message: &[u8]) -> Result<M> {
        let keyed = match state.get() {
            Some(keyed) => keyed,
            None => {
                let keyed = <M as KeyInit>::new_from_slice(&self.bytes)
                    .map_err(|_| key("the secret does not fit this HMAC"))?;
                state.get_or_init(|| keyed)
            }
        };
        Ok(keyed.clone().chain_update(message))
    }
}

impl Material for Secret {
    fn kind(&self) -> KeyKind {
        KeyKind::Secret
    }

    fn algorithms(&self) -> &'static [Algorithm] {
        &[Algorithm::HS256, Algorithm::HS384, Algorithm::HS512]
    }

    /// The secret must be at least as long as the algorithm's hash.
    fn check(&self, algorithm: Algorithm) -> Result<()> {
        let needed = match algorithm {
            Algorithm::HS384 => 48,
            Algorithm::HS512 => 64,
            _ => MIN_SECRET_LENGTH,
        };
        if self.bytes.len() < needed {
            return Err(too_short(algorithm, needed, self.bytes.len()));
        }
        Ok(())
    }

    fn sign(
        &self,
        algorithm: Algorithm,
        message: &[u8],
        tag: &mut [u8; MAX_SIGNATURE_LENGTH],
    ) -> Result<usize> {
        match algorithm {
            Algorithm::HS384 => self
                .mac(&self.hs384, message)
                .and_then(|mac| put(&mac.finalize().into_bytes(), tag)),
            Algorithm::HS512 => self
                .mac(&self.hs512, message)
                .and_then(|mac| put(&mac.finalize().into_bytes(), tag)),
            _ => self
                .mac(&self.hs256, message)
                .and_then(|mac| put(&mac.finalize().into_bytes(), tag)),
        }
    }

    /// The whole tag is compared, in constant time.
    fn verify(&self, algorithm: Algorithm, message: &[u8], tag: &[u8]) -> Result<bool> {
        let verdict = match algorithm {
            Algorithm::HS384 => self.mac(&self.hs384, message)?.verify_slice(tag),
            Algorithm::HS512 => self.mac(&self.hs512, message)?.verify_slice(tag),
            _ => self.mac(&self.hs256, message)?.verify_slice(tag),
        };
        Ok(verdict.is_ok())
    }

    fn public(&self) -> Option<Box<dyn Material>> {
        None
    }

    fn required_members(&self) -> Members {
        vec![bytes("k", &self.bytes), text("kty", "oct")]
    }
}

fn too_short(algorithm: Algorithm, needed: usize, length: usize) -> Error {
    Error::Key(
        format!("the secret is {length} bytes long, {algorithm} needs at least {needed}").into(),
    )
}

/// Whether the bytes are a key that may be public, or its text. Whoever verifies
/// with such a secret accepts tokens that everybody can make (RFC 8725 section
/// 2.1).
fn looks_like_a_key_file(bytes: &[u8]) -> bool {
    if pem::is_public(bytes) {
        return true;
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let bytes = bytes.trim_ascii_start();
    let contains = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    contains(b"-----BEGIN ")
        || bytes.starts_with(b"ssh-")
        || bytes.starts_with(b"ecdsa-sha2-")
        || (matches!(bytes, [b'{' | b'[', ..]) && contains(b"\"kty\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
            .collect()
    }

    // RFC 4231 section 4.7: test case 6, a key longer than a block.
    #[test]
    fn tags_are_those_of_rfc_4231() {
        let secret = Secret::new(&[0xaa; 131]).unwrap();
        let message = b"Test Using Larger Than Block-Size Key - Hash Key First";
        for (algorithm, expected) in [
            (
                Algorithm::HS256,
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
            (
                Algorithm::HS384,
                "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c6\
                 0c2ef6ab4030fe8296248df163f44952",
            ),
            (
                Algorithm::HS512,
                "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352\
                 6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598",
            ),
        ] {
            let expected = hex(expected);
            // Twice: once with a fresh state, once with the cached one.
            for _ in 0..2 {
                let mut tag = [0; MAX_SIGNATURE_LENGTH];
                let length = secret.sign(algorithm, message, &mut tag).unwrap();
                assert_eq!(&tag[..length], expected);
                assert_eq!(secret.verify(algorithm, message, &expected), Ok(true));
            }
            for wrong in [&expected[..expected.len() - 1], &expected[1..], &[]] {
                assert_eq!(secret.verify(algorithm, message, wrong), Ok(false));
            }
            assert_eq!(secret.verify(algorithm, b"other", &expected), Ok(false));
        }
    }

    #[test]
    fn a_secret_is_as_long_as_its_hash() {
        let code = |length: usize, algorithm| {
            Secret::new(&vec![7; length])
                .and_then(|secret| secret.check(algorithm))
                .map_err(|error| error.to_string())
        };
        for (algorithm, needed) in [
            (Algorithm::HS256, 32),
            (Algorithm::HS384, 48),
            (Algorithm::HS512, 64),
        ] {
            assert_eq!(code(needed, algorithm), Ok(()));
            let length = needed - 1;
            assert_eq!(
                code(length, algorithm),
                Err(format!(
                    "the secret is {length} bytes long, {algorithm} needs at least {needed}"
                ))
            );
        }
        assert!(code(0, Algorithm::HS256).is_err());
    }

    #[test]
    fn the_text_of_a_key_file_is_no_secret() {
        for text in [
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----",
            "\n  -----BEGIN CERTIFICATE-----\nMCowBQYDK2VwAyEA",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGxvdmU someone@example.com",
            r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
        ] {
            assert!(
                matches!(Secret::new(text.as_bytes()), Err(Error::Key(_))),
                "{text}"
            );
        }
    }
}
