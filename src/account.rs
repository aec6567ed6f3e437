//! The account: whether a password is a user's, and how a stored hash gets
//! better over time.
//!
//! Nothing here knows of requests, responses or settings. What it needs comes in
//! as [`Context`], what happened goes out as [`Authentication`]: the outcome, and
//! the facts that the operator's log wants to have.

mod admission;
mod authenticate;
mod decoy;
mod facts;
mod rehash;

pub use admission::{Admission, Permit};
pub use authenticate::{Authentication, Failure, authenticate};
pub use facts::{Facts, Notice};

use crate::Result;
use crate::password::{HashOptions, VerifyOptions};

/// What the account may use.
pub struct Context<'a, S> {
    /// Where the users are.
    pub store: &'a S,
    /// How new hashes are made.
    pub hash: &'a HashOptions,
    /// How stored hashes are verified.
    pub verify: &'a VerifyOptions,
    /// Fills a buffer with bytes from the system's random source.
    pub random: &'a dyn Fn(&mut [u8]) -> Result<()>,
}
