//! An attempt and its verdict as bytes, for a throttle that is somewhere else.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::Attempt;
use super::authenticate::{Outcome, Verdict};
use super::facts::Facts;
use super::network::Network;
use super::throttle::Block;
use crate::store::{Reference, StoreError, User};

/// An attempt that was read: what [`Attempt`] borrows, owned and wiped after use.
pub struct Received {
    username: String,
    password: Zeroizing<Vec<u8>>,
    network: Option<Network>,
    device: Option<Reference>,
}

/// An attempt as bytes: each part after its length in four bytes. Made in one piece,
/// so that no copy of the password is left behind, and wiped after use.
pub fn encode(attempt: &Attempt<'_>) -> Zeroizing<Vec<u8>> {
    let network = attempt.network.map(|network| network.to_string());
    let device = attempt.device.map(|device| device.hex());
    let parts = [
        attempt.username.as_bytes(),
        attempt.password,
        network.as_deref().unwrap_or_default().as_bytes(),
        device.as_deref().unwrap_or_default().as_bytes(),
    ];
    let length = parts.iter().map(|part| 4 + part.len()).sum();
    let mut bytes = Zeroizing::new(Vec::with_capacity(length));
    for part in parts {
        bytes.extend((part.len() as u32).to_be_bytes());
        bytes.extend(part);
    }
    bytes
}

impl Received {
    /// Reads an attempt, `None` for bytes that are none.
    pub fn decode(mut bytes: &[u8]) -> Option<Self> {
        let mut part = || {
            let (length, rest) = bytes.split_first_chunk()?;
            let (part, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
            bytes = rest;
            Some(part)
        };
        let username = std::str::from_utf8(part()?).ok()?.to_owned();
        let password = Zeroizing::new(part()?.to_vec());
        let network = std::str::from_utf8(part()?).ok()?;
        let device = std::str::from_utf8(part()?).ok()?;
        let network = match network.split_once('/') {
            Some((address, _)) => Some(Network::of(address)?),
            None => None,
        };
        let device = match device {
            "" => None,
            device => Some(Reference::from_hex(device)?),
        };
        bytes.is_empty().then_some(Self {
            username,
            password,
            network,
            device,
        })
    }

    /// What it says.
    pub fn attempt(&self) -> Attempt<'_> {
        Attempt {
            username: &self.username,
            password: &self.password,
            network: self.network,
            device: self.device,
        }
    }
}

/// A [`Verdict`] in JSON.
#[derive(Serialize, Deserialize)]
struct WireVerdict {
    outcome: Kind,
    facts: Facts,
}

#[derive(Serialize, Deserialize)]
enum Kind {
    Authenticated { record: String },
    Rejected,
    Blocked(Block),
    Busy,
    Abandoned,
    Unavailable { detail: String },
}

/// A verdict as JSON text.
pub fn encode_verdict(verdict: Verdict) -> String {
    let wire = WireVerdict {
        outcome: match verdict.outcome {
            Outcome::Authenticated(user) => Kind::Authenticated {
                record: user.to_json(),
            },
            Outcome::Rejected => Kind::Rejected,
            Outcome::Blocked(block) => Kind::Blocked(block),
            Outcome::Busy => Kind::Busy,
            Outcome::Abandoned => Kind::Abandoned,
            Outcome::Unavailable(error) => Kind::Unavailable {
                detail: error.to_string(),
            },
        },
        facts: verdict.facts,
    };
    // Serializing to memory cannot fail for the plain types used here.
    serde_json::to_string(&wire).unwrap_or_default()
}

/// Where a throttle answers what is no answer.
pub fn unexpected() -> StoreError {
    StoreError::Unavailable("the throttle answered something else".into())
}

/// Reads a verdict.
///
/// # Errors
/// [`StoreError::Unavailable`] for a text that is none.
pub fn decode_verdict(text: &str) -> Result<Verdict, StoreError> {
    let wire: WireVerdict = serde_json::from_str(text).map_err(|_| unexpected())?;
    Ok(Verdict {
        outcome: match wire.outcome {
            Kind::Authenticated { record } => {
                Outcome::Authenticated(Box::new(User::from_json(&record)?))
            }
            Kind::Rejected => Outcome::Rejected,
            Kind::Blocked(block) => Outcome::Blocked(block),
            Kind::Busy => Outcome::Busy,
            Kind::Abandoned => Outcome::Abandoned,
            Kind::Unavailable { detail } => Outcome::Unavailable(StoreError::Unavailable(detail)),
        },
        facts: wire.facts,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Notice;

    #[test]
    fn an_attempt_arrives_as_it_was_sent() {
        let device = Reference::first_of(&[9; 32]);
        for (network, device) in [
            (None, None),
            (Network::of("203.0.113.7"), Some(device)),
            (Network::of("2001:db8::1"), None),
        ] {
            let attempt = Attempt {
                username: "jürgen\n",
                password: b"\0\xff secret",
                network,
                device,
            };
            let bytes = encode(&attempt);
            assert_eq!(bytes.capacity(), bytes.len());
            let received = Received::decode(&bytes).unwrap();
            let read = received.attempt();
            assert_eq!(read.username, attempt.username);
            assert_eq!(read.password, attempt.password);
            assert_eq!((read.network, read.device), (network, device));
            for end in 0..bytes.len() {
                assert!(Received::decode(&bytes[..end]).is_none());
            }
            assert!(Received::decode(&[&bytes[..], &[0]].concat()).is_none());
        }
    }

    #[test]
    fn a_verdict_arrives_as_it_was_told() {
        let record = r#"{"username":"a","hashed_password":"x","n":1.0}"#;
        let facts = Facts {
            scheme: Some("bcrypt".into()),
            rehashed: true,
            notices: vec![Notice::Rehashed, Notice::Defect("d".into())],
        };
        let block = Block {
            retry_after: 60,
            until_reset: false,
        };
        for outcome in [
            Outcome::Authenticated(Box::new(User::from_json(record).unwrap())),
            Outcome::Rejected,
            Outcome::Blocked(block),
            Outcome::Busy,
            Outcome::Abandoned,
            Outcome::Unavailable(StoreError::Unavailable("away".into())),
        ] {
            let facts = facts.clone();
            let text = encode_verdict(Verdict {
                outcome,
                facts: facts.clone(),
            });
            let heard = decode_verdict(&text).unwrap();
            assert_eq!(heard.facts, facts);
            match heard.outcome {
                Outcome::Authenticated(user) => assert_eq!(user.to_json(), record),
                Outcome::Blocked(heard) => assert_eq!(heard, block),
                Outcome::Unavailable(error) => assert!(error.to_string().contains("away")),
                Outcome::Rejected | Outcome::Busy | Outcome::Abandoned => (),
            }
        }
        assert!(decode_verdict("{}").is_err());
    }
}
