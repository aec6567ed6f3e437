//! JSON as a token may carry it: one object, every name once, not too deep.
//!
//! RFC 7515 section 5.2 and RFC 7519 section 4 ask for unique names or a parser
//! that keeps the last one. Two programs that keep different ones disagree
//! about what was signed, so a repeated name is refused at every depth.

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use std::borrow::Cow;
use std::fmt;

/// How deep objects and lists may lie in one another.
pub(super) const MAX_DEPTH: usize = 64;

/// A member's value, as far as header and claims need to look into it.
#[derive(Debug, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    Number(f64),
    Text(Cow<'a, str>),
    /// A list of strings only, possibly empty.
    Texts(Vec<Cow<'a, str>>),
    /// Any other list.
    List,
    Object,
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
    member: &mut dyn FnMut(Cow<'a, str>, Value<'a>),
) -> Result<(), String> {
    if !text
        .trim_start_matches([' ', '\t', '\n', '\r'])
        .starts_with('{')
    {
        return Err("expected a JSON object".to_owned());
    }
    let mut json = serde_json::Deserializer::from_str(text);
    Root(member)
        .deserialize(&mut json)
        .and_then(|()| json.end())
        .map_err(|error| match error.classify() {
            // Only the messages of this file are of this category.
            Category::Data => without_position(&error.to_string()),
            Category::Eof => "the JSON text ends too early".to_owned(),
            Category::Syntax | Category::Io => {
                format!("malformed JSON at column {}", error.column())
            }
        })
}

fn without_position(message: &str) -> String {
    message
        .rsplit_once(" at line ")
        .map_or(message, |(start, _)| start)
        .to_owned()
}

type Member<'f, 'a> = &'f mut dyn FnMut(Cow<'a, str>, Value<'a>);

struct Root<'f, 'a>(Member<'f, 'a>);

impl<'a> DeserializeSeed<'a> for Root<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for Root<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'a>>(self, map: A) -> Result<(), A::Error> {
        members(map, MAX_DEPTH - 1, self.0)
    }
}

/// Reads the members of one object and sees that every name occurs once.
fn members<'a, A: MapAccess<'a>>(
    mut map: A,
    depth: usize,
    member: Member<'_, 'a>,
) -> Result<(), A::Error> {
    let mut names: Vec<Cow<'a, str>> = Vec::with_capacity(8);
    while let Some(name) = map.next_key_seed(Name)? {
        let value = map.next_value_seed(Any { depth })?;
        names.push(name.clone());
        member(name, value);
    }
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(de::Error::custom("a name occurs twice in one object"));
    }
    Ok(())
}

/// A member name, borrowed from the text where it has no escapes.
struct Name;

impl<'a> DeserializeSeed<'a> for Name {
    type Value = Cow<'a, str>;

    fn deserialize<D: Deserializer<'a>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_str(self)
    }
}

impl<'a> Visitor<'a> for Name {
    type Value = Cow<'a, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E: de::Error>(self, name: &'a str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// Any value; `depth` levels may still lie below it.
#[derive(Clone, Copy)]
struct Any {
    depth: usize,
}

impl Any {
    fn below<E: de::Error>(self) -> Result<Self, E> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Self { depth }),
            None => Err(E::custom(format_args!(
                "objects and lists lie more than {MAX_DEPTH} deep"
            ))),
        }
    }
}

impl<'a> DeserializeSeed<'a> for Any {
    type Value = Value<'a>;

    fn deserialize<D: Deserializer<'a>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Any {
    type Value = Value<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Value::Bool(value))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a NumericDate is compared as a float"
    )]
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Value::Number(value as f64))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a NumericDate is compared as a float"
    )]
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Value::Number(value as f64))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Value::Number(value))
    }

    fn visit_borrowed_str<E: de::Error>(self, value: &'a str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let below = self.below()?;
        let mut texts = Some(Vec::new());
        while let Some(value) = list.next_element_seed(below)? {
            match (value, &mut texts) {
                (Value::Text(text), Some(texts)) => texts.push(text),
                _ => texts = None,
            }
        }
        Ok(texts.map_or(Value::List, Value::Texts))
    }

    fn visit_map<A: MapAccess<'a>>(self, map: A) -> Result<Self::Value, A::Error> {
        members(map, self.below()?.depth, &mut |_, _| ())?;
        Ok(Value::Object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, &'static str)>, String> {
        let mut found = Vec::new();
        read_object(text, &mut |name, value| {
            found.push((name.into_owned(), value.kind()));
        })?;
        Ok(found)
    }

    #[test]
    fn every_member_is_handed_over_once() {
        let found = read(r#" {"a":1,"b\u0062":["x"],"c":{"d":[1]},"e":null,"f":[],"g":[1]} "#);
        let expected = [
            ("a", "a number"),
            ("bb", "a list of strings"),
            ("c", "an object"),
            ("e", "null"),
            ("f", "a list of strings"),
            ("g", "a list"),
        ];
        assert_eq!(
            found,
            Ok(expected.map(|(name, kind)| (name.to_owned(), kind)).into())
        );
    }

    #[test]
    fn a_repeated_name_is_refused_at_every_depth_and_in_every_spelling() {
        for text in [
            r#"{"sub":"a","sub":"a"}"#,
            r#"{"sub":"a","\u0073ub":"b"}"#,
            r#"{"a":{"b":1,"c":2,"b":3}}"#,
            r#"{"a":[{"b":1,"b":1}]}"#,
        ] {
            assert_eq!(
                read(text),
                Err("a name occurs twice in one object".to_owned())
            );
        }
    }

    #[test]
    fn depth_is_limited() {
        let nested = |levels: usize| {
            format!(
                r#"{{"a":{}{}}}"#,
                "[".repeat(levels - 1),
                "]".repeat(levels - 1)
            )
        };
        assert!(read(&nested(MAX_DEPTH)).is_ok());
        let refused = Err(format!("objects and lists lie more than {MAX_DEPTH} deep"));
        assert_eq!(read(&nested(MAX_DEPTH + 1)), refused);
        assert_eq!(read(&nested(100_000)), refused);
    }

    #[test]
    fn anything_but_one_object_is_refused() {
        for (text, message) in [
            ("[]", "expected a JSON object"),
            ("\"at line 1\"", "expected a JSON object"),
            ("null", "expected a JSON object"),
            ("", "expected a JSON object"),
            ("\u{feff}{}", "expected a JSON object"),
            ("\u{a0}{}", "expected a JSON object"),
            ("{\"a\":1", "the JSON text ends too early"),
            ("{} {}", "malformed JSON at column 4"),
            ("{\"a\":1,}", "malformed JSON at column 8"),
            ("{\"a\":NaN}", "malformed JSON at column 6"),
            ("{\"a\":1e999}", "malformed JSON at column 10"),
            ("{\"a\":\"\\ud800\"}", "malformed JSON at column 13"),
        ] {
            assert_eq!(read(text), Err(message.to_owned()), "{text}");
        }
    }
}
