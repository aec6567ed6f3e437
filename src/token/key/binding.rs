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
}

impl Binding {
    /// The algorithm of a signature where nobody asks for another one.
    pub(super) fn algorithm(&self) -> Algorithm {
        self.only
            .or(self.possible.first().copied())
            .unwrap_or(Algorithm::HS256)
    }

    /// Sees that the key is for `algorithm`, where the caller allows `allowed`, or
    /// with an empty list what the key allows by itself.
    pub(super) fn check(&self, algorithm: Algorithm, allowed: &[Algorithm]) -> Result<()> {
        if !allowed.is_empty() && !allowed.iter().any(|one| one.is_same_as(algorithm)) {
            return Err(not_allowed(algorithm, allowed));
        }
        if !self.possible.contains(&algorithm) {
            return Err(not_allowed(algorithm, self.possible));
        }
        match self.only {
            Some(own) if !own.is_same_as(algorithm) => Err(only_for(own, algorithm)),
            None if allowed.is_empty() && !self.by_default.contains(&algorithm) => {
                Err(not_allowed(algorithm, self.by_default))
            }
            _ => Ok(()),
        }
    }
}

/// Sees that a key that is for `own` is not asked to be for another one.
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
