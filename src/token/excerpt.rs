//! Excerpts of values for error messages: on one line, and short whatever came.

use crate::json::Value;
use std::fmt::Write as _;

/// The most characters of a text that are shown.
const MAX_CHARACTERS: usize = 64;
/// The most texts of a list that are shown.
const MAX_TEXTS: usize = 4;

/// A text in quotation marks, an ellipsis in the place of what is too much.
/// Characters that could move or hide the rest of a line are escaped as in JSON.
pub(super) fn text(text: &str) -> String {
    let mut excerpt = String::from("\"");
    for (index, character) in text.chars().enumerate() {
        if index == MAX_CHARACTERS {
            excerpt.push('…');
            break;
        }
        match character {
            '"' | '\\' => excerpt.extend(['\\', character]),
            character if is_invisible(character) => {
                // None lies outside the basic plane.
                let _infallible = write!(excerpt, "\\u{:04x}", u32::from(character));
            }
            character => excerpt.push(character),
        }
    }
    excerpt.push('"');
    excerpt
}

/// Control characters, the ends of lines and paragraphs, and what changes the
/// direction of the text or takes no room.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

/// The first few texts, and how many there are besides.
pub(super) fn texts(texts: &[impl AsRef<str>]) -> String {
    let first = texts.iter().take(MAX_TEXTS).map(|one| text(one.as_ref()));
    let mut excerpt = first.collect::<Vec<_>>().join(", ");
    if let Some(more @ 1..) = texts.len().checked_sub(MAX_TEXTS) {
        let _infallible = write!(excerpt, ", … ({more} more)");
    }
    excerpt
}

/// [`texts`] as a list.
pub(super) fn list(list: &[impl AsRef<str>]) -> String {
    format!("[{}]", texts(list))
}

/// A number as it was written.
pub(super) fn digits(text: &str) -> String {
    match text.char_indices().nth(MAX_CHARACTERS) {
        Some((end, _)) => [text.get(..end).unwrap_or_default(), "…"].concat(),
        None => text.to_owned(),
    }
}

/// A number that was computed or given, as JSON has it. (Rust's own formatting
/// of doubles would add 24 kB to the WebAssembly.)
pub(super) fn number(number: f64) -> String {
    // Up to 2^53 doubles are as exact as integers.
    if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "in range and without fraction"
        )]
        return (number as i64).to_string();
    }
    match serde_json::Number::from_f64(number) {
        Some(number) => number.to_string(),
        None if number.is_nan() => "NaN".into(),
        None if number < 0.0 => "-Infinity".into(),
        None => "Infinity".into(),
    }
}

/// A number of seconds: to the millisecond where there are few.
pub(super) fn span(seconds: f64) -> String {
    number(match seconds.abs() < 10.0 {
        true => (seconds * 1000.0).round() / 1000.0,
        false => seconds.round(),
    })
}

/// A JSON value with its type; of other lists and objects the type alone.
pub(super) fn value(value: &Value<'_>) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => format!("the number {}", digits(number.text)),
        Value::Text(value) => format!("the string {}", text(value)),
        Value::Texts(value) => format!("the list {}", list(value)),
        Value::Null | Value::List | Value::Object => value.kind().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_quoted_short_and_on_one_line() {
        for (given, expected) in [
            ("", "\"\""),
            ("a ü 😀", "\"a ü 😀\""),
            ("\"\\", r#""\"\\""#),
            ("a\nb\0\u{1b}[31m", r#""a\u000ab\u0000\u001b[31m""#),
            ("\u{202e}cod.exe\u{2028}", r#""\u202ecod.exe\u2028""#),
        ] {
            assert_eq!(text(given), expected);
        }
        let long = "é".repeat(MAX_CHARACTERS);
        assert_eq!(text(&long), format!("\"{long}\""));
        assert_eq!(text(&format!("{long}x")), format!("\"{long}…\""));
        assert!(text(&"\0".repeat(1_000_000)).len() < 500);
    }

    #[test]
    fn of_a_long_list_the_first_few_are_shown_and_the_rest_counted() {
        assert_eq!(list(&[""; 0]), "[]");
        assert_eq!(texts(&["a", "b", "c", "d"]), r#""a", "b", "c", "d""#);
        assert_eq!(
            texts(&["a", "b", "c", "d", "e", "f"]),
            r#""a", "b", "c", "d", … (2 more)"#
        );
    }

    #[test]
    fn numbers_are_as_written_or_plain_where_that_is_short() {
        assert_eq!(digits("18446744073709551615"), "18446744073709551615");
        let long = "0".repeat(MAX_CHARACTERS);
        assert_eq!(digits(&long), long);
        assert_eq!(digits(&format!("{long}0")), format!("{long}…"));
        for (given, expected) in [
            (0.0, "0"),
            (1_700_000_000.0, "1700000000"),
            (1_700_000_000.25, "1700000000.25"),
            (-5.5, "-5.5"),
            (1e300, "1e+300"),
            (-1.5e-300, "-1.5e-300"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(number(given), expected);
        }
        for (given, expected) in [
            (35.4, "35"),
            (9.9996, "10"),
            (0.1 + 0.2, "0.3"),
            (1.0 / 3.0, "0.333"),
        ] {
            assert_eq!(span(given), expected);
        }
    }
}
