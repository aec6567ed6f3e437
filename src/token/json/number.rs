//! Numbers (RFC 8259 section 6).

use super::reader::{Problem, Read, Reader};
use super::{Number, Value};

impl<'a> Reader<'a> {
    /// One that is too large for a double is refused, as it could not be
    /// compared.
    pub(super) fn number(&mut self) -> Read<Value<'a>> {
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
        // Most are times: short, whole, and exact as a double. `str::parse` would
        // add 14 kB to the WebAssembly; serde_json's is there for headers and keys,
        // and may differ from it in the last bit.
        let value = match text.len() < 16 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            true => text
                .bytes()
                .fold(0.0, |number, digit| number * 10.0 + f64::from(digit - b'0')),
            false => serde_json::from_str(text).unwrap_or(f64::NAN),
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
}
