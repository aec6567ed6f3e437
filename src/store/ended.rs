//! What has ended of one user's sessions and access tokens, for locations that do not
//! ask the account's object at every request.

use serde::{Deserialize, Serialize};

use super::{End, StoreError};

/// What has ended and may still have access tokens that are not over:
///
/// ```json
/// {"before": 1800000000, "sessions": {"JRCcAxE_n7yq0cxTv2vL2g": 1800000300}}
/// ```
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The second with which all tokens that the user had until then have ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<i64>,
    /// When single sessions have ended.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    sessions: serde_json::Map<String, serde_json::Value>,
}

impl Ended {
    /// Made of what has ended.
    pub fn of(ends: &[End]) -> Self {
        let all = ends.iter().filter(|end| end.session.is_none());
        let before = all.map(|end| end.at).max();
        // The tokens of a session that ended no later have ended with all others.
        let later = ends.iter().filter(|end| Some(end.at) > before);
        let sessions = later.filter_map(|end| Some((end.session?.text(), end.at.into())));
        Self {
            before,
            sessions: sessions.collect(),
        }
    }

    /// How many single sessions are named.
    pub fn sessions(&self) -> usize {
        self.sessions.len()
    }

    /// Reads the JSON text.
    ///
    /// # Errors
    /// [`StoreError::Malformed`].
    pub fn from_json(text: &str) -> Result<Self, StoreError> {
        // serde would take a list for an object all of whose members may be missing.
        let object = text.trim_start().starts_with('{').then_some(text);
        object
            .and_then(|text| serde_json::from_str(text).ok())
            .ok_or_else(|| {
                StoreError::Malformed("what lies under `ended:` is not what keyward writes".into())
            })
    }

    /// As JSON text.
    pub fn to_json(&self) -> String {
        // Serializing to memory cannot fail for the plain types used here.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The second with which all earlier tokens have ended, if they have.
    pub const fn before(&self) -> Option<i64> {
        self.before
    }

    /// Whether a token has ended that was issued at this time, where it says when,
    /// and belongs to this session, where it says to which.
    pub fn has(&self, issued_at: Option<f64>, session: Option<&str>) -> bool {
        let all = self.before.map(|before| before as f64);
        all.is_some_and(|end| has_ended_with(end, issued_at))
            || session.is_some_and(|session| self.sessions.contains_key(session))
    }
}

/// Whether a token ends with what happened in a second: it was issued in that second or
/// before, or does not say when.
pub fn has_ended_with(end: f64, issued_at: Option<f64>) -> bool {
    issued_at.is_none_or(|issued| issued.floor() <= end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::SessionId;

    #[test]
    fn what_has_ended_is_known_by_its_time_or_its_session() {
        let id = SessionId::from_bytes([7; 16]);
        let end = |session, at| End {
            session,
            at,
            until: at + 60,
        };
        let ended = Ended::of(&[end(None, 90), end(Some(id), 200), end(None, 100)]);
        assert!(ended.has(Some(100.9), None), "the same second");
        assert!(!ended.has(Some(101.0), None));
        assert!(ended.has(None, None), "a token that does not say when");
        assert!(ended.has(Some(150.0), Some(&id.text())));
        assert!(!ended.has(Some(150.0), Some("another")));
        assert_eq!(Ended::from_json(&ended.to_json()), Ok(ended));
    }

    #[test]
    fn nothing_has_ended_at_first() {
        let ended = Ended::of(&[]);
        assert_eq!(ended.to_json(), "{}");
        assert!(!ended.has(None, Some("any")));
        for text in ["", "[]", "null", r#"{"before":"x"}"#, r#"{"sessions":[]}"#] {
            assert!(Ended::from_json(text).is_err(), "{text}");
        }
    }
}
