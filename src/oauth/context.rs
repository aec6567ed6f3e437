//! What the flow is given, and what an endpoint gets of it.

use std::any::Any;
use std::pin::Pin;

use super::config::{Config, ConfigError};
use super::http::refusal::Refusal;
use super::level::{Level, Log};
use super::route::Route;
use super::who::Who;
use crate::Result;
use crate::account::{self, Admission};
use crate::error::Detail;

/// What a request is answered with and what it may use.
pub struct Environment<'a, S> {
    /// The settings, or why they cannot be used: then every request to an
    /// endpoint is answered 503.
    pub config: std::result::Result<&'a Config, &'a ConfigError>,
    /// Where the users are.
    pub store: &'a S,
    /// Seconds since the Unix epoch.
    pub now: f64,
    /// Fills a buffer with bytes from the system's random source.
    pub random: &'a dyn Fn(&mut [u8]) -> Result<()>,
    /// The logins that are under way, shared by all requests.
    pub logins: &'a Admission,
    /// Whether the client has disconnected; waits a moment first, so that the runtime
    /// can tell.
    pub is_gone: &'a dyn Fn() -> LocalFuture<bool>,
    /// Waits until a time, in seconds since the epoch.
    pub wait_until: &'a dyn Fn(f64) -> LocalFuture<()>,
    /// Until what this returns is dropped, the request goes on even if its client
    /// disconnects.
    pub see_through: &'a dyn Fn() -> SeenThrough,
    /// Takes the lines for the operator's log. They never hold a password, a
    /// token, a key or a hash; whom a line is about stands beside it.
    pub log: &'a dyn Fn(Level, Detail, &Who),
}

/// What the runtime does in its own time.
pub type LocalFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// Keeps a request going until it is dropped.
pub type SeenThrough = Box<dyn Any>;

/// The same for an endpoint, which has settings to go by.
pub(super) struct Context<'a, S> {
    pub(super) config: &'a Config,
    pub(super) store: &'a S,
    pub(super) now: f64,
    pub(super) random: &'a dyn Fn(&mut [u8]) -> Result<()>,
    pub(super) is_gone: &'a dyn Fn() -> LocalFuture<bool>,
    pub(super) wait_until: &'a dyn Fn(f64) -> LocalFuture<()>,
    pub(super) see_through: &'a dyn Fn() -> SeenThrough,
    pub(super) logins: &'a Admission,
    pub(super) log: Log<'a>,
    /// Every route there is, for what describes them.
    pub(super) routes: &'static [&'static Route],
}

impl<'a, S> Context<'a, S> {
    /// Checks that there are settings.
    ///
    /// # Errors
    /// 503, with the setting that is missing or cannot be used.
    pub(super) fn resolve(
        environment: &Environment<'a, S>,
        routes: &'static [&'static Route],
    ) -> std::result::Result<Self, Refusal> {
        let config = environment.config.map_err(|error| {
            Refusal::unavailable(error.in_public()).log(Level::Error, error.to_string())
        })?;
        Ok(Self {
            config,
            store: environment.store,
            now: environment.now,
            random: environment.random,
            is_gone: environment.is_gone,
            wait_until: environment.wait_until,
            see_through: environment.see_through,
            logins: environment.logins,
            log: environment.log,
            routes,
        })
    }

    /// What the account gets of it.
    pub(super) fn account(&self) -> account::Context<'a, S> {
        account::Context {
            store: self.store,
            counters: None,
            networks: None,
            policy: &self.config.login.policy,
            now: self.now,
            admission: self.logins,
            in_turn: false,
            is_gone: self.is_gone,
            hash: &self.config.hash,
            verify: &self.config.verify,
            random: self.random,
        }
    }
}
