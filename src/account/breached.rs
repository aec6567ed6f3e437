//! Passwords that are known from data breaches (NIST SP 800-63B-4 section 3.1.1.2): the
//! range search of Have I Been Pwned. The service is asked for five of the forty digits
//! of the password's SHA-1 and answers with all that begin so, so that it does not
//! learn which one was meant.

use std::fmt::Write;

use sha1::{Digest, Sha1};
use zeroize::Zeroizing;

/// What the five digits are added to, unless the operator has a copy of his own.
pub const HAVE_I_BEEN_PWNED: &str = "https://api.pwnedpasswords.com/range/";

/// The digits that are told.
const TOLD: usize = 5;

/// What asks a service that has a range search.
pub trait Breaches {
    /// What it answers at a URL. It is asked for padding, so that the length of the
    /// answer does not tell either which one it is, and has two seconds and half a
    /// megabyte.
    ///
    /// An error is in words.
    fn range(&self, url: &str) -> impl Future<Output = Result<String, String>>;
}

/// Whether a service knows a password.
///
/// # Errors
/// It gave no answer, or none that can be read.
pub async fn is_breached(
    password: &str,
    service: &str,
    breaches: &impl Breaches,
) -> Result<bool, String> {
    let digest = Zeroizing::new(<[u8; 20]>::from(Sha1::digest(password.as_bytes())));
    let mut digits = Zeroizing::new(String::with_capacity(40));
    for byte in *digest {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02X}");
    }
    let (told, rest) = digits.split_at(TOLD);
    let answer = breaches.range(&format!("{service}{told}")).await?;
    let mut is_known = false;
    for line in answer.lines().filter(|line| !line.is_empty()) {
        let (digits, count) = entry(line).ok_or("it answered no list of hashes")?;
        // Those that are nobody's are padding.
        is_known |= digits.eq_ignore_ascii_case(rest) && count > 0;
    }
    Ok(is_known)
}

/// A line of an answer: the other digits, and how often it was found.
fn entry(line: &str) -> Option<(&str, u64)> {
    let (digits, count) = line.trim_end().split_once(':')?;
    let is_rest = digits.len() == 40 - TOLD && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    Some((digits, count.parse().ok()?)).filter(|_| is_rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    /// A service that always says the same, and what it was asked.
    struct Service {
        says: Result<&'static str, ()>,
        asked: RefCell<Vec<String>>,
    }

    impl Breaches for Service {
        async fn range(&self, url: &str) -> Result<String, String> {
            self.asked.borrow_mut().push(url.to_owned());
            self.says.map(str::to_owned).map_err(|()| "gone".to_owned())
        }
    }

    fn asked(says: Result<&'static str, ()>) -> (Result<bool, String>, Vec<String>) {
        let asked = RefCell::default();
        let service = Service { says, asked };
        let known = pollster::block_on(is_breached("password", HAVE_I_BEEN_PWNED, &service));
        (known, service.asked.into_inner())
    }

    /// The SHA-1 of `password` is 5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8 (`sha1sum`).
    const LISTS: &[(&str, bool)] = &[
        ("1E4C9B93F3F0682250B6CF8331B7EE68FD8:52256179", true),
        ("1e4c9b93f3f0682250b6cf8331b7ee68fd8:1", true),
        (
            "0018A45C4D1DEF81644B54AB7F969B88D65:10\r\n1E4C9B93F3F0682250B6CF8331B7EE68FD8:3\r\n",
            true,
        ),
        ("1E4C9B93F3F0682250B6CF8331B7EE68FD8:0", false),
        ("0018A45C4D1DEF81644B54AB7F969B88D65:10", false),
        ("", false),
    ];

    #[test]
    fn a_password_is_known_that_was_found_at_least_once() {
        for (list, expected) in LISTS {
            assert_eq!(asked(Ok(list)).0, Ok(*expected), "{list}");
        }
    }

    #[test]
    fn five_digits_leave() {
        let (_, asked) = asked(Ok(""));
        assert_eq!(asked, ["https://api.pwnedpasswords.com/range/5BAA6"]);
    }

    #[test]
    fn what_is_no_list_is_no_answer() {
        for says in [
            Err(()),
            Ok("<!doctype html>"),
            Ok("1E4C9B93F3F0682250B6CF8331B7EE68FD8"),
            Ok("1E4C9B93F3F0682250B6CF8331B7EE68FD8:many"),
            Ok("1E4C9B93F3F0682250B6CF8331B7EE68FD:1"),
            Ok("zE4C9B93F3F0682250B6CF8331B7EE68FD8:1"),
            Ok("1E4C9B93F3F0682250B6CF8331B7EE68FD8:1\n{}"),
        ] {
            assert!(asked(says).0.is_err(), "{says:?}");
        }
    }
}
