//! Strings and their escapes (RFC 8259 section 7).

use super::cursor::{Cursor, Fault, Read};
use std::borrow::Cow;

impl<'a> Cursor<'a> {
    /// A string from its quotation mark on.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Read<Cow<'a, str>> {
        self.expect(b'"')?;
        let run = self.run();
        match self.take(b'"') {
            true => Ok(Cow::Borrowed(run)),
            false => self.unescaped(run).map(Cow::Owned),
        }
    }

    /// The rest of a string that begins with `run`, which is not all of it.
    #[cold]
    fn unescaped(&mut self, run: &str) -> Read<String> {
        let mut text = run.to_owned();
        while self.take(b'\\') {
            text.push(self.escape()?);
            text.push_str(self.run());
        }
        self.expect(b'"')?;
        Ok(text)
    }

    /// What stands for itself from here on.
    #[inline(always)]
    fn run(&mut self) -> &'a str {
        let start = self.at;
        self.at += plain(self.text.as_bytes().get(start..).unwrap_or_default());
        self.since(start)
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
                if !(self.take(b'\\') && self.take(b'u')) {
                    return Err(Fault::Surrogate);
                }
                match self.code_unit()? {
                    second @ 0xdc00..=0xdfff => {
                        0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
                    }
                    _ => return Err(Fault::Surrogate),
                }
            }
            other => other,
        };
        char::from_u32(code).ok_or(Fault::Surrogate)
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
#[inline(always)]
pub(super) fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGHS: u64 = ONES << 7;
    // The lowest byte whose highest bit this sets is the lowest one that is
    // below `bound`; what lies above it may be wrong.
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word & HIGHS;
    let (words, rest) = bytes.as_chunks();
    let mut at = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let quotation_mark = below(word ^ (ONES * u64::from(b'"')), 1);
        let backslash = below(word ^ (ONES * u64::from(b'\\')), 1);
        let special = quotation_mark | backslash | below(word, 0x20);
        if special != 0 {
            return at + special.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let special = |byte: &u8| *byte == b'"' || *byte == b'\\' || *byte < 0x20;
    at + rest.iter().position(special).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
