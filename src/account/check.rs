//! Whether a user could log in at all, as far as the record and its hash are
//! concerned. Nothing is computed.

use std::time::Duration;

use super::authenticate::{current, explained};
use crate::password::{StoredHash, VerifyOptions, is_unusable};
use crate::store::{RenewedHash, layout};

/// How long the check of this user's password takes, in
/// [estimated time](StoredHash::estimated_time); zero where there is no password.
///
/// `record` and `renewed` are the texts under the keys `user:` and `hash:` of this
/// name.
///
/// # Errors
/// Why no password of this user's is right, and what helps, without anything of the
/// record.
pub fn check(
    username: &str,
    record: &str,
    renewed: Option<&str>,
    options: &VerifyOptions,
) -> Result<Duration, String> {
    let user = layout::user(username, record).map_err(|error| error.to_string())?;
    let renewed = renewed.map(RenewedHash::from_json).transpose();
    // The login goes on with the record's own hash then.
    let renewed = renewed.unwrap_or_default();
    let encoded = current(&user, renewed.as_ref());
    if is_unusable(encoded) {
        return Ok(Duration::ZERO);
    }
    StoredHash::parse(encoded)
        .and_then(|stored| stored.estimated_time(options))
        .map_err(|error| explained(&error))
}

#[cfg(test)]
mod tests {
    use super::super::rehash::digest;
    use super::*;
    use crate::password::Limits;

    const BCRYPT: &str = "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW";
    const MD5: &str = "$1$saltsalt$......................";

    fn record(hash: &str) -> String {
        format!(r#"{{"username":"ann","hashed_password":"{hash}"}}"#)
    }

    fn checked(record: &str, renewed: Option<&str>) -> Result<Duration, String> {
        let options = VerifyOptions {
            limits: Limits {
                time: Some(Duration::from_secs(1)),
                ..Limits::default()
            },
            ..VerifyOptions::default()
        };
        check("ann", record, renewed, &options)
    }

    #[test]
    fn a_usable_hash_has_its_estimated_time_and_none_has_none() {
        let time = checked(&record(BCRYPT), None).unwrap();
        assert!(time > Duration::from_millis(100), "{time:?}");
        for none in ["", "!", "!$2b$", "*", "*LK*", "x"] {
            assert_eq!(checked(&record(none), None), Ok(Duration::ZERO));
        }
    }

    #[test]
    fn what_no_login_can_use_is_named_with_what_helps() {
        for (record, expected) in [
            ("{".to_owned(), "malformed user record"),
            (record(BCRYPT).replace("ann", "bob"), "`username`"),
            (record("not a hash"), "ERR_HASH_FORMAT"),
            (record(MD5), "ALLOW_LEGACY_HASHES"),
            (record(&BCRYPT.replace("$12$", "$15$")), "LOGIN_HASH_MS"),
        ] {
            let problem = checked(&record, None).unwrap_err();
            assert!(problem.contains(expected), "{problem}");
            assert!(!problem.contains(MD5), "{problem}");
        }
    }

    #[test]
    fn a_hash_that_was_renewed_counts_while_it_replaces_the_records() {
        let renewed = |replaces: &str| {
            let replaces = digest(replaces);
            format!(r#"{{"replaces":"{replaces}","hashed_password":"{BCRYPT}"}}"#)
        };
        let old = record(MD5);
        assert!(checked(&old, Some(&renewed(MD5))).is_ok());
        assert!(checked(&old, Some(&renewed("another"))).is_err());
        assert!(checked(&old, Some("{")).is_err());
    }
}
