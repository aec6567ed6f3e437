//! What a value is, as far as anybody here needs to look into it.

use std::borrow::Cow;

/// The value of a member or of a list's element.
#[derive(Debug, PartialEq)]
pub(crate) enum Value<'a> {
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
pub(crate) struct Number<'a> {
    pub(crate) value: f64,
    pub(crate) text: &'a str,
}

impl Value<'_> {
    /// What an error message calls a value of this type.
    pub(crate) const fn kind(&self) -> &'static str {
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
