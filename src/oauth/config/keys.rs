//! The keys of the access tokens: one signs, all verify.
//!
//! Either `SECRET_KEY` alone, or a JWK Set in `KEYS` whose first key signs. Then
//! a `SECRET_KEY` that is still set goes on verifying what it has signed, so
//! that a change of key, and even of algorithm, makes no token invalid.

use super::ConfigError;
use crate::token::{
    self, Algorithm, DecodeOptions, Decoded, Key, KeyKind, KeyOptions, KeySet, Keys, Random,
};

/// The key that FastAPI's tutorial prints. Whoever reads the tutorial can sign
/// tokens with it.
const TUTORIAL_SECRET_KEY: &str =
    "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7";

/// The keys, read once.
pub(in crate::oauth) struct AccessKeys {
    /// What new tokens are signed with.
    pub(in crate::oauth) signing: Key,
    /// `SECRET_KEY`. It has no name of its own: the `kid` of a token is not
    /// looked at, as in PyJWT.
    own: Option<Key>,
    /// `KEYS`, of which `kid` and `alg` choose.
    set: KeySet,
    /// Accepts the algorithms of the keys and no other.
    options: DecodeOptions,
    /// The public halves of all of them, a JWK Set.
    pub(in crate::oauth) public: String,
}

impl AccessKeys {
    /// Reads the settings `ALGORITHM`, `SECRET_KEY` and `KEYS`. An RSA key signs with
    /// bytes from `random`.
    pub(in crate::oauth) fn read(
        algorithm: Option<&str>,
        secret: Option<&str>,
        keys: Option<&str>,
        random: Random,
    ) -> Result<Self, ConfigError> {
        let algorithm = read_algorithm(algorithm)?;
        let own = || {
            secret
                .map(|secret| secret_key(secret, algorithm))
                .transpose()
        };
        let set = || keys.map_or(Ok(Vec::new()), jwk_set);
        let (setting, signing) = match keys {
            Some(_) => ("KEYS", set()?.into_iter().next()),
            None => ("SECRET_KEY", own()?),
        };
        let signing = signing.ok_or_else(|| match setting {
            "KEYS" => unusable(
                setting,
                "has no key: expected a JWK Set whose first key signs",
            ),
            _ => unusable(setting, "is not set: make one with `openssl rand -hex 32`"),
        })?;
        check_signing(&signing).map_err(|problem| unusable(setting, problem))?;

        let own = own()?.map(|key| verifying("SECRET_KEY", key)).transpose()?;
        let set = set()?.into_iter().map(|key| verifying("KEYS", key));
        let set: Vec<Key> = set.collect::<Result<_, _>>()?;
        let algorithms = set.iter().chain(&own).map(Key::algorithm).collect();
        let set = KeySet::new(set);
        Ok(Self {
            signing: signing.with_random(random),
            public: token::public_jwk_set(set.keys().chain(&own)),
            own,
            set,
            options: DecodeOptions {
                algorithms,
                ..DecodeOptions::default()
            },
        })
    }

    /// Verifies a token with the key that it is from.
    pub(in crate::oauth) fn decode(&self, token: &str, now: f64) -> Option<Decoded> {
        let decode = |keys: Keys<'_>| token::decode(token, keys, &self.options, now).ok();
        let own = self.own.as_ref().and_then(|key| decode(key.into()));
        own.or_else(|| decode((&self.set).into()))
    }
}

/// Sees that a key makes tokens.
fn check_signing(key: &Key) -> Result<(), &'static str> {
    if key.kind() == KeyKind::Public {
        return Err("cannot sign: expected a private key, found its public half");
    }
    if !key.can_sign() {
        return Err("cannot sign: the `key_ops` of the key do not name `sign`");
    }
    Ok(())
}

/// What verifies the tokens of `key`: the public half of a pair, whose private
/// half may be for signing only.
fn verifying(setting: &'static str, key: Key) -> Result<Key, ConfigError> {
    let key = match key.kind() {
        KeyKind::Private => key.public_key(),
        KeyKind::Secret | KeyKind::Public => Ok(key),
    };
    let key = key.map_err(|error| unusable(setting, format!("cannot be used: {error}")))?;
    if !key.can_verify() {
        let problem = "cannot verify: the `key_ops` of a key do not name `verify`";
        return Err(unusable(setting, problem));
    }
    Ok(key)
}

/// Whether it is the key of FastAPI's tutorial, in whatever form.
fn is_of_the_tutorial(key: &Key) -> bool {
    Key::from_secret(TUTORIAL_SECRET_KEY.as_bytes(), KeyOptions::default())
        .is_ok_and(|tutorial| tutorial.thumbprint() == key.thumbprint())
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
    let key = key.map_err(|error| unusable("SECRET_KEY", format!("cannot be used: {error}")))?;
    if is_of_the_tutorial(&key) {
        return Err(unusable(
            "SECRET_KEY",
            "is the one printed in FastAPI's tutorial, so anybody can sign tokens with it: make one with `openssl rand -hex 32`",
        ));
    }
    Ok(key)
}

/// The keys of a JWK Set. Here all of them must be good: the set is the
/// operator's own.
fn jwk_set(text: &str) -> Result<Vec<Key>, ConfigError> {
    let set = KeySet::from_json(text).map_err(|error| {
        let detail = match text.trim_start().starts_with('{') {
            true => format!("cannot be used: {error}"),
            false => r#"cannot be used: expected a JWK Set, {"keys":[…]}"#.to_owned(),
        };
        unusable("KEYS", detail)
    })?;
    let keys = set
        .into_keys()
        .map_err(|error| unusable("KEYS", format!("has a key that cannot be used: {error}")))?;
    if keys.iter().any(is_of_the_tutorial) {
        return Err(unusable(
            "KEYS",
            "has the key printed in FastAPI's tutorial: anybody can sign tokens with it",
        ));
    }
    Ok(keys)
}
