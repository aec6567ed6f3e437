//! JSON Web Key Sets (RFC 7517 section 5) and the choice of a key by `kid`.

use super::jwk;
use super::{Key, KeyOptions};
use crate::error::{Error, Result};
use crate::json::{self, Value};
use crate::token::algorithm::Algorithm;
use crate::token::excerpt;
use crate::token::header::Header;
use std::borrow::Cow;

/// The longest set that is read, in bytes.
const MAX_LENGTH: usize = 1024 * 1024;

/// The most keys that one token is tried with: whoever sends it decides with its
/// header how many there are.
pub const MOST_TRIED: usize = 64;

/// Several keys, of which a token's `kid` and `alg` choose: [`MOST_TRIED`] at most.
#[derive(Debug, Default)]
pub struct KeySet {
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    key_id: Option<String>,
    /// Why the key cannot be used, where it cannot: the rest of the set can.
    key: Result<Key>,
}

impl KeySet {
    /// A set of keys already read.
    pub fn new(keys: Vec<Key>) -> Self {
        let entries = keys.into_iter().map(|key| Entry {
            key_id: key.key_id().map(str::to_owned),
            key: Ok(key),
        });
        Self {
            entries: entries.collect(),
        }
    }

    /// Reads the text of a JWK Set: `{"keys":[…]}`; or of an object whose members are
    /// PEM certificates, each under its `kid`, as Google publishes its own.
    ///
    /// A key that is malformed, weak, of an unknown kind or not for signatures
    /// does not spoil the set (RFC 7517 section 5). A token that asks for it by
    /// `kid` is refused with what is wrong about the key.
    ///
    /// # Errors
    /// [`Error::Key`] where the text is not a JWK Set.
    pub fn from_json(text: &str) -> Result<Self> {
        if text.len() > MAX_LENGTH {
            return Err(Error::Key("the JWK Set is longer than 1 MiB".into()));
        }
        let set = json::Object::read(text)
            .map_err(|problem| Error::Key(format!("the JWK Set: {problem}").into()))?;
        if set.has_only(is_certificate) {
            return Ok(Self::of_certificates(&set));
        }
        let keys = set.text_of("keys").unwrap_or_default();
        let mut entries = Vec::new();
        json::read_list(keys, &mut |_, place| {
            let jwk = keys.get(place).unwrap_or_default();
            entries.push(Entry {
                key_id: jwk::key_id(jwk),
                key: Key::from_jwk(jwk, KeyOptions::default()),
            });
        })
        .map_err(|_| Error::Key("the JWK Set has no list `keys`".into()))?;
        Ok(Self { entries })
    }

    fn of_certificates(set: &json::Object<'_>) -> Self {
        let entries = set.texts().map(|(name, text)| Entry {
            key_id: Some(name.to_owned()),
            key: Key::from_pem(
                text,
                KeyOptions {
                    key_id: Some(name.to_owned()),
                    algorithm: None,
                },
            ),
        });
        Self {
            entries: entries.collect(),
        }
    }

    /// All the keys, in their order: for a set of one's own, in which every key
    /// must be good.
    ///
    /// # Errors
    /// What is wrong with the first key that cannot be used.
    pub fn into_keys(self) -> Result<Vec<Key>> {
        self.entries.into_iter().map(|entry| entry.key).collect()
    }

    /// The keys that can be used, in their order.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.entries
            .iter()
            .filter_map(|entry| entry.key.as_ref().ok())
    }
}

