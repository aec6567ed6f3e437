//! phpass's portable hashes, `<prefix><log rounds><8 salt><tag>`: WordPress
//! before 6.8 and bbPress (`$P$`), phpBB 3 (`$H$`), Drupal 7 to 10.0 (`$S$` with
//! SHA-512, `U$` before it for passwords that came from Drupal 6).

use super::{Parts, crypt};
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::encoding::malformed;
use crate::password::function::phpass::Phpass;
use crate::password::function::phpbb;

pub(super) fn md5(rest: &str) -> Result<Parts> {
    read(Digest::Md5, false, rest)
}

/// phpBB's, `$H$`.
pub(super) fn phpbb(rest: &str) -> Result<Parts> {
    md5(rest).map(|parts| parts.spelled(phpbb::phpbb))
}

pub(super) fn sha512(rest: &str) -> Result<Parts> {
    read(Digest::Sha512, false, rest)
}

pub(super) fn md5_then_md5(rest: &str) -> Result<Parts> {
    read(Digest::Md5, true, rest)
}

pub(super) fn md5_then_sha512(rest: &str) -> Result<Parts> {
    read(Digest::Sha512, true, rest)
}

fn read(digest: Digest, md5_first: bool, rest: &str) -> Result<Parts> {
    let wrong = || malformed("a phpass hash is its rounds, 8 characters of salt and a tag");
    // Drupal cuts the text of its 64 bytes after 43 characters.
    let tag_length = match digest {
        Digest::Sha512 => 43,
        _ => 22,
    };
    let (rounds, rest) = rest.split_at_checked(1).ok_or_else(wrong)?;
    let (salt, tag) = rest.split_at_checked(8).ok_or_else(wrong)?;
    if !crypt::is_text(tag, tag_length) {
        return Err(wrong());
    }
    let log_rounds = (7..=30)
        .find(|log| crypt::ALPHABET.get(*log as usize) == rounds.as_bytes().first())
        .ok_or_else(|| malformed("the rounds of a phpass hash are 2^7 to 2^30"))?;
    let kdf = Phpass {
        digest,
        log_rounds,
        salt: salt.into(),
        md5_first,
    };
    Parts::new(kdf, tag.into())
}
