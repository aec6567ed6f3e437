//! Objects, lists and what lies in them, one byte after the other.

use super::cursor::{Cursor, Fault, Read};
use super::value::Value;
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// How deep objects and lists may lie in one another.
pub(super) const MAX_DEPTH: usize = 64;

/// Why a text is not JSON as it is taken here. Shown, it is a fragment that
/// says what is wrong, without anything of the text itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    fault: Fault,
    /// How many bytes were good.
    at: usize,
    repeated: Option<String>,
}

impl Problem {
    /// The name that occurs twice in one object, where that is the problem.
    pub(crate) fn repeated(&self) -> Option<&str> {
        self.repeated.as_deref()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.fault {
            Fault::NotAnObject => "expected a JSON object",
            Fault::NotAList => "expected a JSON list",
            Fault::Early => "the JSON text ends too early",
            Fault::Repeated => "a name occurs twice in one object",
            Fault::Deep => {
                return write!(f, "objects and lists lie more than {MAX_DEPTH} deep");
            }
            Fault::Large => "a number is too large for a double",
            Fault::Surrogate => "a string has a lone surrogate, which is no Unicode text",
            Fault::Malformed => return write!(f, "malformed JSON at byte {}", self.at),
        })
    }
}

/// Reads `text` as one object and hands every member to `member`: its name,
/// its value, and where the value stands in the text.
pub(crate) fn read_object<'a>(
    text: &'a str,
    member: &mut impl FnMut(&Cow<'a, str>, Value<'a>, Range<usize>),
) -> Result<(), Problem> {
    let mut reader = Reader::new(text);
    let read = match reader.cursor.next_token() {
        Some(b'{') => reader.object(MAX_DEPTH, member),
        _ => Err(Fault::NotAnObject),
    };
    reader.finish(read)
}

/// Reads `text` as one list and hands every element to `element`: its value,
/// and where it stands in the text.
pub(crate) fn read_list<'a>(
    text: &'a str,
    element: &mut impl FnMut(Value<'a>, Range<usize>),
) -> Result<(), Problem> {
    let mut reader = Reader::new(text);
    let read = match reader.cursor.next_token() {
        Some(b'[') => reader.list(MAX_DEPTH, element),
        _ => Err(Fault::NotAList),
    };
    reader.finish(read)
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    /// The names of the objects that are being read, the innermost one's last.
    names: Vec<Cow<'a, str>>,
    /// The name that occurred twice.
    repeated: Option<String>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            cursor: Cursor { text, at: 0 },
            names: Vec::with_capacity(8),
            repeated: None,
        }
    }

    /// Checks that nothing but white space follows, and says where it went wrong.
    fn finish(mut self, read: Read<()>) -> Result<(), Problem> {
        let read = read.and_then(|()| match self.cursor.next_token() {
            None => Ok(()),
            Some(_) => Err(Fault::Malformed),
        });
        read.map_err(|fault| Problem {
            fault,
            at: self.cursor.at,
            repeated: self.repeated,
        })
    }

    /// An object from its brace on; `depth` levels are left, this one included.
    fn object(
        &mut self,
        depth: usize,
        member: &mut impl FnMut(&Cow<'a, str>, Value<'a>, Range<usize>),
    ) -> Read<()> {
        self.cursor.at += 1;
        let outer = self.names.len();
        let mut marks = 0;
        let mut alike = false;
        if self.cursor.next_token() == Some(b'}') {
            self.cursor.at += 1;
            return Ok(());
        }
        loop {
            self.cursor.next_token();
            let name = self.cursor.string()?;
            self.cursor.next_token();
            self.cursor.expect(b':')?;
            self.cursor.next_token();
            let start = self.cursor.at;
            let value = self.value(depth - 1)?;
            let mark = mark(&name);
            alike |= marks & mark != 0;
            marks |= mark;
            member(&name, value, start..self.cursor.at);
            self.names.push(name);
            match self.cursor.next_token() {
                Some(b',') => self.cursor.at += 1,
                Some(b'}') => break,
                _ => return self.cursor.wrong(),
            }
        }
        self.cursor.at += 1;
        if alike && let Some(name) = repeated(self.names.get_mut(outer..).unwrap_or_default()) {
            self.repeated = Some(name.to_owned());
            return Err(Fault::Repeated);
        }
        self.names.truncate(outer);
        Ok(())
    }

    /// A list from its bracket on; `depth` levels are left, this one included.
    fn list(
        &mut self,
        depth: usize,
        element: &mut impl FnMut(Value<'a>, Range<usize>),
    ) -> Read<()> {
        self.cursor.at += 1;
        if self.cursor.next_token() == Some(b']') {
            self.cursor.at += 1;
            return Ok(());
        }
        loop {
            self.cursor.next_token();
            let start = self.cursor.at;
            let value = self.value(depth - 1)?;
            element(value, start..self.cursor.at);
            match self.cursor.next_token() {
                Some(b',') => self.cursor.at += 1,
                Some(b']') => break,
                _ => return self.cursor.wrong(),
            }
        }
        self.cursor.at += 1;
        Ok(())
    }

    /// Any value; `depth` levels are left for it.
    fn value(&mut self, depth: usize) -> Read<Value<'a>> {
        match self.cursor.next_token() {
            Some(b'"') => self.cursor.string().map(Value::Text),
            Some(b'-' | b'0'..=b'9') => self.cursor.number().map(Value::Number),
            Some(b'{' | b'[') if depth == 0 => Err(Fault::Deep),
            Some(b'[') => {
                let mut texts = Some(Vec::new());
                self.list(depth, &mut |value, _| match (value, &mut texts) {
                    (Value::Text(text), Some(texts)) => texts.push(text),
                    _ => texts = None,
                })?;
                Ok(texts.map_or(Value::List, Value::Texts))
            }
            Some(b'{') => {
                self.object(depth, &mut |_, _, _| ())?;
                Ok(Value::Object)
            }
            Some(b't') => self.cursor.word("true").map(|()| Value::Bool(true)),
            Some(b'f') => self.cursor.word("false").map(|()| Value::Bool(false)),
            Some(b'n') => self.cursor.word("null").map(|()| Value::Null),
            _ => self.cursor.wrong(),
        }
    }
}

/// A name that is there twice. Sorts many: comparing each with each would let a
/// long token cost a lot.
fn repeated<'n>(names: &'n mut [Cow<'_, str>]) -> Option<&'n str> {
    if names.len() > 16 {
        names.sort_unstable();
        return names
            .windows(2)
            .find_map(|pair| (pair[0] == pair[1]).then_some(&*pair[0]));
    }
    let mut all = names.iter().enumerate();
    all.find_map(|(index, name)| {
        names
            .iter()
            .take(index)
            .any(|other| other == name)
            .then_some(&**name)
    })
}

/// One bit of 64: equal names have the same, most others another one.
fn mark(name: &str) -> u64 {
    let (first, last) = match *name.as_bytes() {
        [] => (0, 0),
        [only] => (only, only),
        [first, .., last] => (first, last),
    };
    1 << ((usize::from(first) * 5 + usize::from(last) * 3 + name.len()) % 64)
}
