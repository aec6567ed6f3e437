//! Numbers (RFC 8259 section 6).

use super::cursor::{Cursor, Fault, Read};
use super::value::Number;

impl<'a> Cursor<'a> {
    /// One that is too large for a double is refused, as it could not be
    /// compared.
    pub(super) fn number(&mut self) -> Read<Number<'a>> {
        let start = self.at;
        let negative = self.take(b'-');
        let mut whole = 0;
        if !self.take(b'0') {
            whole = self.digits()?;
        }
        let integer = !negative && !matches!(self.peek(), Some(b'.' | b'e' | b'E'));
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _sign = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        let text = self.since(start);
        // Most are times: short, whole, and exact as a double. `str::parse` would
        // add 14 kB to the WebAssembly; serde_json's is there for headers and keys,
        // and may differ from it in the last bit.
        let value = match integer && text.len() < 16 {
            #[expect(clippy::cast_precision_loss, reason = "fifteen digits are exact")]
            true => whole as f64,
            false => serde_json::from_str(text).unwrap_or(f64::NAN),
        };
        match value.is_finite() {
            true => Ok(Number { value, text }),
            false => Err(Fault::Large),
        }
    }

    /// One digit or more, and what they say, modulo 2^64.
    fn digits(&mut self) -> Read<u64> {
        let start = self.at;
        let mut number: u64 = 0;
        while let Some(byte @ b'0'..=b'9') = self.peek() {
            number = number.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
            self.at += 1;
        }
        match self.at > start {
            true => Ok(number),
            false => self.wrong(),
        }
    }
}
