//! The sessions of an account in the database of its object.

use worker::SqlStorageValue;

use super::rows::{Columns, Row, blob, text, unreadable};
use super::storage::Storage;
use crate::store::{End, Reference, Seen, Session, SessionId, Sessions, StoreError};

/// Each takes the tables from one version to the next. One that was deployed is
/// never changed again. In `ends` an empty `session` is everything; `seen` has one row.
pub(super) const MIGRATIONS: [&str; 3] = [
    "CREATE TABLE account (opened_at INTEGER NOT NULL)",
    "
    DROP TABLE account;
    CREATE TABLE sessions (
        id BLOB NOT NULL PRIMARY KEY,
        generation INTEGER NOT NULL, rotated_at INTEGER NOT NULL, replays INTEGER NOT NULL,
        created_at INTEGER NOT NULL, last_used_at INTEGER NOT NULL,
        idle_until INTEGER NOT NULL, expires_at INTEGER NOT NULL, tokens_until INTEGER NOT NULL,
        scope TEXT, client_id TEXT, user_agent BLOB, network BLOB,
        valid_after INTEGER NOT NULL, password BLOB NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE ends (
        session BLOB NOT NULL PRIMARY KEY, at INTEGER NOT NULL, until INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE seen (
        number INTEGER NOT NULL PRIMARY KEY, valid_after INTEGER NOT NULL, password BLOB NOT NULL
    );
    ",
    "
    CREATE TABLE writes (
        key TEXT NOT NULL PRIMARY KEY, text TEXT, at INTEGER NOT NULL, pending INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE replaced (
        key TEXT NOT NULL, what BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (key, what)
    ) WITHOUT ROWID;
    ",
];

const COLUMNS: &str = "id, generation, rotated_at, replays, created_at, last_used_at, idle_until, \
     expires_at, tokens_until, scope, client_id, user_agent, network, valid_after, password";

/// The tables.
pub(super) struct SqlSessions<'a>(pub(super) &'a Storage);

impl SqlSessions<'_> {
    pub(super) fn rows(&self, statement: &str, values: Row) -> Result<Vec<Row>, StoreError> {
        Ok(self.0.rows(statement, values)?)
    }
}

fn id_blob(id: &SessionId) -> SqlStorageValue {
    SqlStorageValue::Blob(id.bytes().to_vec())
}

/// An empty one is everything.
fn session_blob(session: Option<&SessionId>) -> SqlStorageValue {
    session.map_or(SqlStorageValue::Blob(Vec::new()), id_blob)
}

fn reference(reference: Option<&Reference>) -> SqlStorageValue {
    reference.map_or(SqlStorageValue::Null, blob)
}

fn session_id(bytes: &[u8]) -> Option<SessionId> {
    bytes.try_into().ok().map(SessionId::from_bytes)
}

fn session(row: Row) -> Result<Session, StoreError> {
    let mut columns = Columns::from(row);
    Ok(Session {
        id: session_id(&columns.bytes()?).ok_or_else(unreadable)?,
        generation: columns.small()?,
        rotated_at: columns.integer()?,
        replays: columns.small()?,
        created_at: columns.integer()?,
        last_used_at: columns.integer()?,
        idle_until: columns.integer()?,
        expires_at: columns.integer()?,
        tokens_until: columns.integer()?,
        scope: columns.text()?,
        client_id: columns.text()?,
        user_agent: columns.optional_reference()?,
        network: columns.optional_reference()?,
        record: Seen {
            valid_after: columns.integer()?,
            password: columns.reference()?,
        },
    })
}

fn end(row: Row) -> Result<End, StoreError> {
    let mut columns = Columns::from(row);
    let session = columns.bytes()?;
    Ok(End {
        session: match session.is_empty() {
            true => None,
            false => Some(session_id(&session).ok_or_else(unreadable)?),
        },
        at: columns.integer()?,
        until: columns.integer()?,
    })
}

impl Sessions for SqlSessions<'_> {
    fn sessions(&self) -> Result<Vec<Session>, StoreError> {
        let rows = self.rows(&format!("SELECT {COLUMNS} FROM sessions"), Vec::new())?;
        Ok(rows
            .into_iter()
            .filter_map(|row| session(row).ok())
            .collect())
    }

    fn session(&self, id: &SessionId) -> Result<Option<Session>, StoreError> {
        let statement = format!("SELECT {COLUMNS} FROM sessions WHERE id = ?");
        let rows = self.rows(&statement, vec![id_blob(id)])?;
        let found = rows.into_iter().next().map(session).transpose();
        found.map_err(|error| StoreError::Malformed(error.to_string()))
    }

    fn put_session(&self, session: &Session) -> Result<(), StoreError> {
        let values = vec![
            id_blob(&session.id),
            i64::from(session.generation).into(),
            session.rotated_at.into(),
            i64::from(session.replays).into(),
            session.created_at.into(),
            session.last_used_at.into(),
            session.idle_until.into(),
            session.expires_at.into(),
            session.tokens_until.into(),
            text(session.scope.as_ref()),
            text(session.client_id.as_ref()),
            reference(session.user_agent.as_ref()),
            reference(session.network.as_ref()),
            session.record.valid_after.into(),
            blob(&session.record.password),
        ];
        let places = vec!["?"; values.len()].join(", ");
        let statement = format!("INSERT OR REPLACE INTO sessions ({COLUMNS}) VALUES ({places})");
        self.rows(&statement, values)?;
        Ok(())
    }

    fn remove_session(&self, id: &SessionId) -> Result<(), StoreError> {
        self.rows("DELETE FROM sessions WHERE id = ?", vec![id_blob(id)])?;
        Ok(())
    }

    fn remove_sessions(&self) -> Result<(), StoreError> {
        self.rows("DELETE FROM sessions", Vec::new())?;
        Ok(())
    }

    fn ends(&self) -> Result<Vec<End>, StoreError> {
        let rows = self.rows("SELECT session, at, until FROM ends", Vec::new())?;
        Ok(rows.into_iter().filter_map(|row| end(row).ok()).collect())
    }

    fn put_end(&self, end: &End) -> Result<(), StoreError> {
        let values = vec![
            session_blob(end.session.as_ref()),
            end.at.into(),
            end.until.into(),
        ];
        self.rows("INSERT OR REPLACE INTO ends VALUES (?, ?, ?)", values)?;
        Ok(())
    }

    fn seen(&self) -> Result<Option<Seen>, StoreError> {
        let rows = self.rows("SELECT valid_after, password FROM seen", Vec::new())?;
        Ok(rows.into_iter().find_map(|row| {
            let mut columns = Columns::from(row);
            Some(Seen {
                valid_after: columns.integer().ok()?,
                password: columns.reference().ok()?,
            })
        }))
    }

    fn put_seen(&self, seen: &Seen) -> Result<(), StoreError> {
        let values = vec![seen.valid_after.into(), blob(&seen.password)];
        self.rows("INSERT OR REPLACE INTO seen VALUES (1, ?, ?)", values)?;
        Ok(())
    }

    fn sweep(&self, now: i64) -> Result<(), StoreError> {
        self.rows(
            "DELETE FROM sessions WHERE idle_until <= ?1 OR expires_at <= ?1",
            vec![now.into()],
        )?;
        self.rows("DELETE FROM ends WHERE until <= ?", vec![now.into()])?;
        Ok(())
    }
}
