//! The keys of the access tokens: one signs, all verify.
//!
//! Either `SECRET_KEY` alone, or a JWK Set in `KEYS` whose first key signs. Then
//! a `SECRET_KEY` that is still set goes on verifying what it has signed, so
//! that a change of key, and even of algorithm, makes no token invalid.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::config::ConfigError;
use crate::token::{Algorithm, Key, KeyKind, KeyOptions, KeySet};

/// The key that FastAPI's tutorial prints. Whoever reads the tutorial can sign
/// tokens with it.
const TUTORIAL_SECRET_KEY: &str =
    "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7";

/// The keys, read once.
pub(super) struct AccessKeys {
    /// What new tokens are signed with.
    pub(super) signing: Key,
    /// What tokens are verified with; `kid` and `alg` choose.
    pub(super) verifying: KeySet,
    /// The algorithms of the keys: no other is accepted.
    pub(super) algorithms: Vec<Algorithm>,
}

impl AccessKeys {
    /// Reads the settings `ALGORITHM`, `SECRET_KEY` and `KEYS`.
    pub(super) fn read(
        algorithm: Option<&str>,
        secret: Option<&str>,
        keys: Option<&str>,
    ) -> Result<Self, ConfigError> {
        let algorithm = read_algorithm(algorithm)?;
        let own = || {
            secret
                .map(|secret| secret_key(secret, algorithm))
                .transpose()
        };
        let (signing, all) = match keys {
            Some(text) => {
                let mut all = Vec::new();
                for jwk in jwk_set(text)? {
                    all.push(jwk_set_key(jwk)?);
                }
                let signing = jwk_set(text)?.first().map(|jwk| jwk_set_key(jwk));
                all.extend(own()?);
                (signing.transpose()?, all)
            }
            None => (own()?, own()?.into_iter().collect()),
        };
        let Some(signing) = signing else {
            return Err(match keys {
                Some(_) => unusable(
                    "KEYS",
                    "has no key: expected a JWK Set whose first key signs",
                ),
                None => unusable(
                    "SECRET_KEY",
                    "is not set: make one with `openssl rand -hex 32`",
                ),
            });
        };
        if signing.kind() == KeyKind::Public {
            let setting = if keys.is_some() { "KEYS" } else { "SECRET_KEY" };
            return Err(unusable(
                setting,
                "cannot sign: expected a private key, found its public half",
            ));
        }
        let mut algorithms: Vec<Algorithm> = all.iter().map(Key::algorithm).collect();
        algorithms.dedup();
        Ok(Self {
            signing,
            verifying: KeySet::new(all),
            algorithms,
        })
    }
}

fn unusable(setting: &'static str, detail: impl Into<String>) -> ConfigError {
    ConfigError {
        setting,
        detail: detail.into(),
    }
}

fn read_algorithm(name: Option<&str>) -> Result<Algorithm, ConfigError> {
    let Some(name) = name else {
        return Ok(Algorithm::HS256);
    };
    name.parse().map_err(|_| {
        let known: Vec<_> = Algorithm::all().map(Algorithm::name).collect();
        unusable(
            "ALGORITHM",
            format!("is unknown: expected one of {}", known.join(", ")),
        )
    })
}

/// The bytes of an HMAC key as in PyJWT, or a private key as PEM or JWK.
fn secret_key(secret: &str, algorithm: Algorithm) -> Result<Key, ConfigError> {
    if secret == TUTORIAL_SECRET_KEY {
        return Err(unusable(
            "SECRET_KEY",
            "is the one printed in FastAPI's tutorial, so anybody can sign tokens with it: make one with `openssl rand -hex 32`",
        ));
    }
    let options = KeyOptions {
        algorithm: Some(algorithm),
        ..KeyOptions::default()
    };
    let text = secret.trim_start();
    let key = if text.starts_with("-----BEGIN") {
        Key::from_pem(text, options)
    } else if text.starts_with('{') {
        Key::from_jwk(text, options)
    } else if algorithm.name().starts_with("HS") {
        Key::from_secret(secret.as_bytes(), options)
    } else {
        return Err(unusable(
            "SECRET_KEY",
            format!(
                "cannot be used: {} needs a private key as PEM or JWK",
                algorithm.name()
            ),
        ));
    };
    key.map_err(|error| unusable("SECRET_KEY", format!("cannot be used: {error}")))
}

/// The keys of a JWK Set as they are written. Here all of them must be good:
/// the set is the operator's own.
fn jwk_set(text: &str) -> Result<Vec<&RawValue>, ConfigError> {
    #[derive(Deserialize)]
    struct Set<'a> {
        #[serde(borrow)]
        keys: Vec<&'a RawValue>,
    }
    serde_json::from_str(text)
        .map(|set: Set<'_>| set.keys)
        .map_err(|_| {
            unusable(
                "KEYS",
                r#"cannot be used: expected a JWK Set, {"keys":[…]}"#,
            )
        })
}

fn jwk_set_key(jwk: &RawValue) -> Result<Key, ConfigError> {
    Key::from_jwk(jwk.get(), KeyOptions::default())
        .map_err(|error| unusable("KEYS", format!("has a key that cannot be used: {error}")))
}
