//! What an account's object has written to KV, in its database.

use worker::SqlStorageValue;

use super::rows::{Columns, Row, blob, text};
use super::sessions::SqlSessions;
use crate::store::{Reference, StoreError, Write, Writes};

const COLUMNS: &str = "key, text, at, pending";

fn key(key: &str) -> SqlStorageValue {
    SqlStorageValue::String(key.to_owned())
}

fn write(row: Row) -> Result<Write, StoreError> {
    let mut columns = Columns::from(row);
    Ok(Write {
        key: columns.text()?.unwrap_or_default(),
        text: columns.text()?,
        at: columns.integer()?,
        pending: columns.integer()? != 0,
    })
}

impl Writes for SqlSessions<'_> {
    fn write(&self, of: &str) -> Result<Option<Write>, StoreError> {
        let statement = format!("SELECT {COLUMNS} FROM writes WHERE key = ?");
        let rows = self.rows(&statement, vec![key(of)])?;
        rows.into_iter().next().map(write).transpose()
    }

    fn pending(&self) -> Result<Vec<Write>, StoreError> {
        let statement = format!("SELECT {COLUMNS} FROM writes WHERE pending = 1");
        let rows = self.rows(&statement, Vec::new())?;
        rows.into_iter().map(write).collect()
    }

    fn put_write(&self, write: &Write) -> Result<(), StoreError> {
        let values = vec![
            key(&write.key),
            text(write.text.as_ref()),
            write.at.into(),
            i64::from(write.pending).into(),
        ];
        let statement = format!("INSERT OR REPLACE INTO writes ({COLUMNS}) VALUES (?, ?, ?, ?)");
        self.rows(&statement, values)?;
        Ok(())
    }

    fn has_replaced(&self, of: &str, what: &Reference) -> Result<bool, StoreError> {
        let rows = self.rows(
            "SELECT at FROM replaced WHERE key = ? AND what = ?",
            vec![key(of), blob(what)],
        )?;
        Ok(!rows.is_empty())
    }

    fn put_replaced(&self, of: &str, what: &Reference, at: i64) -> Result<(), StoreError> {
        self.rows(
            "INSERT OR REPLACE INTO replaced (key, what, at) VALUES (?, ?, ?)",
            vec![key(of), blob(what), at.into()],
        )?;
        Ok(())
    }

    fn sweep_writes(&self, until: i64) -> Result<Option<i64>, StoreError> {
        self.rows(
            "DELETE FROM writes WHERE at <= ? AND pending = 0",
            vec![until.into()],
        )?;
        self.rows("DELETE FROM replaced WHERE at <= ?", vec![until.into()])?;
        let rows = self.rows(
            "SELECT at FROM (SELECT at FROM writes UNION ALL SELECT at FROM replaced) ORDER BY at LIMIT 1",
            Vec::new(),
        )?;
        let row = rows.into_iter().next();
        row.map(|row| Columns::from(row).integer()).transpose()
    }
}
