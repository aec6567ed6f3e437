//! Writing an object.

use super::string::plain;
use std::fmt::Write as _;

/// An object that is being written, one member after the other.
///
/// Nobody looks whether a name is there twice: the names are the program's own.
pub(crate) struct ObjectWriter(String);

impl ObjectWriter {
    /// An object without members, with room for `capacity` bytes: a text with
    /// secrets in it should not have to move.
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        let mut text = String::with_capacity(capacity);
        text.push('{');
        Self(text)
    }

    /// The members of `object`, the text of an object, to the letter.
    pub(crate) fn members_of(&mut self, object: &str) -> &mut Self {
        let inside = object.trim_ascii().strip_prefix('{');
        let inside = inside.and_then(|inside| inside.strip_suffix('}'));
        let inside = inside.unwrap_or_default().trim_ascii();
        if !inside.is_empty() {
            self.separate();
            self.0.push_str(inside);
        }
        self
    }

    /// A member whose value is `json`, a JSON text, to the letter.
    pub(crate) fn raw(&mut self, name: &str, json: &str) -> &mut Self {
        self.name(name);
        self.0.push_str(json);
        self
    }

    /// A member whose value is a string.
    pub(crate) fn string(&mut self, name: &str, value: &str) -> &mut Self {
        self.name(name);
        append(value, &mut self.0);
        self
    }

    /// A member whose value is a list of strings.
    pub(crate) fn strings(&mut self, name: &str, values: &[impl AsRef<str>]) -> &mut Self {
        self.name(name);
        self.0.push('[');
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            append(value.as_ref(), &mut self.0);
        }
        self.0.push(']');
        self
    }

    /// The object's text.
    pub(crate) fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }

    fn name(&mut self, name: &str) {
        self.separate();
        append(name, &mut self.0);
        self.0.push(':');
    }

    fn separate(&mut self) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
    }
}

/// `value` as a JSON string.
pub(crate) fn string(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    append(value, &mut text);
    text
}

/// Appends `value` as a JSON string: escapes what must be (RFC 8259 section 7)
/// and nothing else.
fn append(value: &str, text: &mut String) {
    text.push('"');
    let mut rest = value;
    loop {
        let (run, special) = rest.split_at(plain(rest.as_bytes()));
        text.push_str(run);
        let mut characters = special.chars();
        match characters.next() {
            None => break,
            Some(quoted @ ('"' | '\\')) => text.extend(['\\', quoted]),
            Some('\u{8}') => text.push_str("\\b"),
            Some('\t') => text.push_str("\\t"),
            Some('\n') => text.push_str("\\n"),
            Some('\u{c}') => text.push_str("\\f"),
            Some('\r') => text.push_str("\\r"),
            Some(control) => {
                let _infallible = write!(text, "\\u{:04x}", u32::from(control));
            }
        }
        rest = characters.as_str();
    }
    text.push('"');
}
