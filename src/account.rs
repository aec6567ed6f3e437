//! The account: whether a password is a user's, when guessing ends, how a stored hash
//! gets better over time, and how long a session lasts.
//!
//! Nothing here takes an HTTP request, makes a response or reads a setting; messages
//! name the setting that helps. What a login needs comes in as [`Context`] and
//! [`Policy`], what happened goes out as [`Verdict`]: the outcome, and the facts that
//! the operator's log wants to have.
//!
//! | modules | what they are about |
//! | --- | --- |
//! | `login`, `authenticate` | the way past the counts, and whose password it is |
//! | `admission` | how many logins wait for each other |
//! | `rehash`, `check` | a better hash, and who can't log in at all |
//! | `throttle`, `networks`, `uses` | when guessing ends, and what has so many uses |
//! | `network`, `device`, `reference` | who somebody is |
//! | `address`, `password_rule`, `breached` | which addresses and passwords are taken |
//! | `session`, `sessions`, `refresh_token` | the life of a session |
//! | `mail`, `mail_token` | mails, and the tokens in them |
//! | `sealed` | what refresh tokens and those in mails are made of |
//! | `message`, `facts` | an attempt as bytes for an object, and what the log is told |

pub mod address;
mod admission;
mod authenticate;
pub mod breached;
mod check;
pub mod device;
mod facts;
mod login;
pub mod mail;
pub mod mail_token;
pub mod message;
mod network;
mod networks;
pub mod password_rule;
mod reference;
pub mod refresh_token;
mod rehash;
mod sealed;
pub mod session;
pub mod sessions;
pub mod throttle;
pub mod uses;

pub use admission::{Admission, Permit, Places};
pub use authenticate::{Outcome, Verdict, authenticate};
pub use check::check;
pub use facts::{Facts, Notice};
pub use login::{Throttle, log_in};
pub use network::Network;
pub use networks::{NetworkReservation, Networks};
pub use reference::References;
pub use throttle::{Block, Rules};

use std::pin::Pin;
use std::time::Duration;

use crate::Result;
use crate::password::{HashOptions, VerifyOptions};
use crate::store::{Counters, Reference};

/// A day, in seconds.
pub(crate) const DAY: i64 = 24 * 60 * 60;

/// Somebody who wants to log in.
pub struct Attempt<'a> {
    /// The name, which may be nobody's.
    pub username: &'a str,
    /// The password, not hashed.
    pub password: &'a [u8],
    /// Where from, where that is known.
    pub network: Option<Network>,
    /// What the counts call a device that this user has logged in from before.
    pub device: Option<Reference>,
}

/// What the operator has decided about logins.
pub struct Policy {
    /// When guessing ends.
    pub rules: Rules,
    /// How many logins may wait for each other.
    pub places: Places,
    /// What every wrong password costs at least, in estimated time: what the hashes
    /// of the store usually take.
    pub decoy: Duration,
    /// What users and networks are called.
    pub references: References,
}

/// What the account may use.
pub struct Context<'a, S> {
    /// Where the users are.
    pub store: &'a S,
    /// The counts of failures, `None` where nobody counts.
    pub counters: Option<&'a dyn Counters>,
    /// Those of networks, which are somewhere else.
    pub networks: Option<&'a dyn Networks>,
    /// What the operator has decided.
    pub policy: &'a Policy,
    /// How new hashes are made.
    pub hash: &'a HashOptions,
    /// How stored hashes are verified.
    pub verify: &'a VerifyOptions,
    /// Seconds since the epoch.
    pub now: f64,
    /// The logins that are under way here.
    pub admission: &'a Admission,
    /// Whether the logins of [`Self::admission`] wait for each other. Where the runtime
    /// forbids a request to wait for another, they are only counted.
    pub in_turn: bool,
    /// Whether the client has disconnected; waits a moment first, so that the runtime
    /// can tell.
    pub is_gone: &'a dyn Fn() -> Pin<Box<dyn Future<Output = bool>>>,
    /// Fills a buffer with bytes from the system's random source.
    pub random: &'a dyn Fn(&mut [u8]) -> Result<()>,
}
