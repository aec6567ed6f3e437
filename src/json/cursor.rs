//! A place in a text, and the steps from it.

/// Why a text is refused, without saying where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    NotAnObject,
    NotAList,
    /// The text ends before the JSON does.
    Early,
    /// A name occurs twice in one object.
    Repeated,
    Deep,
    /// A number is beyond a double.
    Large,
    /// Half a surrogate pair stands alone.
    Surrogate,
    /// The byte at the cursor cannot be there.
    Malformed,
}

pub(super) type Read<T> = Result<T, Fault>;

pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    /// How many bytes have been taken.
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    #[inline(always)]
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no white space, still to be taken.
    #[inline(always)]
    pub(super) fn next_token(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                other => return other,
            }
        }
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
    pub(super) fn word(&mut self, word: &str) -> Read<()> {
        word.bytes().try_for_each(|byte| self.expect(byte))
    }

    pub(super) fn wrong<T>(&self) -> Read<T> {
        Err(match self.peek() {
            Some(_) => Fault::Malformed,
            None => Fault::Early,
        })
    }

    /// The text from `start` to here.
    pub(super) fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }
}
