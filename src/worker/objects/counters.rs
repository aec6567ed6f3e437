//! The counts of failed logins in the database of an object.

use worker::SqlStorageValue;

use super::rows::{Columns, Row, blob, text, unreadable};
use super::storage::Storage;
use crate::store::{
    Count, Counters, Fresh, Horizon, MAX_TRUSTED, NetworkFailure, Reference, StoreError,
};

/// Each takes the tables from one version to the next. One that was deployed is
/// never changed again. In `counts` an empty `client` is everybody who is not trusted.
pub(super) const MIGRATIONS: [&str; 2] = [
    "
    CREATE TABLE counts (
        user BLOB NOT NULL, client BLOB NOT NULL, password BLOB NOT NULL,
        failures INTEGER NOT NULL, since INTEGER NOT NULL,
        consecutive INTEGER NOT NULL, blocks INTEGER NOT NULL,
        blocked_until INTEGER NOT NULL, last INTEGER NOT NULL,
        PRIMARY KEY (user, client)
    ) WITHOUT ROWID;
    CREATE TABLE trusted (
        user BLOB NOT NULL, network BLOB NOT NULL, until INTEGER NOT NULL,
        PRIMARY KEY (user, network)
    ) WITHOUT ROWID;
    CREATE TABLE network_failures (
        number INTEGER PRIMARY KEY,
        network BLOB NOT NULL, user BLOB NOT NULL, at INTEGER NOT NULL
    );
    CREATE INDEX network_failures_by_network ON network_failures (network, at);
",
    "
    CREATE TABLE uses (
        number INTEGER PRIMARY KEY, subject BLOB NOT NULL, at INTEGER NOT NULL
    );
    CREATE INDEX uses_by_subject ON uses (subject, at);
    CREATE TABLE fresh (
        user BLOB NOT NULL PRIMARY KEY, record TEXT, at INTEGER NOT NULL
    ) WITHOUT ROWID;
    ",
];

/// The tables.
pub(super) struct SqlCounters<'a>(pub(super) &'a Storage);

impl SqlCounters<'_> {
    fn rows(&self, statement: &str, values: Row) -> Result<Vec<Row>, StoreError> {
        Ok(self.0.rows(statement, values)?)
    }
}

/// An empty client is everybody who is not trusted.
fn client_blob(client: Option<&Reference>) -> SqlStorageValue {
    client.map_or(SqlStorageValue::Blob(Vec::new()), blob)
}

fn count(row: Row) -> Result<Count, StoreError> {
    let mut columns = Columns::from(row);
    Ok(Count {
        client: Reference::from_bytes(&columns.bytes()?),
        password: columns.reference()?,
        failures: columns.small()?,
        since: columns.integer()?,
        consecutive: columns.small()?,
        blocks: columns.small()?,
        blocked_until: columns.integer()?,
        last_failure_at: columns.integer()?,
    })
}

