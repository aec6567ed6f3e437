//! HMAC secrets (RFC 7518 section 3.2).

use super::family::{Draw, Family, Read};
use super::material::{KeyKind, Material, Random, Signer, Verifier, key, verdict};
use super::members::{Members, Written, bytes, text};
use super::name::Algorithm;
use crate::error::{Error, Result};
use crate::token::spelling;
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::crypto::{JwtSigner, JwtVerifier};
use jsonwebtoken::signature;
use sha2::{Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

const ALGORITHMS: &[Algorithm] = &[Algorithm::HS256, Algorithm::HS384, Algorithm::HS512];

pub(super) const FAMILY: Family = Family {
    algorithms: ALGORITHMS,
    key_type: "oct",
    from_jwk,
    der: None,
    generate,
};

/// The bytes of the shortest secret: as many as the hash has, RFC 7518 section 3.2.
const fn shortest(algorithm: Algorithm) -> usize {
    match algorithm {
        Algorithm::HS384 => 48,
        Algorithm::HS512 => 64,
        _ => 32,
    }
}

/// Takes a secret that is long enough for one hash at least, is not one byte over
/// and over, and is not the text of a key, which may be public: whoever verifies
/// with such a secret accepts tokens that everybody can make (RFC 8725 section 2.1).
pub(in crate::token) fn read(bytes: &[u8]) -> Read {
    let secret = read_without_key_check(bytes)?;
    match spelling::of(bytes) {
        None => Ok(secret),
        Some(_) => Err(key(
            "the secret is a PEM, DER, JWK or SSH key (read it as that kind of key), or other JSON, HTML or an address",
        )),
    }
}

/// The same without the check for the text of a key, for bytes that are known to be none.
pub(in crate::token) fn read_without_key_check(bytes: &[u8]) -> Read {
    let secret = Secret(Zeroizing::new(bytes.to_vec()));
    secret.check(Algorithm::HS256)?;
    if secret.is_one_byte() {
        return Err(key(
            "the secret is one byte over and over: make one with `openssl rand -hex 32`",
        ));
    }
    Ok(Box::new(secret))
}

fn from_jwk(jwk: &Members<'_>) -> Read {
    read(&jwk.required("k")?)
}

fn generate(algorithm: Algorithm, random: Draw<'_>) -> Read {
    let mut secret = Zeroizing::new(vec![0; shortest(algorithm)]);
    random(&mut secret)?;
    Ok(Box::new(Secret(secret)))
}

struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Whether it is the same byte throughout, or what it is base64 or hexadecimal of.
    fn is_one_byte(&self) -> bool {
        let is_one = |bytes: &[u8]| bytes.iter().all(|byte| Some(byte) == bytes.first());
        // Four characters of either encoding are whole bytes.
        let repeats = self.0.get(..4) == self.0.get(4..8);
        repeats && (is_one(&self.0) || self.decoded().iter().any(|bytes| is_one(bytes)))
    }

    /// The bytes that it stands for where it is a text in hexadecimal digits, in base64.
    fn decoded(&self) -> Vec<Zeroizing<Vec<u8>>> {
        let text = std::str::from_utf8(&self.0).unwrap_or_default();
        let decoded = [spelling::hex(text), spelling::base64(text)];
        decoded.into_iter().flatten().collect()
    }

    /// The hash states after the two padded key blocks, computed once.
    fn keyed<M: Mac + KeyInit>(&self, algorithm: Algorithm) -> Result<Keyed<M>> {
        <M as KeyInit>::new_from_slice(&self.0)
            .map(|state| Keyed { state, algorithm })
            .map_err(|_| key("the secret does not fit this HMAC"))
    }
}

impl Material for Secret {
    fn kind(&self) -> KeyKind {
        KeyKind::Secret
    }

