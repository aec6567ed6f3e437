//! The device cookie: a browser that has logged a user in before is known again,
//! so that a stranger's failures cannot lock it out (OWASP, "Slow Down Online
//! Guessing Attacks with Device Cookies").
//!
//! It is 32 bytes in base64url: the time it was made, in seconds since the epoch (8
//! bytes), a random number (8), and a code over both and the username (16). It opens
//! nothing; a wrong one is no cookie.

use base64ct::{Base64UrlUnpadded, Encoding};
use subtle::ConstantTimeEq;

use super::reference::References;
use crate::Result;
use crate::store::Reference;

/// The issued time and the id.
const HEAD: usize = 16;

/// A cookie for a device that has logged a user in at `now`, in seconds since the
/// epoch. One that is known keeps its number.
pub fn cookie(
    username: &str,
    known: Option<&Device>,
    now: i64,
    references: &References,
    random: &dyn Fn(&mut [u8]) -> Result<()>,
) -> Result<String> {
    let mut bytes = Vec::with_capacity(HEAD + 16);
    bytes.extend(now.to_be_bytes());
    let mut id = [0; 8];
    match known {
        Some(device) => id = device.id,
        None => random(&mut id)?,
    }
    bytes.extend(id);
    let code = references.device(username, &bytes);
    bytes.extend(code.bytes());
    Ok(Base64UrlUnpadded::encode_string(&bytes))
}

/// A device that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Device {
    id: [u8; 8],
    /// When its cookie was made, in seconds since the epoch.
    pub issued: i64,
}

impl Device {
    /// Reads a cookie, `None` for one that is not this user's or older than `age`
    /// seconds.
    pub fn read(
        cookie: &str,
        username: &str,
        age: i64,
        now: i64,
        references: &References,
    ) -> Option<Self> {
        let mut buffer = [0; HEAD + 16];
        let bytes = Base64UrlUnpadded::decode(cookie, &mut buffer).ok()?;
        let (head, code) = bytes.split_at_checked(HEAD)?;
        let right = references.device(username, head);
        if !bool::from(right.bytes().as_slice().ct_eq(code)) {
            return None;
        }
        let (issued, id) = head.split_at(8);
        let issued = i64::from_be_bytes(issued.try_into().ok()?);
        let device = Self {
            id: id.try_into().ok()?,
            issued,
        };
        (now - age < issued).then_some(device)
    }

    /// What the counts call it.
    pub fn reference(&self, username: &str, references: &References) -> Reference {
        references.device(username, &self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn random(bytes: &mut [u8]) -> Result<()> {
        bytes.fill(7);
        Ok(())
    }

    #[test]
    fn a_cookie_is_good_for_its_user_and_its_time() {
        let references = References::new(b"secret");
        let text = cookie("ann", None, 1000, &references, &random).unwrap();
        let read = |name, now| Device::read(&text, name, 100, now, &references);
        let device = read("ann", 1099).unwrap();
        assert_eq!((device.id, device.issued), ([7; 8], 1000));
        assert_eq!(read("ann", 1100), None);
        assert_eq!(read("bob", 1050), None);
        let other = References::new(b"other");
        assert_eq!(Device::read(&text, "ann", 100, 1050, &other), None);

        let again = cookie("ann", Some(&device), 1050, &references, &|_| panic!()).unwrap();
        let again = Device::read(&again, "ann", 100, 1140, &references).unwrap();
        assert_eq!(again.id, device.id);
    }

    #[test]
    fn anything_else_is_no_cookie() {
        let references = References::new(b"secret");
        let text = cookie("ann", None, 1000, &references, &random).unwrap();
        for index in 0..text.len() {
            let mut wrong = text.clone().into_bytes();
            wrong[index] = if wrong[index] == b'A' { b'B' } else { b'A' };
            let wrong = String::from_utf8(wrong).unwrap();
            assert_eq!(Device::read(&wrong, "ann", 100, 1000, &references), None);
        }
        for wrong in [
            "",
            "A",
            &text[1..],
            &format!("{text}A"),
            "ü",
            &"A".repeat(5000),
        ] {
            assert_eq!(Device::read(wrong, "ann", 100, 1000, &references), None);
        }
    }
}