impl Counters for SqlCounters<'_> {
    fn counts(&self, user: &Reference) -> Result<Vec<Count>, StoreError> {
        let rows = self.rows(
            "SELECT client, password, failures, since, consecutive, blocks, blocked_until, last
             FROM counts WHERE user = ?",
            vec![blob(user)],
        )?;
        rows.into_iter().map(count).collect()
    }

    fn put_count(&self, user: &Reference, count: &Count) -> Result<(), StoreError> {
        let values = vec![
            blob(user),
            client_blob(count.client.as_ref()),
            blob(&count.password),
            i64::from(count.failures).into(),
            count.since.into(),
            i64::from(count.consecutive).into(),
            i64::from(count.blocks).into(),
            count.blocked_until.into(),
            count.last_failure_at.into(),
        ];
        self.rows(
            "INSERT OR REPLACE INTO counts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )?;
        Ok(())
    }

    fn forget(&self, user: &Reference, client: Option<&Reference>) -> Result<(), StoreError> {
        self.rows(
            "DELETE FROM counts WHERE user = ? AND client = ?",
            vec![blob(user), client_blob(client)],
        )?;
        Ok(())
    }

    fn trusted_until(
        &self,
        user: &Reference,
        network: &Reference,
    ) -> Result<Option<i64>, StoreError> {
        let rows = self.rows(
            "SELECT until FROM trusted WHERE user = ? AND network = ?",
            vec![blob(user), blob(network)],
        )?;
        let row = rows.into_iter().next();
        row.map(|row| Columns::from(row).integer()).transpose()
    }

    fn trust(&self, user: &Reference, network: &Reference, until: i64) -> Result<(), StoreError> {
        self.rows(
            "INSERT OR REPLACE INTO trusted VALUES (?, ?, ?)",
            vec![blob(user), blob(network), until.into()],
        )?;
        self.rows(
            "DELETE FROM trusted WHERE user = ?1 AND network NOT IN (
                SELECT network FROM trusted WHERE user = ?1 ORDER BY until DESC, network DESC LIMIT ?2
            )",
            vec![blob(user), (MAX_TRUSTED as i64).into()],
        )?;
        Ok(())
    }

    fn network_failures(
        &self,
        network: &Reference,
        since: i64,
    ) -> Result<Vec<NetworkFailure>, StoreError> {
        let rows = self.rows(
            "SELECT at, user FROM network_failures WHERE network = ? AND at >= ? ORDER BY at",
            vec![blob(network), since.into()],
        )?;
        let failure = |row: Row| {
            let mut columns = Columns::from(row);
            Ok(NetworkFailure {
                at: columns.integer()?,
                user: columns.reference()?,
            })
        };
        rows.into_iter().map(failure).collect()
    }

    fn add_network_failure(
        &self,
        network: &Reference,
        failure: NetworkFailure,
    ) -> Result<i64, StoreError> {
        let rows = self.rows(
            "INSERT INTO network_failures (network, user, at) VALUES (?, ?, ?) RETURNING number",
            vec![blob(network), blob(&failure.user), failure.at.into()],
        )?;
        let row = rows.into_iter().next().ok_or_else(unreadable)?;
        Columns::from(row).integer()
    }

    fn remove_network_failure(&self, number: i64) -> Result<(), StoreError> {
        self.rows(
            "DELETE FROM network_failures WHERE number = ?",
            vec![number.into()],
        )?;
        Ok(())
    }

    fn uses(&self, subject: &Reference, since: i64) -> Result<Vec<i64>, StoreError> {
        let rows = self.rows(
            "SELECT at FROM uses WHERE subject = ? AND at >= ? ORDER BY at",
            vec![blob(subject), since.into()],
        )?;
        let at = |row| Columns::from(row).integer();
        rows.into_iter().map(at).collect()
    }

    fn add_use(&self, subject: &Reference, at: i64) -> Result<(), StoreError> {
        self.rows(
            "INSERT INTO uses (subject, at) VALUES (?, ?)",
            vec![blob(subject), at.into()],
        )?;
        Ok(())
    }

    fn fresh(&self, user: &Reference) -> Result<Option<Fresh>, StoreError> {
        let rows = self.rows(
            "SELECT record, at FROM fresh WHERE user = ?",
            vec![blob(user)],
        )?;
        let fresh = |row| {
            let mut columns = Columns::from(row);
            Ok(Fresh {
                record: columns.text()?,
                at: columns.integer()?,
            })
        };
        rows.into_iter().next().map(fresh).transpose()
    }

    fn put_fresh(&self, user: &Reference, fresh: &Fresh) -> Result<(), StoreError> {
        self.rows(
            "INSERT OR REPLACE INTO fresh VALUES (?, ?, ?)",
            vec![blob(user), text(fresh.record.as_ref()), fresh.at.into()],
        )?;
        Ok(())
    }

    fn sweep(&self, horizon: &Horizon) -> Result<bool, StoreError> {
        self.rows(
            "DELETE FROM trusted WHERE until < ?",
            vec![horizon.trust.into()],
        )?;
        self.rows(
            "DELETE FROM network_failures WHERE at < ?",
            vec![horizon.networks.into()],
        )?;
        self.rows(
            "DELETE FROM counts WHERE last < ? AND blocked_until < ?",
            vec![horizon.counts.into(), horizon.trust.into()],
        )?;
        self.rows("DELETE FROM uses WHERE at < ?", vec![horizon.uses.into()])?;
        self.rows("DELETE FROM fresh WHERE at < ?", vec![horizon.uses.into()])?;
        let left = self.0.number(
            "SELECT (SELECT COUNT(*) FROM counts) + (SELECT COUNT(*) FROM trusted)
                + (SELECT COUNT(*) FROM network_failures)
                + (SELECT COUNT(*) FROM uses) + (SELECT COUNT(*) FROM fresh)",
        )?;
        Ok(left.unwrap_or(0) > 0)
    }
}
