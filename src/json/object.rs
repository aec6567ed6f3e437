//! An object whose members are looked up by name.

use super::reader::{Problem, read_object};
use super::value::Value;
use std::borrow::Cow;
use std::ops::Range;
use zeroize::Zeroize;

/// The members of an object, borrowed from its text.
pub(crate) struct Object<'a> {
    text: &'a str,
    members: Vec<(Cow<'a, str>, Value<'a>, Range<usize>)>,
}

impl<'a> Object<'a> {
    /// Reads the text of one object.
    pub(crate) fn read(text: &'a str) -> Result<Self, Problem> {
        let mut members = Vec::new();
        read_object(text, &mut |name, value, place| {
            members.push((name.clone(), value, place));
        })?;
        Ok(Self { text, members })
    }

    /// A member's value.
    pub(crate) fn get(&self, name: &str) -> Option<&Value<'a>> {
        let (_, value, _) = self.member(name)?;
        Some(value)
    }

    /// The JSON text of a member's value, to the letter.
    pub(crate) fn text_of(&self, name: &str) -> Option<&'a str> {
        let (_, _, place) = self.member(name)?;
        self.text.get(place.clone())
    }

    /// The names and the JSON texts of their values, in order.
    pub(crate) fn values(&self) -> impl Iterator<Item = (&str, &'a str)> {
        let text_at = |place: &Range<usize>| self.text.get(place.clone()).unwrap_or_default();
        let members = self.members.iter();
        members.map(move |(name, _, place)| (name.as_ref(), text_at(place)))
    }

    /// Whether there are members, and all of them are so.
    pub(crate) fn has_only(&self, is_so: impl Fn(&Value<'a>) -> bool) -> bool {
        !self.members.is_empty() && self.members.iter().all(|(_, value, _)| is_so(value))
    }

    /// The members that are texts, by name, in their order.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.members
            .iter()
            .filter_map(|(name, value, _)| match value {
                Value::Text(text) => Some((&**name, &**text)),
                _ => None,
            })
    }

    fn member(&self, name: &str) -> Option<&(Cow<'a, str>, Value<'a>, Range<usize>)> {
        self.members.iter().find(|(member, ..)| member == name)
    }
}

/// A text with escapes is a copy of its own, and may be a password or a key.
impl Drop for Object<'_> {
    fn drop(&mut self) {
        for (_, value, _) in &mut self.members {
            if let Value::Text(Cow::Owned(text)) = value {
                text.zeroize();
            }
        }
    }
}

/// The object `text` with `value`, a JSON text, in the place of the value that
/// `name` has; all the rest to the letter. `None` where there is no `name`.
fn replaced(text: &str, name: &str, value: &str) -> Result<Option<String>, Problem> {
    let object = Object::read(text)?;
    let Some((_, _, place)) = object.member(name) else {
        return Ok(None);
    };
    let (before, after) = (text.get(..place.start), text.get(place.end..));
    Ok(Some(
        [before.unwrap_or_default(), value, after.unwrap_or_default()].concat(),
    ))
}

/// The object `text` with a member of this name and value, a JSON text: in the place of
/// the one that is there, or after all others; all the rest to the letter.
pub(crate) fn with(text: &str, name: &str, value: &str) -> Result<String, Problem> {
    if let Some(text) = replaced(text, name, value)? {
        return Ok(text);
    }
    let is_empty = Object::read(text)?.members.is_empty();
    let end = text.rfind('}').unwrap_or(text.len());
    let (before, after) = (text.get(..end), text.get(end..));
    let separator = if is_empty { "" } else { "," };
    let name = super::writer::string(name);
    Ok([
        before.unwrap_or_default().trim_end(),
        separator,
        &name,
        ":",
        value,
        after.unwrap_or_default(),
    ]
    .concat())
}
