//! Magento's chain of functions (`Framework/Encryption/Encryptor.php` of Magento
//! 2.4): a hash that was made by an older one is hashed again by each newer one.

use std::time::Duration;

use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::argon2::Argon2;
use super::{Kdf, begins_with, named};
use crate::error::Result;
use crate::password::VerifyOptions;
use crate::password::digest::Digest;
use crate::password::encoding::to_hex;

pub(in crate::password) struct Magento {
    /// In the order in which they are applied; each but the first takes in the
    /// hexadecimal digits that the one before has given.
    pub(in crate::password) links: Vec<Link>,
    /// Goes before what a digest hashes.
    pub(in crate::password) salt: Vec<u8>,
}

pub(in crate::password) enum Link {
    Digest(Digest),
    /// With the length of what it gives, in bytes.
    Argon2(Argon2, usize),
}

impl Magento {
    fn argon2s(&self) -> impl Iterator<Item = (&Argon2, usize)> {
        self.links.iter().filter_map(|link| match link {
            Link::Argon2(argon2, length) => Some((argon2, *length)),
            Link::Digest(_) => None,
        })
    }

    fn digests(&self) -> impl Iterator<Item = Digest> {
        self.links.iter().filter_map(|link| match link {
            Link::Digest(digest) => Some(*digest),
            Link::Argon2(..) => None,
        })
    }
}

/// Options of a chain that has no secret, whatever the other hashes have.
fn without_secret(options: &VerifyOptions) -> VerifyOptions {
    VerifyOptions {
        limits: options.limits.clone(),
        ..VerifyOptions::default()
    }
}

impl Kdf for Magento {
    fn parameters(&self) -> Map<String, Value> {
        match self.argon2s().next() {
            Some((argon2, _)) => argon2.parameters(),
            None => named([(
                "digest",
                self.digests()
                    .last()
                    .map_or(Value::Null, |d| d.name().into()),
            )]),
        }
    }

    fn broken(&self) -> Option<&'static str> {
        self.argon2s()
            .next()
            .is_none()
            .then_some("single MD5 and SHA-256 hashes of passwords are broken: they can be guessed far too fast")
    }

    fn check(&self, options: &VerifyOptions, _tag_length: usize) -> Result<()> {
        self.argon2s()
            .try_for_each(|(argon2, length)| argon2.check(options, length))
    }

    fn time(&self, options: &VerifyOptions, _tag_length: usize) -> Result<Duration> {
        let options = without_secret(options);
        let argon2: Result<Duration> = self
            .argon2s()
            .map(|(argon2, length)| argon2.time(&options, length))
            .sum();
        let digests: u64 = self.digests().map(Digest::time).sum();
        Ok(argon2? + Duration::from_nanos(digests))
    }

    fn verify(&self, password: &[u8], _options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        let mut text = Zeroizing::new(password.to_vec());
        let mut computed = Zeroizing::new(Vec::new());
        for link in &self.links {
            *computed = match link {
                Link::Digest(digest) => digest.digest(&[&self.salt, &text]).to_vec(),
                Link::Argon2(argon2, length) => {
                    let mut tag = vec![0; *length];
                    argon2.compute(&text, &[], &mut tag)?;
                    tag
                }
            };
            *text = to_hex(&computed).as_bytes().to_vec();
        }
        Ok(computed.len() == tag.len() && begins_with(&computed, tag))
    }
}
