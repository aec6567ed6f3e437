//! Names for what must not be written down: a user, a network, a device. Each is
//! an HMAC-SHA256 under a key that is derived from a secret, so that whoever
//! reads the log or a stolen store cannot try names.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::network::Network;
use crate::store::Reference;

/// Makes references.
pub struct References(Zeroizing<[u8; 32]>);

impl References {
    /// With a key that is derived from a secret.
    pub fn new(secret: &[u8]) -> Self {
        Self(Zeroizing::new(hmac(secret, &[b"keyward references v1"])))
    }

    /// A user, by name; there need not be one.
    pub fn user(&self, username: &str) -> Reference {
        self.of(b"user", &[username.as_bytes()])
    }

    /// A network.
    pub fn network(&self, network: &Network) -> Reference {
        self.of(b"network", &[network.to_string().as_bytes()])
    }

    /// What a network asks about accounts, which is not counted with its logins.
    pub fn account_requests(&self, what: &str, network: &Network) -> Reference {
        let network = network.to_string();
        self.of(
            b"account requests",
            &[what.as_bytes(), b"\0", network.as_bytes()],
        )
    }

    /// What is asked about a mail address.
    pub fn address(&self, what: &str, address: &str) -> Reference {
        self.of(b"address", &[what.as_bytes(), b"\0", address.as_bytes()])
    }

    /// What a client calls itself.
    pub fn user_agent(&self, text: &[u8]) -> Reference {
        self.of(b"user agent", &[text])
    }

    /// A stored hash, or that there is none: failures before the password was
    /// changed do not count after it.
    pub(super) fn password(&self, stored: Option<&str>) -> Reference {
        self.of(b"password", &[stored.unwrap_or_default().as_bytes()])
    }

    /// The code that makes a device cookie good for one user.
    pub(super) fn device(&self, username: &str, cookie: &[u8]) -> Reference {
        self.of(b"device", &[username.as_bytes(), b"\0", cookie])
    }

    fn of(&self, kind: &[u8], parts: &[&[u8]]) -> Reference {
        let mut all = vec![kind, b"\0"];
        all.extend(parts);
        let tag = hmac(&*self.0, &all);
        Reference::first_of(&tag)
    }
}

pub(super) fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes a key of any length (RFC 2104 section 2).
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return [0; 32];
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_depends_on_the_secret_the_kind_and_the_name() {
        let one = References::new(b"one");
        let other = References::new(b"other");
        assert_eq!(one.user("a"), one.user("a"));
        assert_ne!(one.user("a"), one.user("b"));
        assert_ne!(one.user("a"), other.user("a"));
        let network = Network::of("203.0.113.7").unwrap();
        assert_ne!(one.user("203.0.113.7/32"), one.network(&network));
        assert_eq!(one.user("a").short().len(), 16);
    }

    /// Computed with Python's `hmac`: what `npm run user -- ref` prints must stay.
    #[test]
    fn the_reference_of_a_name_is_fixed() {
        let reference = References::new(b"0123456789abcdef0123456789abcdef").user("johndoe");
        assert_eq!(reference.short(), "9e3d533396fea279");
    }
}
