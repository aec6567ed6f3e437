//! The SQLite database of an object.
//!
//! `SqlStorage` of the crate `worker` throws through Rust where a cursor is
//! read with `one`, `to_array` or `next`: an exception of JavaScript's that
//! leaves memory and locks behind. Of a cursor this takes only `raw`, whose
//! steps are caught.

use worker::durable::State;
use worker::worker_sys::DurableObjectState;
use worker::{SqlStorage, SqlStorageValue};

/// Why a call was not answered.
#[derive(Debug)]
pub(super) struct StorageError(pub(super) String);

impl From<worker::Error> for StorageError {
    fn from(error: worker::Error) -> Self {
        Self(error.to_string())
    }
}

const VERSION: &str = "SELECT version FROM schema";

/// The database, within a transaction that `objects.js` holds.
pub(super) struct Storage(SqlStorage);

type Row = Vec<SqlStorageValue>;

impl Storage {
    pub(super) fn new(state: DurableObjectState) -> Self {
        Self(State::from(state).storage().sql())
    }

    /// The rows that a statement gives; `values` are those of its `?`.
    pub(super) fn rows(&self, statement: &str, values: Row) -> Result<Vec<Row>, StorageError> {
        let cursor = self.0.exec(statement, values)?;
        Ok(cursor.raw().collect::<Result<_, _>>()?)
    }

    /// The one number that a statement gives, if it gives a row.
    pub(super) fn number(&self, statement: &str) -> Result<Option<i64>, StorageError> {
        match self.rows(statement, Vec::new())?.first().map(Vec::as_slice) {
            None => Ok(None),
            Some([SqlStorageValue::Integer(number)]) => Ok(Some(*number)),
            Some(_) => Err(StorageError(format!("no number: {statement}"))),
        }
    }

    /// Brings the tables up to date and returns their version, which is how
    /// many of the migrations they have seen. It is asked at every call, because
    /// `deleteAll` takes the tables away from an object that lives on.
    pub(super) fn upgrade(&self, migrations: &[&str]) -> Result<u32, StorageError> {
        let known = migrations.len();
        let version = match self.number(VERSION) {
            Ok(Some(version)) => version,
            // There is no such table yet, or something is wrong, which then shows again.
            Ok(None) | Err(_) => {
                self.rows(
                    "CREATE TABLE IF NOT EXISTS schema (version INTEGER NOT NULL)",
                    Vec::new(),
                )?;
                self.number(VERSION)?.unwrap_or(0)
            }
        };
        let pending = usize::try_from(version)
            .ok()
            .and_then(|version| migrations.get(version..));
        let Some(pending) = pending else {
            return Err(StorageError(format!(
                "the object's tables are of version {version}, and this Worker knows them up to version {known}: \
                 deploy the newer Worker again"
            )));
        };
        if !pending.is_empty() {
            for migration in pending {
                self.rows(migration, Vec::new())?;
            }
            self.rows("DELETE FROM schema", Vec::new())?;
            self.rows("INSERT INTO schema VALUES (?)", vec![(known as i64).into()])?;
        }
        Ok(known as u32)
    }
}
