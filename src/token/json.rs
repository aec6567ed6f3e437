//! JSON as a token may carry it: one object, every name once, not too deep.
//!
//! RFC 7515 section 5.2 and RFC 7519 section 4 ask for unique names or a parser
//! that keeps the last one. Two programs that keep different ones disagree
//! about what was signed, so a repeated name is refused at every depth.
//!
//! The reader knows the grammar of RFC 8259 and nothing else: it looks at
//! each byte once and borrows every text from the input. `serde_json` took
//! three times as long to say the same, and this is done for every token. A
//! test holds it against `serde_json`.

mod number;
mod reader;
mod string;
#[cfg(test)]
mod tests;

use reader::{Problem, Reader};
use std::borrow::Cow;

/// How deep objects and lists may lie in one another.
pub(super) const MAX_DEPTH: usize = 64;

/// A member's value, as far as header and claims need to look into it.
#[derive(Debug, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    Number(Number<'a>),
    Text(Cow<'a, str>),
    /// A list of strings only, possibly empty.
    Texts(Vec<Cow<'a, str>>),
    /// Any other list.
    List,
    Object,
}

/// A number, and how it was written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number<'a> {
    pub(super) value: f64,
    pub(super) text: &'a str,
}

impl Value<'_> {
    /// What an error message calls a value of this type.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::Texts(_) => "a list of strings",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }
}

/// Reads `text` as one JSON object and hands every member to `member`.
///
/// The error is a fragment that says what is wrong, without the text itself.
pub(super) fn read_object<'a>(
    text: &'a str,
    member: &mut impl FnMut(&Cow<'a, str>, Value<'a>),
) -> Result<(), String> {
    let mut reader = Reader::new(text);
    reader.document(member).map_err(|problem| match problem {
        Problem::NotAnObject => "expected a JSON object".to_owned(),
        Problem::Early => "the JSON text ends too early".to_owned(),
        Problem::Twice => "a name occurs twice in one object".to_owned(),
        Problem::Deep => format!("objects and lists lie more than {MAX_DEPTH} deep"),
        Problem::Large => "a number is too large for a double".to_owned(),
        Problem::Surrogate => "a string has a lone surrogate, which is no Unicode text".to_owned(),
        Problem::Malformed => format!("malformed JSON at byte {}", reader.at),
    })
}
