//! Which algorithms a key is for (RFC 8725 section 3.1): a token does not choose.

use crate::error::{Error, Result};
use crate::token::algorithm::Algorithm;

pub(super) struct Binding {
    /// What the material can be used with; the first is the default.
    pub(super) possible: &'static [Algorithm],
    /// What it is for where nobody says anything.
    pub(super) by_default: &'static [Algorithm],
    /// The one algorithm it is for, where that was said.
    pub(super) only: Option<Algorithm>,
    /// Whether it was a text, or bytes, that is no key in any form, and so is a secret.
    pub(super) taken_for_secret: bool,
}

impl Binding {
    /// The algorithm of a signature where nobody asks for another one.
    pub(super) fn algorithm(&self) -> Algorithm {
        self.only
            .or(self.possible.first().copied())
            .unwrap_or(Algorithm::HS256)
    }

    /// The algorithm that a JWK of the key has to name: the one it is for, and that of an
    /// RSASSA-PSS key which is bound to one (RFC 4055 section 1.2). A JWK has no other word for
    /// that, and would be for all algorithms of RSA.
    pub(super) fn of_jwk(&self) -> Option<Algorithm> {
        use Algorithm::{PS256, PS384, PS512};
        match self.possible {
            [one @ (PS256 | PS384 | PS512)] => Some(*one),
            _ => self.only,
        }
    }

    /// Checks that the key is for `algorithm`, where the caller allows `allowed`, or
    /// with an empty list what the key allows by itself. `strong` says for which
    /// algorithms it is strong enough.
    pub(super) fn check(
        &self,
        algorithm: Algorithm,
        allowed: &[Algorithm],
        strong: impl Fn(Algorithm) -> bool,
    ) -> Result<()> {
        if !allowed.is_empty() && !allowed.iter().any(|one| one.is_same_as(algorithm)) {
            return Err(not_allowed(algorithm, allowed));
        }
        if !self.possible.contains(&algorithm) {
            return Err(self.of_another_kind(algorithm, allowed, strong));
        }
        match self.only {
            Some(own) if !own.is_same_as(algorithm) => Err(only_for(own, algorithm)),
            None if allowed.is_empty() && !self.by_default.contains(&algorithm) => {
                Err(not_allowed(algorithm, self.by_default))
            }
            _ => Ok(()),
        }
    }

    /// The error of an algorithm that keys of another kind are for: what this one is
    /// really for, and that nobody said it was a secret, where nobody did.
    fn of_another_kind(
        &self,
        algorithm: Algorithm,
        allowed: &[Algorithm],
        strong: impl Fn(Algorithm) -> bool,
    ) -> Error {
        let by_itself = match self.only {
            Some(only) if self.possible.contains(&only) => vec![only],
            None if allowed.is_empty() => self.by_default.to_vec(),
            _ => self.possible.to_vec(),
        };
        let strong: Vec<_> = by_itself.into_iter().filter(|one| strong(*one)).collect();
        let error = not_allowed(algorithm, &strong);
        match self.taken_for_secret {
            true => Error::TokenAlgorithm(
                format!("{error}: the key is a text, taken for an HMAC secret; a PEM begins with -----BEGIN, a JWK with {{").into(),
            ),
            false => error,
        }
    }
}

/// Checks that a key that is for `own` is not asked to be for another one.
pub(super) fn agree(own: Option<Algorithm>, asked: Option<Algorithm>) -> Result<()> {
    match (own, asked) {
        (Some(own), Some(asked)) if !own.is_same_as(asked) => Err(only_for(own, asked)),
        _ => Ok(()),
    }
}

fn not_allowed(algorithm: Algorithm, allowed: &[Algorithm]) -> Error {
    let allowed: Vec<_> = allowed.iter().map(|one| one.name()).collect();
    Error::TokenAlgorithm(
        format!(
            "{algorithm} is not allowed here, only {}",
            allowed.join(", ")
        )
        .into(),
    )
}

fn only_for(own: Algorithm, asked: Algorithm) -> Error {
    Error::TokenAlgorithm(format!("the key is for {own} only, not for {asked}").into())
}
