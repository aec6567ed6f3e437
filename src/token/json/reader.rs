//! Objects, lists and what lies in them, one byte after the other.

use super::{MAX_DEPTH, Value};
use std::borrow::Cow;

#[derive(Debug, PartialEq)]
pub(super) enum Problem {
    NotAnObject,
    Early,
    Twice,
    Deep,
    /// A number is beyond a double.
    Large,
    /// Half a surrogate pair stands alone.
    Surrogate,
    /// The byte at the reader's place cannot be there.
    Malformed,
}

pub(super) type Read<T> = Result<T, Problem>;

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    /// How many bytes have been taken.
    pub(super) at: usize,
    /// The names of the objects that are being read, the innermost one's last.
    names: Vec<Cow<'a, str>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            names: Vec::with_capacity(8),
        }
    }

    /// Hands every member of the one object to `member`.
    pub(super) fn document(
        &mut self,
        member: &mut impl FnMut(&Cow<'a, str>, Value<'a>),
    ) -> Read<()> {
        if self.next_token() != Some(b'{') {
            return Err(Problem::NotAnObject);
        }
        self.object(MAX_DEPTH, member)?;
        match self.next_token() {
            None => Ok(()),
            Some(_) => Err(Problem::Malformed),
        }
    }

    #[inline(always)]
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no white space, still to be taken.
    #[inline(always)]
    fn next_token(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                other => return other,
            }
        }
    }

    pub(super) fn wrong<T>(&self) -> Read<T> {
        Err(match self.peek() {
            Some(_) => Problem::Malformed,
            None => Problem::Early,
        })
    }

    /// Takes `byte` if it is the next one.
    #[inline(always)]
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    #[inline(always)]
    pub(super) fn expect(&mut self, byte: u8) -> Read<()> {
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
        member: &mut impl FnMut(&Cow<'a, str>, Value<'a>),
    ) -> Read<()> {
        self.at += 1;
        let outer = self.names.len();
        let mut marks = 0;
        let mut alike = false;
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
            let mark = mark(&name);
            alike |= marks & mark != 0;
            marks |= mark;
            member(&name, value);
            self.names.push(name);
            match self.next_token() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return self.wrong(),
            }
        }
        self.at += 1;
        if alike && repeats(self.names.get_mut(outer..).unwrap_or_default()) {
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

/// One bit of 64: equal names have the same, most others another one.
fn mark(name: &str) -> u64 {
    let (first, last) = match *name.as_bytes() {
        [] => (0, 0),
        [only] => (only, only),
        [first, .., last] => (first, last),
    };
    1 << ((usize::from(first) * 5 + usize::from(last) * 3 + name.len()) % 64)
}
