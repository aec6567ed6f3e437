//! JSON as a token may carry it: one object, every name once, not too deep.
//!
//! RFC 7515 section 5.2 and RFC 7519 section 4 ask for unique names or a parser
//! that keeps the last one. Two programs that keep different ones disagree
//! about what was signed, so a repeated name is refused at every depth.
//!
//! The reader below knows the grammar of RFC 8259 and nothing else: it looks at
//! each byte once and borrows every text from the input. `serde_json` took
//! three times as long to say the same, and this is done for every token. A
//! test holds it against `serde_json`.

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
    member: &mut dyn FnMut(Cow<'a, str>, Value<'a>),
) -> Result<(), String> {
    let mut reader = Reader {
        text,
        at: 0,
        names: Vec::with_capacity(8),
    };
    reader.document(member).map_err(|problem| match problem {
        Problem::NotAnObject => "expected a JSON object".to_owned(),
        Problem::Early => "the JSON text ends too early".to_owned(),
        Problem::Twice => "a name occurs twice in one object".to_owned(),
        Problem::Deep => format!("objects and lists lie more than {MAX_DEPTH} deep"),
        Problem::Malformed => format!("malformed JSON at byte {}", reader.at),
    })
}

#[derive(Debug, PartialEq)]
enum Problem {
    NotAnObject,
    Early,
    Twice,
    Deep,
    /// The byte at the reader's place cannot be there.
    Malformed,
}

type Read<T> = Result<T, Problem>;

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The names of the objects that are being read, the innermost one's last.
    names: Vec<Cow<'a, str>>,
}

impl<'a> Reader<'a> {
    fn document(&mut self, member: &mut dyn FnMut(Cow<'a, str>, Value<'a>)) -> Read<()> {
        if self.next_token() != Some(b'{') {
            return Err(Problem::NotAnObject);
        }
        self.object(MAX_DEPTH, member)?;
        match self.next_token() {
            None => Ok(()),
            Some(_) => Err(Problem::Malformed),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no white space, still to be taken.
    fn next_token(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                other => return other,
            }
        }
    }

    fn wrong<T>(&self) -> Read<T> {
        Err(match self.peek() {
            Some(_) => Problem::Malformed,
            None => Problem::Early,
        })
    }

    /// Takes `byte` if it is the next one.
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Read<()> {
        match self.take(byte) {
            true => Ok(()),
            false => self.wrong(),
        }
    }

    /// Takes `word`, which is known to begin here.
    fn word(&mut self, word: &str, value: Value<'a>) -> Read<Value<'a>> {
        for byte in word.bytes() {
            self.expect(byte)?;
        }
        Ok(value)
    }

    /// An object from its brace on; `depth` levels are left, this one included.
    fn object(
        &mut self,
        depth: usize,
        member: &mut dyn FnMut(Cow<'a, str>, Value<'a>),
    ) -> Read<()> {
        self.at += 1;
        let outer = self.names.len();
        if self.next_token() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.next_token();
            let name = self.string()?;
            self.next_token();
            self.expect(b':')?;
            let value = self.value(depth - 1)?;
            self.names.push(name.clone());
            member(name, value);
            match self.next_token() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return self.wrong(),
            }
        }
        self.at += 1;
        let names = self.names.get_mut(outer..).unwrap_or_default();
        if repeats(names) {
            return Err(Problem::Twice);
        }
        self.names.truncate(outer);
        Ok(())
    }

    /// A list from its bracket on; `depth` levels are left, this one included.
    fn list(&mut self, depth: usize) -> Read<Value<'a>> {
        self.at += 1;
        let mut texts = Some(Vec::new());
        if self.next_token() == Some(b']') {
            self.at += 1;
            return Ok(Value::Texts(Vec::new()));
        }
        loop {
            match (self.value(depth - 1)?, &mut texts) {
                (Value::Text(text), Some(texts)) => texts.push(text),
                _ => texts = None,
            }
            match self.next_token() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return self.wrong(),
            }
        }
        self.at += 1;
        Ok(texts.map_or(Value::List, Value::Texts))
    }

    /// Any value; `depth` levels are left for it.
    fn value(&mut self, depth: usize) -> Read<Value<'a>> {
        match self.next_token() {
            Some(b'"') => self.string().map(Value::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'{' | b'[') if depth == 0 => Err(Problem::Deep),
            Some(b'[') => self.list(depth),
            Some(b'{') => {
                self.object(depth, &mut |_, _| ())?;
                Ok(Value::Object)
            }
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => self.wrong(),
        }
    }

    /// RFC 8259 section 6. One that is too large for a double is refused, as it
    /// could not be compared.
    fn number(&mut self) -> Read<Value<'a>> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _sign = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        // Most are times: short, whole, and exact as a double.
        let value = match text.len() < 16 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            true => text
                .bytes()
                .fold(0.0, |number, digit| number * 10.0 + f64::from(digit - b'0')),
            false => text.parse().unwrap_or(f64::NAN),
        };
        match value.is_finite() {
            true => Ok(Value::Number(Number { value, text })),
            false => Err(Problem::Malformed),
        }
    }

    /// One digit or more.
    fn digits(&mut self) -> Read<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        match self.at > start {
            true => Ok(()),
            false => self.wrong(),
        }
    }

    /// A string from its quotation mark on.
    fn string(&mut self) -> Read<Cow<'a, str>> {
        self.expect(b'"')?;
        let mut unescaped: Option<String> = None;
        loop {
            let start = self.at;
            self.at += plain(self.text.as_bytes().get(start..).unwrap_or_default());
            let run = self.text.get(start..self.at).unwrap_or_default();
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(match unescaped {
                        None => Cow::Borrowed(run),
                        Some(before) => Cow::Owned(before + run),
                    });
                }
                Some(b'\\') => {
                    let unescaped = unescaped.get_or_insert_default();
                    unescaped.push_str(run);
                    self.at += 1;
                    unescaped.push(self.escape()?);
                }
                _ => return self.wrong(),
            }
        }
    }

    /// An escape from behind its backslash on.
    fn escape(&mut self) -> Read<char> {
        let character = match self.peek() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.code_point();
            }
            _ => return self.wrong(),
        };
        self.at += 1;
        Ok(character)
    }

    /// The digits behind `\u`, and a second escape where they are the first half
    /// of a pair. Half a pair alone has no UTF-8 and is refused.
    fn code_point(&mut self) -> Read<char> {
        let first = self.code_unit()?;
        let code = match first {
            0xd800..=0xdbff => {
                self.expect(b'\\')?;
                self.expect(b'u')?;
                let second = self.code_unit()?;
                match second {
                    0xdc00..=0xdfff => 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00),
                    _ => return Err(Problem::Malformed),
                }
            }
            other => other,
        };
        char::from_u32(code).ok_or(Problem::Malformed)
    }

    fn code_unit(&mut self) -> Read<u32> {
        let mut code = 0;
        for _ in 0..4 {
            match self.peek().and_then(|byte| char::from(byte).to_digit(16)) {
                Some(digit) => code = code * 16 + digit,
                None => return self.wrong(),
            }
            self.at += 1;
        }
        Ok(code)
    }
}

