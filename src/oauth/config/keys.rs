//! The keys of the access tokens: one signs, all verify.
//!
//! Either `SECRET_KEY` alone, or a JWK Set in `KEYS` whose first key signs. Then
//! a `SECRET_KEY` that is still set goes on verifying what it has signed, so
//! that a change of key, and even of algorithm, makes no token invalid.

use std::collections::BTreeSet;
use std::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::ConfigError;
use super::variables::Variables;
use crate::account::References;
use crate::account::mail_token::MailKeys;
use crate::account::refresh_token::RefreshKeys;
use crate::error::Error;
use crate::token::{
    self, Algorithm, DecodeOptions, Decoded, Key, KeyInput, KeyKind, KeyOptions, KeySet, Keys,
    Random,
};

/// The key that FastAPI's tutorial prints. Whoever reads the tutorial can sign
/// tokens with it.
const TUTORIAL_SECRET_KEY: &str =
    "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7";

/// The most keys in `KEYS`: a token without `kid` may have to be tried with each.
const MOST_KEYS: usize = token::MOST_TRIED;

/// A secret of fewer different bytes is typed, not drawn.
const FEWEST_DIFFERENT_BYTES: usize = 5;

const FEW_BYTES: &str = "is the same few bytes over and over, so it can be guessed: make one with `openssl rand -hex 32`";

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

/// What is secret in the keys, for what is derived from them where there is no
/// `LOGIN_SECRET`.
pub(super) struct Secrets {
    /// The text of the setting that signs.
    signing: Zeroizing<String>,
    /// Each secret or private key, the one that signs first: `SECRET_KEY` as it is
    /// written, those of `KEYS` each as a JWK, so that the set can grow.
    keys: Vec<Zeroizing<String>>,
}

impl Secrets {
    /// What users and networks are called.
    pub(super) fn references(&self, own: Option<&Zeroizing<String>>) -> References {
        References::new(own.unwrap_or(&self.signing).as_bytes())
    }

    /// The keys of tokens in mails, in the same way.
    pub(super) fn mail_keys(&self, own: Option<&Zeroizing<String>>) -> MailKeys {
        let secrets = own.into_iter().chain(&self.keys);
        MailKeys::new(secrets.map(|secret| secret.as_bytes()))
    }

    /// The keys of refresh tokens. Those of before a `LOGIN_SECRET` go on being read.
    pub(super) fn refresh_keys(&self, own: Option<&Zeroizing<String>>) -> RefreshKeys {
        let secrets = own.into_iter().chain(&self.keys);
        RefreshKeys::new(secrets.map(|secret| secret.as_bytes()))
    }
}

impl AccessKeys {
    /// Reads the settings `ALGORITHM`, `SECRET_KEY` and `KEYS`. An RSA key signs with
    /// bytes from `random`.
    pub(super) fn read(
        variables: &Variables<'_>,
        random: Random,
    ) -> Result<(Self, Secrets), ConfigError> {
        let algorithm = read_algorithm(variables)?;
        let secret = variables.text("SECRET_KEY")?;
        let keys = variables.text("KEYS")?;
        let own = || {
            let secret = secret.as_ref();
            secret
                .map(|secret| secret_key(secret, algorithm))
                .transpose()
        };
        let set = || keys.as_ref().map_or(Ok(Vec::new()), |keys| jwk_set(keys));
        let (setting, signing) = match keys {
            Some(_) => ("KEYS", set()?.into_iter().next()),
            None => ("SECRET_KEY", own()?),
        };
        let signing = signing.ok_or_else(|| match setting {
            "KEYS" => ConfigError::new(
                setting,
                "has no key: expected a JWK Set whose first key signs",
            ),
            _ => ConfigError::new(setting, "is not set: make one with `openssl rand -hex 32`"),
        })?;
        check_signing(&signing).map_err(|problem| ConfigError::new(setting, problem))?;

        let own = own()?.map(|key| verifying("SECRET_KEY", key)).transpose()?;
        let set = set()?;
        let secret_keys = set.iter().filter(|key| key.kind() != KeyKind::Public);
        let mut all: Vec<_> = secret_keys
            .map(|key| Zeroizing::new(key.to_jwk()))
            .collect();
        all.extend(secret.clone());
        let set = set.into_iter().map(|key| verifying("KEYS", key));
        let set: Vec<Key> = set.collect::<Result<_, _>>()?;
        let algorithms = set.iter().chain(&own).map(Key::algorithm).collect();
        let set = KeySet::new(set);
        let secrets = Secrets {
            signing: keys.or(secret).unwrap_or_default(),
            keys: all,
        };
        let keys = Self {
            signing: signing.with_random(random),
            public: token::public_jwk_set(set.keys().chain(&own)),
            own,
            set,
            options: DecodeOptions {
                algorithms,
                required_claims: vec!["exp".into()],
                ..DecodeOptions::default()
            },
        };
        Ok((keys, secrets))
    }

    /// From now on takes tokens whose times are this many seconds off.
    pub(super) fn within(mut self, leeway: f64) -> Self {
        self.options.leeway = leeway;
        self
    }

    /// From now on takes only tokens of this issuer and for this audience, where
    /// they are given.
    pub(super) fn only(mut self, issuer: Option<&str>, audience: Option<&str>) -> Self {
        self.options.issuer.extend(issuer.map(str::to_owned));
        self.options.audience.extend(audience.map(str::to_owned));
        self
    }

    /// Verifies a token with the key that it is from.
    ///
    /// # Errors
    /// Those of `token::decode`.
    pub(in crate::oauth) fn decode(&self, token: &str, now: f64) -> Result<Decoded, Error> {
        let decode = |keys: Keys<'_>| token::decode(token, keys, &self.options, now);
        let set = || decode((&self.set).into());
        let Some(own) = &self.own else { return set() };
        let decoded = decode(own.into());
        match &decoded {
            Err(error) if of_another_key(error) && self.set.keys().next().is_some() => set(),
            _ => decoded,
        }
    }
}

