//! JSON Web Key Sets (RFC 7517 section 5) and the choice of a key by `kid`.

use super::algorithm::Algorithm;
use super::key::Key;
use crate::error::{Error, Result};

/// Several keys, of which a token's `kid` and `alg` choose.
#[derive(Debug, Default)]
pub struct KeySet {
    keys: Vec<Key>,
}

impl KeySet {
    /// A set of keys already read.
    pub const fn new(keys: Vec<Key>) -> Self {
        Self { keys }
    }

    /// The keys in their order.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }
}

/// What a token is verified with: one key, or a set to choose from.
#[derive(Clone, Copy, Debug)]
pub enum Keys<'a> {
    /// The only key. The token's `kid` is not looked at.
    One(&'a Key),
    /// The keys of which `kid` and `alg` choose.
    Set(&'a KeySet),
}

impl<'a> From<&'a Key> for Keys<'a> {
    fn from(key: &'a Key) -> Self {
        Self::One(key)
    }
}

impl<'a> From<&'a KeySet> for Keys<'a> {
    fn from(set: &'a KeySet) -> Self {
        Self::Set(set)
    }
}

impl Keys<'_> {
    /// Verifies with the one key, or with every key of the set that `key_id`
    /// and `algorithm` leave.
    pub(super) fn verify(
        self,
        key_id: Option<&str>,
        algorithm: Algorithm,
        allowed: &[Algorithm],
        message: &[u8],
        signature: &[u8],
    ) -> Result<()> {
        let candidates = match self {
            Self::One(key) => std::slice::from_ref(key),
            Self::Set(set) => set.keys(),
        };
        let mut problem = Error::Key("no key of the set fits the token's `kid`".into());
        for key in candidates {
            if matches!(self, Self::Set(_)) && key_id.is_some() && key.key_id() != key_id {
                continue;
            }
            match key.check_algorithm(algorithm, allowed) {
                Err(error) => problem = error,
                Ok(()) if key.verify(algorithm, message, signature)? => return Ok(()),
                Ok(()) => {
                    problem = Error::TokenSignature("the signature does not match".into());
                }
            }
        }
        Err(problem)
    }
}