/// The public halves of the keys, each once, as the text of a JWK Set, fit to be
/// published. Secrets have none and are left out.
pub fn public_jwk_set<'a>(keys: impl IntoIterator<Item = &'a Key>) -> String {
    let mut public: Vec<String> = Vec::new();
    for jwk in keys.into_iter().filter_map(|key| key.to_public_jwk().ok()) {
        if !public.contains(&jwk) {
            public.push(jwk);
        }
    }
    format!(r#"{{"keys":[{}]}}"#, public.join(","))
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

/// A signature with what it is checked against, in the words of RFC 7515.
#[derive(Clone, Copy)]
pub(in crate::token) struct Jws<'a> {
    pub(in crate::token) key_id: Option<&'a str>,
    pub(in crate::token) algorithm: Algorithm,
    pub(in crate::token) signing_input: &'a [u8],
    pub(in crate::token) signature: &'a Vec<u8>,
}

impl<'a> Keys<'a> {
    /// The text of the header and what it says, where `part` is the one that the
    /// key itself writes.
    pub(in crate::token) fn known_header(self, part: &str) -> Option<(&'a str, Header<'a>)> {
        match self {
            Self::One(key) => key.known_header(part),
            Self::Set(_) => None,
        }
    }

    /// Verifies with the one key, or with every key of the set that `kid` and
    /// `alg` leave. A token without `kid` may be of any of them, and is refused where
    /// they are more than [`MOST_TRIED`].
    pub(in crate::token) fn verify(self, jws: Jws<'_>, allowed: &[Algorithm]) -> Result<()> {
        match self {
            Self::One(key) => match verified(key, jws, allowed)? {
                true => Ok(()),
                false => Err(mismatch(key, jws)),
            },
            Self::Set(set) => set.verify(jws, allowed),
        }
    }
}

impl KeySet {
    fn verify(&self, jws: Jws<'_>, allowed: &[Algorithm]) -> Result<()> {
        self.check_count(jws, allowed)?;
        let mut tried = None;
        let mut problem = None;
        for entry in self.asked_for(jws.key_id) {
            let verdict = match &entry.key {
                Ok(key) => verified(key, jws, allowed).map(|is_good| (is_good, key)),
                Err(error) => Err(error.clone()),
            };
            match verdict {
                Ok((true, _)) => return Ok(()),
                Ok((false, key)) => tried = tried.or(Some(key)),
                Err(error) => problem = problem.or(Some(error)),
            }
        }
        if let Some(key) = tried {
            return Err(mismatch(key, jws));
        }
        Err(match (problem, jws.key_id) {
            (Some(problem), _) => problem,
            (None, Some(key_id)) => self.not_found(key_id),
            (None, None) => Error::Key(self.nothing_to_use()),
        })
    }

    /// What a token with this `kid` may be from, or one without.
    fn asked_for(&self, key_id: Option<&str>) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| match key_id {
            Some(_) => entry.key_id.as_deref() == key_id,
            // Nobody asked for the ones that cannot be used.
            None => entry.key.is_ok(),
        })
    }

    /// Refuses to try one key after the other of more than [`MOST_TRIED`].
    fn check_count(&self, jws: Jws<'_>, allowed: &[Algorithm]) -> Result<()> {
        if self.entries.len() <= MOST_TRIED {
            return Ok(());
        }
        let keys = self
            .asked_for(jws.key_id)
            .filter_map(|entry| entry.key.as_ref().ok());
        let count = keys
            .filter(|key| key.can_verify() && key.check_algorithm(jws.algorithm, allowed).is_ok())
            .count();
        if count <= MOST_TRIED {
            return Ok(());
        }
        let algorithm = jws.algorithm.name();
        let detail = match jws.key_id {
            None => format!(
                "the token has no `kid`, and {count} keys of the set are for {algorithm}, {MOST_TRIED} are the most that are tried: give each key a `kid`, and issue tokens with it"
            ),
            Some(key_id) => format!(
                "{count} keys of the set for {algorithm} have the token's `kid` {}, {MOST_TRIED} are the most that are tried: give each key a `kid` of its own",
                excerpt::text(key_id)
            ),
        };
        Err(Error::Key(detail.into()))
    }

    /// Why there is no key for a token without `kid`.
    fn nothing_to_use(&self) -> Cow<'static, str> {
        let count = self.entries.len();
        let reason = self
            .entries
            .iter()
            .find_map(|entry| entry.key.as_ref().err());
        match reason {
            None => "the set has no key".into(),
            Some(reason) if count == 1 => {
                format!("the set's only key cannot be used: {reason}").into()
            }
            Some(reason) => {
                format!("none of the set's {count} keys can be used, the first because {reason}")
                    .into()
            }
        }
    }

    fn not_found(&self, key_id: &str) -> Error {
        let known: Vec<&str> = self.key_ids().collect();
        let has = match known.as_slice() {
            [] => "none of its keys has one".into(),
            known => format!("it has {}", excerpt::texts(known)),
        };
        let key_id = excerpt::text(key_id);
        Error::Key(format!("no key of the set has the token's `kid` {key_id}: {has}").into())
    }

    fn key_ids(&self) -> impl Iterator<Item = &str> {
        let entries = self.entries.iter();
        entries.filter_map(|entry| entry.key_id.as_deref())
    }
}

/// Whether the member of an object is a certificate.
pub(super) fn is_certificate(value: &Value<'_>) -> bool {
    matches!(value, Value::Text(text) if text.contains("-----BEGIN "))
}

fn verified(key: &Key, jws: Jws<'_>, allowed: &[Algorithm]) -> Result<bool> {
    key.check_algorithm(jws.algorithm, allowed)?;
    key.verify(jws.algorithm, jws.signing_input, jws.signature)
}

fn mismatch(key: &Key, jws: Jws<'_>) -> Error {
    const MISMATCH: &str = "the signature does not match";
    let hint = key.hint(jws.algorithm, jws.signing_input, jws.signature);
    Error::TokenSignature(hint.map_or(MISMATCH.into(), |hint| format!("{MISMATCH}: {hint}").into()))
}
