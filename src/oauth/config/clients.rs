//! `CLIENTS`: the services that may ask about tokens, RFC 7662 section 2.1.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::ConfigError;
use super::variables::Variables;

const SETTING: &str = "CLIENTS";

/// The clients.
#[derive(Default)]
pub(in crate::oauth) struct Clients(Vec<Client>);

/// One of them.
pub(in crate::oauth) struct Client {
    id: String,
    secret: [u8; 32],
    may: Vec<Right>,
}

/// What a client may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::oauth) enum Right {
    /// Ask whether a token is good.
    Introspect,
}

/// As it stands in the setting.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    client_id: String,
    /// The SHA-256 of the secret in base64url. A slow hash is for what people make up;
    /// these secrets are drawn.
    hashed_secret: String,
    may: Vec<Right>,
}

impl Clients {
    pub(super) fn read(variables: &Variables<'_>) -> Result<Self, ConfigError> {
        let Some(text) = variables.text(SETTING)? else {
            return Ok(Self::default());
        };
        let wrong = |detail: &str| {
            let detail = format!("{detail}: make it with `npm run user -- client add ID`");
            ConfigError::new(SETTING, detail)
        };
        let written: Vec<Written> = serde_json::from_str(&text).map_err(|_| {
            wrong(
                "is no JSON list of {\"client_id\", \"hashed_secret\", \"may\": [\"introspect\"]}",
            )
        })?;
        let mut clients: Vec<Client> = Vec::new();
        for one in written {
            if one.client_id.is_empty() {
                return Err(wrong("has a client without a client_id"));
            }
            if clients.iter().any(|known| known.id == one.client_id) {
                return Err(wrong("has a client_id twice"));
            }
            let mut secret = [0; 32];
            let decoded = Base64UrlUnpadded::decode(&one.hashed_secret, &mut secret);
            if decoded.map(<[u8]>::len) != Ok(secret.len()) {
                return Err(wrong(
                    "has a hashed_secret that is not 43 characters of base64url",
                ));
            }
            clients.push(Client {
                id: one.client_id,
                secret,
                may: one.may,
            });
        }
        Ok(Self(clients))
    }

    /// The client whose id and secret these are.
    pub(in crate::oauth) fn authenticate(&self, id: &str, secret: &str) -> Option<&Client> {
        let digest: Zeroizing<[u8; 32]> = Zeroizing::new(Sha256::digest(secret).into());
        let client = self.0.iter().find(|client| client.id == id)?;
        bool::from(client.secret.ct_eq(&*digest)).then_some(client)
    }
}

impl Client {
    pub(in crate::oauth) fn may(&self, right: Right) -> bool {
        self.may.contains(&right)
    }
}
