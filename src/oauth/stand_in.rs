//! Why an unknown username takes as long as a wrong password.
//!
//! Hashes differ in cost: bcrypt takes another time than Argon2, and Argon2
//! another time with every set of parameters. A constant dummy hash would
//! therefore tell which usernames exist as soon as a store brings its own
//! hashes. So an unknown username is checked against the hash of a *stand-in*:
//! a real user of the store, chosen by a keyed hash of the unknown name, one
//! candidate for each cost that the store's users have. What comes of the
//! check is thrown away.
//!
//! The store keeps the list beside the users, as a JSON object of costs and
//! usernames: `{"argon2id m=65536 …": "johndoe", "bcrypt cost=12": "legacy"}`.
//! It grows by itself when a login meets a cost that is not in it.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use super::config::Config;
use super::{Context, Level};
use crate::password::{self, HashOptions};
use crate::store::{Object, Store, User};

/// The most costs that are told apart.
const MAX_STAND_INS: usize = 8;

/// The list as it was read, and the hash chosen from it.
pub(super) struct StandIn {
    pub(super) hash: String,
    known: Object,
}

/// Finds the stand-in for a username, which need not be an unknown one: the
/// same steps are taken for both.
pub(super) async fn find<S: Store>(
    username: &str,
    config: &Config,
    context: &Context<'_, S>,
) -> StandIn {
    let known = list(context).await;
    let hash = match choose(username, &known, config) {
        Some(chosen) => context.store.user(chosen).await.ok().flatten(),
        None => None,
    };
    StandIn {
        hash: hash.map_or_else(|| default_hash(&config.hash), |user| user.hashed_password),
        known,
    }
}

/// Puts a user on the list whose hash costs something new.
pub(super) async fn learn<S: Store>(user: &User, stand_in: StandIn, context: &Context<'_, S>) {
    let Some(cost) = cost(&user.hashed_password) else {
        return;
    };
    let mut known = stand_in.known;
    if known.contains_key(&cost) || known.len() >= MAX_STAND_INS {
        return;
    }
    known.insert(cost, Value::String(user.username.clone()));
    let text = Value::Object(known).to_string();
    if let Err(error) = context.store.put_stand_ins(&text).await {
        (context.log)(
            Level::Warning,
            format!("list of stand-ins not written: {error}").into(),
        );
    }
}

async fn list<S: Store>(context: &Context<'_, S>) -> Object {
    match context.store.stand_ins().await {
        Ok(Some(text)) => serde_json::from_str(&text).unwrap_or_else(|_| {
            (context.log)(
                Level::Warning,
                "the list of stand-ins is not a JSON object; starting a new one".into(),
            );
            Object::new()
        }),
        Ok(None) => Object::new(),
        Err(error) => {
            (context.log)(
                Level::Warning,
                format!("list of stand-ins not read: {error}").into(),
            );
            Object::new()
        }
    }
}

/// One name gets the same stand-in on every request, and nobody without the
/// key can tell which.
fn choose<'a>(username: &str, known: &'a Object, config: &Config) -> Option<&'a str> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&config.stand_in_key).ok()?;
    mac.update(username.as_bytes());
    let tag = mac.finalize().into_bytes();
    let index = usize::from(u16::from_be_bytes([tag[0], tag[1]])) % known.len().max(1);
    known.values().nth(index)?.as_str()
}

/// What a hash costs, as text: its scheme and its parameters.
fn cost(encoded: &str) -> Option<String> {
    let identity = password::identify(encoded)?;
    let mut cost = String::from(identity.scheme);
    for (name, value) in &identity.parameters {
        if value.is_number() {
            cost.push_str(&format!(" {name}={value}"));
        }
    }
    Some(cost)
}

/// A hash of nothing, at the cost of the hashes that are made here.
fn default_hash(options: &HashOptions) -> String {
    let HashOptions {
        memory,
        iterations,
        parallelism,
        ..
    } = options;
    format!(
        "$argon2id$v=19$m={memory},t={iterations},p={parallelism}${}${}",
        "A".repeat(22),
        "A".repeat(43)
    )
}