/// How many bytes from the front on stand for themselves in a string: up to the
/// first quotation mark, backslash or control character.
fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGHS: u64 = ONES << 7;
    // The lowest byte whose highest bit this sets is the lowest one that is
    // below `bound`; what lies above it may be wrong.
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word & HIGHS;
    let mut chunks = bytes.chunks_exact(8);
    let mut at = 0;
    for chunk in &mut chunks {
        let word = chunk
            .iter()
            .rev()
            .fold(0, |word, byte| word << 8 | u64::from(*byte));
        let quotation_mark = below(word ^ (ONES * u64::from(b'"')), 1);
        let backslash = below(word ^ (ONES * u64::from(b'\\')), 1);
        let special = quotation_mark | backslash | below(word, 0x20);
        if special != 0 {
            return at + special.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let special = |byte: &u8| *byte == b'"' || *byte == b'\\' || *byte < 0x20;
    let rest = chunks.remainder();
    at + rest.iter().position(special).unwrap_or(rest.len())
}

/// Whether two of the names are equal. Sorts many: comparing each with each
/// would let a long token cost a lot.
fn repeats(names: &mut [Cow<'_, str>]) -> bool {
    if names.len() > 16 {
        names.sort_unstable();
        return names.windows(2).any(|pair| pair[0] == pair[1]);
    }
    names
        .iter()
        .enumerate()
        .any(|(index, name)| names.iter().take(index).any(|other| other == name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
            ("{} {}", "malformed JSON at byte 3"),
            ("{\"a\":1,}", "malformed JSON at byte 7"),
            ("{\"a\":NaN}", "malformed JSON at byte 5"),
            ("{\"a\":1e999}", "malformed JSON at byte 10"),
            ("{\"a\":\"\\ud800\"}", "malformed JSON at byte 12"),
        ] {
            assert_eq!(read(text), Err(message.to_owned()), "{text}");
        }
    }

    /// What `serde_json` has for a value that `Value` shows.
    fn shown(value: &serde_json::Value) -> Value<'_> {
        use serde_json::Value as Json;
        match value {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(*value),
            Json::Number(number) => Value::Number(Number {
                value: number.as_f64().unwrap(),
                text: "",
            }),
            Json::String(text) => Value::Text(text.as_str().into()),
            Json::Array(list) => list
                .iter()
                .map(|one| one.as_str().map(Cow::from))
                .collect::<Option<_>>()
                .map_or(Value::List, Value::Texts),
            Json::Object(_) => Value::Object,
        }
    }

    /// Pieces that JSON is made of, put together at random, often well-formed.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"a\"",
            "\"b\":",
            "\"\\u0061\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\\n\\/\"",
            "\"\\x\"",
            "\"é😀\"",
            "\"",
            "\\",
            "\u{1}",
            "\u{7f}",
            "0",
            "-0",
            "01",
            "1.5",
            "1.",
            ".5",
            "1e3",
            "1E+2",
            "1e",
            "-",
            "1e400",
            "123456789012345678901234567890",
            "true",
            "false",
            "null",
            "nul",
            " ",
            "\n",
            "\t",
            "\r",
            "\u{a0}",
            "\"a long text without anything special in it\"",
        ]);
        prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        use serde_json::Value as Json;
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            any::<u64>().prop_map(Json::from),
            (-1e300..1e300).prop_map(Json::from),
            any::<String>().prop_map(Json::from),
        ];
        leaf.prop_recursive(4, 24, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
                prop::collection::vec((any::<String>(), inner), 0..20)
                    .prop_map(|members| Json::Object(members.into_iter().collect())),
            ]
        })
    }

    /// Both readers say the same about `text`.
    fn agrees(text: &str) {
        let theirs = serde_json::from_str::<serde_json::Value>(text);
        let mut found = Vec::new();
        let ours = read_object(text, &mut |name, value| found.push((name, value)));
        match (theirs, ours) {
            (Ok(serde_json::Value::Object(members)), Ok(())) => {
                assert_eq!(members.len(), found.len(), "{text}");
                for ((name, value), (found_name, found_value)) in members.iter().zip(&found) {
                    assert_eq!(name, found_name, "{text}");
                    match (shown(value), found_value) {
                        // Theirs may be off by one in the last place.
                        (Value::Number(one), Value::Number(other)) => {
                            let off = (one.value - other.value).abs();
                            assert!(off <= one.value.abs() * 1e-15, "{text}");
                            assert!(text.contains(other.text), "{text}");
                        }
                        (value, found_value) => assert_eq!(value, *found_value, "{text}"),
                    }
                }
            }
            // It keeps the last of them.
            (Ok(serde_json::Value::Object(_)), Err(problem)) => {
                assert_eq!(problem, "a name occurs twice in one object", "{text}");
            }
            (Ok(_), ours) => assert_eq!(ours, Err("expected a JSON object".to_owned()), "{text}"),
            (Err(_), ours) => assert!(ours.is_err(), "{text}"),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            cases: 4096,
            ..ProptestConfig::default()
        })]

        #[test]
        fn serde_json_says_the_same_of_texts_that_are_nearly_json(inside in pieces()) {
            agrees(&inside);
            agrees(&format!("{{\"b\":{inside}}}"));
            agrees(&format!("{{\"b\":[{inside}]}}"));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            cases: 512,
            ..ProptestConfig::default()
        })]

        #[test]
        fn serde_json_says_the_same_of_whatever_it_wrote(
            value in json(),
            pretty in any::<bool>(),
            cut in any::<prop::sample::Index>(),
            other in any::<u8>(),
        ) {
            let value = serde_json::json!({ "x": value, "y": [] });
            let text = match pretty {
                true => serde_json::to_string_pretty(&value).unwrap(),
                false => value.to_string(),
            };
            agrees(&text);
            let mut bytes = text.into_bytes();
            let at = cut.index(bytes.len());
            bytes[at] = other;
            if let Ok(changed) = String::from_utf8(bytes) {
                agrees(&changed);
                if let Some(start) = changed.get(..at) {
                    agrees(start);
                }
            }
        }
    }

    #[test]
    fn a_special_byte_is_found_wherever_it_stands() {
        for special in [b'"', b'\\', 0, 0x0a, 0x1f] {
            for other in [
                b' ', b'!', b'#', b'[', b']', b'x', 0x7f, 0x80, 0xa2, 0xdc, 0xff,
            ] {
                for length in 0..40 {
                    let mut bytes = vec![other; length];
                    assert_eq!(plain(&bytes), length, "{other} {length}");
                    for at in 0..length {
                        bytes[at] = special;
                        assert_eq!(plain(&bytes), at, "{special} {other} {length}");
                        bytes[at] = other;
                    }
                }
            }
        }
    }

    #[test]
    fn a_name_is_found_again_among_few_and_among_many() {
        for count in [2, 15, 16, 17, 1000] {
            let members = |last: usize| {
                let names = (0..count - 1).chain([last]);
                let members: Vec<_> = names.map(|name| format!("\"{name}\":0")).collect();
                format!("{{{}}}", members.join(","))
            };
            assert!(read(&members(count)).is_ok());
            assert!(read(&members(0)).is_err(), "{count}");
        }
    }
}
