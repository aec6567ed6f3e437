//! What a form holds.

use zeroize::Zeroizing;

/// The most fields that a form may have, as in Starlette.
const MAX_FIELDS: usize = 1000;

/// What a field holds. It may be a password, so it is wiped after use.
pub(in crate::oauth) enum Value {
    Text(Zeroizing<String>),
    /// An uploaded file; its bytes are of no use here.
    File,
}

/// The fields in the order they came.
#[derive(Default)]
pub(in crate::oauth) struct Form(Vec<(String, Value)>);

impl Form {
    /// Adds a field.
    ///
    /// # Errors
    /// Starlette's message when there are too many.
    pub(super) fn push(&mut self, name: String, value: Value) -> Result<(), String> {
        if self.0.len() == MAX_FIELDS {
            return Err(format!(
                "Too many fields. Maximum number of fields is {MAX_FIELDS}."
            ));
        }
        self.0.push((name, value));
        Ok(())
    }

    /// The names and texts of all of them.
    #[cfg(test)]
    pub(super) fn texts(&self) -> impl Iterator<Item = (String, String)> {
        self.0.iter().map(|(name, value)| match value {
            Value::Text(text) => (name.clone(), text.to_string()),
            Value::File => (name.clone(), String::new()),
        })
    }

    /// How many fields have that name.
    pub(in crate::oauth) fn count(&self, name: &str) -> usize {
        self.0.iter().filter(|(known, _)| known == name).count()
    }

    /// The last field of that name, as Starlette's `FormData.get`. An empty
    /// one counts as absent, as in FastAPI.
    pub(in crate::oauth) fn get(&self, name: &str) -> Option<&Value> {
        let (_, value) = self.0.iter().rev().find(|(known, _)| known == name)?;
        match value {
            Value::Text(text) if text.is_empty() => None,
            value => Some(value),
        }
    }
}
