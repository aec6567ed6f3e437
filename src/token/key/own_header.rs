//! The header that a key writes by itself.

use crate::error::{Error, Result};
use crate::json::ObjectWriter;
use crate::token::algorithm::Algorithm;
use crate::token::compact;
use crate::token::header::{MAX_HEADER_LENGTH, OWN_TYPE};

/// The header of the tokens that a key issues by default, written once.
pub(super) struct OwnHeader {
    json: String,
    encoded: String,
}

impl OwnHeader {
    pub(super) fn new(algorithm: Algorithm, key_id: Option<&str>) -> Self {
        let mut header = ObjectWriter::with_capacity(64);
        header
            .string("alg", algorithm.name())
            .string("typ", OWN_TYPE);
        if let Some(key_id) = key_id {
            header.string("kid", key_id);
        }
        let json = header.finish();
        let mut encoded = String::with_capacity(compact::encoded_length(json.len()));
        compact::encode(json.as_bytes(), &mut encoded);
        Self { json, encoded }
    }

    /// The text of the header, where `part` is its encoding.
    pub(super) fn known(&self, part: &str) -> Option<&str> {
        let is_own = self.encoded().is_ok_and(|own| own == part);
        is_own.then_some(&*self.json)
    }

    /// The first part of a token.
    ///
    /// # Errors
    /// [`Error::Key`] where the key's name makes it longer than any that is read.
    pub(super) fn encoded(&self) -> Result<&str> {
        match self.json.len() {
            ..=MAX_HEADER_LENGTH => Ok(&self.encoded),
            length => Err(Error::Key(
                format!(
                    "the key's name makes a header of {length} bytes, {MAX_HEADER_LENGTH} are allowed"
                )
                .into(),
            )),
        }
    }
}