/// Whether another key may be the one of a token that was refused so.
const fn of_another_key(error: &Error) -> bool {
    matches!(
        error,
        Error::TokenSignature(_) | Error::TokenAlgorithm(_) | Error::Key(_)
    )
}

/// Checks that a key can sign tokens.
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
    let key = key.map_err(|error| ConfigError::new(setting, format!("cannot be used: {error}")))?;
    if !key.can_verify() {
        let problem = "cannot verify: the `key_ops` of a key do not name `verify`";
        return Err(ConfigError::new(setting, problem));
    }
    Ok(key)
}

/// Whether it is the key of FastAPI's tutorial, in whatever form.
fn is_of_the_tutorial(key: &Key) -> bool {
    Key::from_secret(TUTORIAL_SECRET_KEY.as_bytes(), KeyOptions::default())
        .is_ok_and(|tutorial| tutorial.thumbprint() == key.thumbprint())
}

/// Whether it is a secret such as `aaaa…` or `abab…`, in whatever form.
fn is_trivial(key: &Key) -> bool {
    key.kind() == KeyKind::Secret && has_few_bytes(&bytes_of(key))
}

fn has_few_bytes(secret: &[u8]) -> bool {
    secret.iter().collect::<BTreeSet<_>>().len() < FEWEST_DIFFERENT_BYTES
}

/// The bytes of a secret.
fn bytes_of(secret: &Key) -> Zeroizing<Vec<u8>> {
    #[derive(Deserialize)]
    struct Octets<'a> {
        k: &'a str,
    }
    let jwk = Zeroizing::new(secret.to_jwk());
    let bytes = serde_json::from_str::<Octets<'_>>(&jwk)
        .ok()
        .and_then(|octets| Base64UrlUnpadded::decode_vec(octets.k).ok());
    Zeroizing::new(bytes.unwrap_or_default())
}

fn read_algorithm(variables: &Variables<'_>) -> Result<Algorithm, ConfigError> {
    const SETTING: &str = "ALGORITHM";
    let Some(name) = variables.text(SETTING)? else {
        return Ok(Algorithm::HS256);
    };
    name.parse().map_err(|_| {
        let known: Vec<_> = Algorithm::all().map(Algorithm::name).collect();
        let known = known.join(", ");
        ConfigError::new(SETTING, format!("is unknown: expected one of {known}"))
    })
}

/// The bytes of an HMAC key as in PyJWT, or a private key: as PEM or JWK, or base64
/// of one. What is a key is never taken for an HMAC key, whatever `ALGORITHM` says.
fn secret_key(secret: &str, algorithm: Algorithm) -> Result<Key, ConfigError> {
    let unusable = |detail: &dyn fmt::Display| {
        ConfigError::new("SECRET_KEY", format!("cannot be used: {detail}"))
    };
    let is_hmac = algorithm.name().starts_with("HS");
    if !is_hmac && !KeyInput::is_key(secret.as_bytes()) {
        return Err(unusable(&format_args!(
            "{algorithm} needs a private key as PEM or JWK"
        )));
    }
    // As it is, before anything is made of it.
    if is_hmac && has_few_bytes(secret.as_bytes()) {
        return Err(ConfigError::new("SECRET_KEY", FEW_BYTES));
    }
    let options = KeyOptions {
        algorithm: Some(algorithm),
        ..KeyOptions::default()
    };
    let key = match KeyInput::read(secret.as_bytes(), options) {
        Ok(KeyInput::One(key)) => key,
        Ok(KeyInput::Set(_)) => {
            return Err(unusable(&"it is a JWK Set, which belongs into KEYS"));
        }
        Err(error) => return Err(unusable(&error)),
    };
    if is_of_the_tutorial(&key) {
        return Err(ConfigError::new(
            "SECRET_KEY",
            "is the one printed in FastAPI's tutorial, so anybody can sign tokens with it: make one with `openssl rand -hex 32`",
        ));
    }
    if is_trivial(&key) {
        return Err(ConfigError::new("SECRET_KEY", FEW_BYTES));
    }
    Ok(key)
}

/// The keys of a JWK Set. Here all of them must be good: the set is the
/// operator's own.
fn jwk_set(text: &str) -> Result<Vec<Key>, ConfigError> {
    let set = match text.trim_start().starts_with('{') {
        true => KeySet::from_json(text),
        // In quotes, or base64 of one.
        false => match KeyInput::read(text.as_bytes(), KeyOptions::default()) {
            Ok(KeyInput::Set(set)) => Ok(set),
            _ => Err(Error::Key(r#"expected a JWK Set, {"keys":[…]}"#.into())),
        },
    };
    let set = set.map_err(|error| ConfigError::new("KEYS", format!("cannot be used: {error}")))?;
    let keys = set.into_keys().map_err(|error| {
        ConfigError::new("KEYS", format!("has a key that cannot be used: {error}"))
    })?;
    if keys.len() > MOST_KEYS {
        let detail = format!("has {} keys, {MOST_KEYS} are the most", keys.len());
        return Err(ConfigError::new("KEYS", detail));
    }
    if keys.iter().any(is_of_the_tutorial) {
        return Err(ConfigError::new(
            "KEYS",
            "has the key printed in FastAPI's tutorial: anybody can sign tokens with it",
        ));
    }
    if keys.iter().any(is_trivial) {
        return Err(ConfigError::new(
            "KEYS",
            "has a secret that is the same few bytes over and over: it can be guessed",
        ));
    }
    Ok(keys)
}
