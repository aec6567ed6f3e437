//! What the contracts are made of.

use serde::Serialize;

use crate::store::StoreError;

/// One sentence of a contract, and how it was broken, if it was.
#[derive(Debug, Serialize)]
pub struct Clause {
    /// The sentence.
    pub name: &'static str,
    /// What came instead of what was right.
    pub problem: Option<String>,
}

pub(super) type Outcome = Result<(), String>;

/// Makes the `check` of a contract over rows, whose clauses take one after the other what
/// is empty at first.
macro_rules! clauses {
    ($over:ident: $kind:ty; $($name:ident),* $(,)?) => {
        /// Tries every clause.
        pub fn check($over: $kind) -> Vec<Clause> {
            vec![$(Clause {
                name: stringify!($name),
                problem: $name($over).err(),
            }),*]
        }
    };
}

pub(super) fn stored<T>(outcome: Result<T, StoreError>) -> Result<T, String> {
    outcome.map_err(|error| error.to_string())
}

pub(super) fn same<T: PartialEq + std::fmt::Debug>(found: T, expected: T) -> Outcome {
    match found == expected {
        true => Ok(()),
        false => Err(format!("expected {expected:?}, found {found:?}")),
    }
}