    fn algorithms(&self) -> &'static [Algorithm] {
        ALGORITHMS
    }

    fn check(&self, algorithm: Algorithm) -> Result<()> {
        let (needed, length) = (shortest(algorithm), self.0.len());
        if length >= needed {
            return Ok(());
        }
        Err(Error::Key(
            format!("the secret is {length} bytes long, {algorithm} needs at least {needed}")
                .into(),
        ))
    }

    fn signer(&self, algorithm: Algorithm, _random: Random) -> Result<Signer> {
        Ok(match algorithm {
            Algorithm::HS384 => Box::new(self.keyed::<Hmac<Sha384>>(algorithm)?),
            Algorithm::HS512 => Box::new(self.keyed::<Hmac<Sha512>>(algorithm)?),
            _ => Box::new(self.keyed::<Hmac<Sha256>>(algorithm)?),
        })
    }

    fn verifier(&self, algorithm: Algorithm) -> Result<Verifier> {
        Ok(match algorithm {
            Algorithm::HS384 => Box::new(self.keyed::<Hmac<Sha384>>(algorithm)?),
            Algorithm::HS512 => Box::new(self.keyed::<Hmac<Sha512>>(algorithm)?),
            _ => Box::new(self.keyed::<Hmac<Sha256>>(algorithm)?),
        })
    }

    /// Many issuers decode a secret that is kept as base64 before they sign with it.
    fn hint(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Option<&'static str> {
        const DECODED: &str = "the signature is that of the bytes which the secret, a text, is base64 or hexadecimal digits of: decode it, and give the bytes";
        const PERHAPS: &str = "the secret is base64: if the issuer signs with the bytes that it stands for, decode it, and give the bytes";
        let is_of = |bytes: Zeroizing<Vec<u8>>| {
            let verifier = Self(bytes).verifier(algorithm).ok();
            verifier.is_some_and(|one| one.verify(message, &signature.to_vec()).is_ok())
        };
        if self.decoded().into_iter().any(is_of) {
            return Some(DECODED);
        }
        let is_standard = self.0.iter().any(|byte| b"+/=".contains(byte));
        (is_standard && !self.decoded().is_empty()).then_some(PERHAPS)
    }

    fn public(&self) -> Option<Box<dyn Material>> {
        None
    }

    fn required_members(&self) -> Written {
        vec![bytes("k", &self.0), text("kty", "oct")]
    }
}

/// An HMAC after its key.
struct Keyed<M> {
    state: M,
    algorithm: Algorithm,
}

impl<M: Mac + Clone> signature::Signer<Vec<u8>> for Keyed<M> {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, signature::Error> {
        let tag = self.state.clone().chain_update(message).finalize();
        Ok(tag.into_bytes().to_vec())
    }
}

impl<M: Mac + Clone> signature::Verifier<Vec<u8>> for Keyed<M> {
    /// The whole tag is compared, in constant time.
    fn verify(&self, message: &[u8], tag: &Vec<u8>) -> std::result::Result<(), signature::Error> {
        let computed = self.state.clone().chain_update(message);
        verdict(computed.verify_slice(tag).is_ok())
    }
}

impl<M: Mac + Clone> JwtSigner for Keyed<M> {
    fn algorithm(&self) -> jsonwebtoken::Algorithm {
        self.algorithm.standard()
    }
}

impl<M: Mac + Clone> JwtVerifier for Keyed<M> {
    fn algorithm(&self) -> jsonwebtoken::Algorithm {
        self.algorithm.standard()
    }
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

    fn no_random(_: &mut [u8]) -> Result<()> {
        panic!("an HMAC needs no random bytes")
    }

    // RFC 4231 section 4.7: test case 6, a key longer than a block.
    #[test]
    fn tags_are_those_of_rfc_4231() {
        let secret = Secret(Zeroizing::new(vec![0xaa; 131]));
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
            let signer = secret.signer(algorithm, no_random).unwrap();
            let verifier = secret.verifier(algorithm).unwrap();
            // Twice: the state must not change.
            for _ in 0..2 {
                assert_eq!(signer.try_sign(message).unwrap(), expected);
                assert!(verifier.verify(message, &expected).is_ok());
            }
            for wrong in [&expected[..expected.len() - 1], &expected[1..], &[]] {
                assert!(verifier.verify(message, &wrong.to_vec()).is_err());
            }
            assert!(verifier.verify(b"other", &expected).is_err());
        }
    }

    #[test]
    fn a_secret_is_as_long_as_its_hash() {
        let code = |length: usize, algorithm| {
            read(&(0..length).map(|at| at as u8).collect::<Vec<_>>())
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
                matches!(read(text.as_bytes()), Err(Error::Key(_))),
                "{text}"
            );
        }
    }
}
