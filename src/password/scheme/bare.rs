//! A digest and nothing else, in hexadecimal digits: WordPress before 2.5, Django's
//! `unsalted_md5`, and what many wrote themselves.

use super::Parts;
use crate::error::Result;
use crate::password::digest::Digest;
use crate::password::encoding::read_hex;
use crate::password::function::digested::Digested;

/// `None` for another text.
pub(super) fn read(encoded: &str) -> Option<Result<(&'static str, Parts)>> {
    let tag = read_hex(encoded)?;
    let digest = Digest::from_length(tag.len())?;
    let kdf = Digested::once(digest, Vec::new(), Vec::new());
    Some(Parts::new(kdf, tag).map(|parts| ("unsalted", parts)))
}
