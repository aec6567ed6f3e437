//! Rows of the databases, to and from what the stores hold.

use worker::SqlStorageValue;

use super::storage::StorageError;
use crate::store::{Reference, StoreError};

pub(super) type Row = Vec<SqlStorageValue>;

impl From<StorageError> for StoreError {
    fn from(StorageError(problem): StorageError) -> Self {
        Self::Unavailable(problem)
    }
}

impl From<StoreError> for StorageError {
    fn from(error: StoreError) -> Self {
        Self(error.to_string())
    }
}

pub(super) fn blob(reference: &Reference) -> SqlStorageValue {
    SqlStorageValue::Blob(reference.bytes().to_vec())
}

/// `NULL` where there is none.
pub(super) fn text(text: Option<&String>) -> SqlStorageValue {
    text.map_or(SqlStorageValue::Null, |text| {
        SqlStorageValue::String(text.clone())
    })
}

/// Reads the columns of a row, one after the other.
pub(super) struct Columns(std::vec::IntoIter<SqlStorageValue>);

impl From<Row> for Columns {
    fn from(row: Row) -> Self {
        Self(row.into_iter())
    }
}

impl Columns {
    pub(super) fn integer(&mut self) -> Result<i64, StoreError> {
        match self.0.next() {
            Some(SqlStorageValue::Integer(number)) => Ok(number),
            Some(SqlStorageValue::Float(number)) => Ok(number as i64),
            _ => Err(unreadable()),
        }
    }

    pub(super) fn small(&mut self) -> Result<u32, StoreError> {
        u32::try_from(self.integer()?).map_err(|_| unreadable())
    }

    pub(super) fn bytes(&mut self) -> Result<Vec<u8>, StoreError> {
        match self.0.next() {
            Some(SqlStorageValue::Blob(bytes)) => Ok(bytes),
            _ => Err(unreadable()),
        }
    }

    pub(super) fn text(&mut self) -> Result<Option<String>, StoreError> {
        match self.0.next() {
            Some(SqlStorageValue::Null) => Ok(None),
            Some(SqlStorageValue::String(text)) => Ok(Some(text)),
            _ => Err(unreadable()),
        }
    }

    /// `NULL` where there is none.
    pub(super) fn optional_reference(&mut self) -> Result<Option<Reference>, StoreError> {
        match self.0.next() {
            Some(SqlStorageValue::Null) => Ok(None),
            Some(SqlStorageValue::Blob(bytes)) => Reference::from_bytes(&bytes)
                .map(Some)
                .ok_or_else(unreadable),
            _ => Err(unreadable()),
        }
    }

    pub(super) fn reference(&mut self) -> Result<Reference, StoreError> {
        Reference::from_bytes(&self.bytes()?).ok_or_else(unreadable)
    }
}

pub(super) fn unreadable() -> StoreError {
    StoreError::Unavailable("a row cannot be read".into())
}
