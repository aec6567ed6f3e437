//! Firebase's scrypt: the result of scrypt is a key that encrypts the signer
//! key of the project (github.com/firebase/scrypt).

use std::time::Duration;

use aes::Aes256Enc;
use aes::cipher::{BlockCipherEncrypt, KeyInit};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::scrypt::Cost;
use super::{Kdf, begins_with};
use crate::error::{Error, Result};
use crate::password::digest::Digest;
use crate::password::encoding::malformed;
use crate::password::{FirebaseParameters, VerifyOptions};

/// The key of AES-256.
const KEY_LENGTH: usize = 32;
const BLOCK_LENGTH: usize = 16;

pub(in crate::password) struct Firebase {
    pub(in crate::password) salt: Vec<u8>,
    /// Where the hash does not say, those of the options hold.
    pub(in crate::password) cost: Option<Cost>,
    pub(in crate::password) keys: Option<Keys>,
    /// The salt separator, where the hash has it without the signer key.
    pub(in crate::password) separator: Option<Vec<u8>>,
}

/// What only the owner of the Firebase project knows.
#[derive(Clone)]
pub(in crate::password) struct Keys {
    pub(in crate::password) salt_separator: Vec<u8>,
    pub(in crate::password) signer_key: Zeroizing<Vec<u8>>,
}

impl Firebase {
    fn cost(&self, options: &VerifyOptions) -> Result<Cost> {
        if let Some(cost) = self.cost {
            return Ok(cost);
        }
        let given = given(options)?;
        Cost::new(given.memory_cost, given.rounds, 1).map_err(|_| {
            Error::Option("the rounds or the memory cost of `firebase` are out of range".into())
        })
    }

    fn keys(&self, options: &VerifyOptions) -> Result<Keys> {
        if let Some(keys) = &self.keys {
            return Ok(keys.clone());
        }
        let given = given(options)?;
        Ok(Keys {
            salt_separator: self
                .separator
                .as_ref()
                .unwrap_or(&given.salt_separator)
                .clone(),
            signer_key: given.signer_key.clone(),
        })
    }
}

fn given(options: &VerifyOptions) -> Result<&FirebaseParameters> {
    options.firebase.as_ref().ok_or(Error::Option(
        "a Firebase hash without its project's parameters needs the option `firebase` of the package; for the Worker and the command line write them into the hash: $fbscrypt$v=1,n=14,r=8,p=1,ss=…,sk=…$<salt>$<hash>"
            .into(),
    ))
}

impl Kdf for Firebase {
    fn parameters(&self) -> Map<String, Value> {
        self.cost.map_or_else(Map::new, Cost::parameters)
    }

    fn check(&self, options: &VerifyOptions, tag_length: usize) -> Result<()> {
        if self.keys(options)?.signer_key.len() != tag_length {
            return Err(malformed(
                "a Firebase hash is as long as the signer key of its project",
            ));
        }
        self.cost(options)?.check(options)
    }

    fn time(&self, options: &VerifyOptions, _tag_length: usize) -> Result<Duration> {
        Ok(self.cost(options)?.time())
    }

    fn has_no_equivalent_password(&self, password: &[u8]) -> bool {
        Digest::Sha256.has_no_equivalent_key(password)
    }

    fn verify(&self, password: &[u8], options: &VerifyOptions, tag: &[u8]) -> Result<bool> {
        let keys = self.keys(options)?;
        let salt = [self.salt.as_slice(), &keys.salt_separator].concat();
        let mut key = Zeroizing::new([0; KEY_LENGTH]);
        self.cost(options)?
            .compute(password, &salt, key.as_mut_slice())?;
        // AES-256 in counter mode, the first counter being zero.
        let cipher = Aes256Enc::new((&*key).into());
        let mut computed = keys.signer_key;
        for (counter, bytes) in computed.chunks_mut(BLOCK_LENGTH).enumerate() {
            let mut block = (counter as u128).to_be_bytes().into();
            cipher.encrypt_block(&mut block);
            for (byte, pad) in bytes.iter_mut().zip(&block) {
                *byte ^= pad;
            }
        }
        Ok(begins_with(&computed, tag))
    }
}
