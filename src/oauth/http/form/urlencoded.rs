//! `application/x-www-form-urlencoded` as the URL Standard has it (section 5.1): UTF-8,
//! and an escape that is none stands for itself.

use zeroize::Zeroizing;

use super::fields::{Form, Value};

/// Reads the fields of a body.
///
/// # Errors
/// Starlette's words where there are too many.
pub(super) fn read(body: &[u8]) -> Result<Form, String> {
    let mut form = Form::default();
    let fields = body.split(|byte| *byte == b'&');
    for field in fields.filter(|field| !field.is_empty()) {
        let sign = field.iter().position(|byte| *byte == b'=');
        let (name, value) = field.split_at(sign.unwrap_or(field.len()));
        let value = value.strip_prefix(b"=").unwrap_or_default();
        let mut name = decode(name);
        form.push(std::mem::take(&mut *name), Value::Text(decode(value)))?;
    }
    Ok(form)
}

/// A name or a value. It may be a password, so it is at no time in memory that is not wiped:
/// what is written into never grows.
pub(in crate::oauth) fn decode(text: &[u8]) -> Zeroizing<String> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let (byte, after) = match (first, after) {
            (b'+', _) => (b' ', after),
            (b'%', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => (high << 4 | low, after),
                _ => (b'%', rest.get(1..).unwrap_or_default()),
            },
            (byte, _) => (*byte, after),
        };
        bytes.push(byte);
        rest = after;
    }
    match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => Zeroizing::new(text),
        Err(error) => {
            let bytes = Zeroizing::new(error.into_bytes());
            let longest = bytes.len() * char::REPLACEMENT_CHARACTER.len_utf8();
            let mut text = Zeroizing::new(String::with_capacity(longest));
            for chunk in bytes.utf8_chunks() {
                text.push_str(chunk.valid());
                if !chunk.invalid().is_empty() {
                    text.push(char::REPLACEMENT_CHARACTER);
                }
            }
            text
        }
    }
}

/// The value of a hexadecimal digit.
fn digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text of four of these pieces, as the crate form_urlencoded reads it, which is that
    /// of the URL Standard's own parser in Rust.
    #[test]
    fn names_and_values_are_what_the_url_standard_says() {
        const PIECES: [&[u8]; 12] = [
            b"&", b"=", b"+", b"%", b"4", b"1", b"f", b"%C3", b"%a9", b"\xc3", b"\xff", b"g",
        ];
        for number in 0..PIECES.len().pow(4) {
            let places = (0..4).map(|place| number / PIECES.len().pow(place) % PIECES.len());
            let body: Vec<u8> = places.flat_map(|place| PIECES[place]).copied().collect();
            let expected: Vec<(String, String)> =
                form_urlencoded::parse(&body).into_owned().collect();
            let form = read(&body).unwrap();
            let found: Vec<(String, String)> = form.texts().collect();
            assert_eq!(found, expected, "{}", String::from_utf8_lossy(&body));
        }
    }
}
