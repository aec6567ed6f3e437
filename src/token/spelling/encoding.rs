//! What people put around a text, and taking it off.

use base64ct::{Base64Unpadded, Encoding};
use std::str;
use zeroize::Zeroizing;

/// Bytes as text: UTF-8, or UTF-16 of what is all ASCII, as PowerShell writes files.
pub(super) fn text(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let narrow = |zeros: usize| {
        let mut pairs = bytes.chunks_exact(2);
        let is_wide = !bytes.is_empty()
            && pairs.len() * 2 == bytes.len()
            && pairs.all(|pair| match (pair.get(zeros), pair.get(1 - zeros)) {
                (Some(0), Some(_)) => true,
                // The byte order mark.
                (Some(one), Some(other)) => {
                    (*one, *other) == (0xff, 0xfe) || (*one, *other) == (0xfe, 0xff)
                }
                _ => false,
            });
        is_wide.then(|| {
            let others = bytes.iter().skip(1 - zeros).step_by(2);
            others.copied().filter(u8::is_ascii).collect::<Vec<u8>>()
        })
    };
    let text = match narrow(1).or_else(|| narrow(0)) {
        Some(narrow) => String::from_utf8(narrow).ok(),
        None => str::from_utf8(bytes).ok().map(str::to_owned),
    };
    text.map(Zeroizing::new)
}

/// Without a byte order mark, white space around it, and a line break at its end that
/// is written as `\n`.
pub(super) fn trimmed(text: &str) -> &str {
    let is_nothing = |character: char| character.is_ascii_whitespace() || character == '\u{feff}';
    let mut text = text.trim_matches(is_nothing);
    while let Some(shorter) = text.strip_suffix("\\n").or(text.strip_suffix("\\r")) {
        text = shorter.trim_end_matches('\\');
    }
    text
}

/// Without the quotation marks around it, with its escapes undone, or without the
/// prefix that says `base64`. `None` where there is none of these.
pub(super) fn unquoted(text: &str) -> Option<Zeroizing<String>> {
    for quote in ['"', '\'', '`'] {
        if let Some(inner) = text.strip_prefix(quote) {
            let inner = inner.strip_suffix(quote)?;
            // Only these have escapes in them.
            return Some(match quote {
                '"' => undone(inner),
                _ => Zeroizing::new(inner.to_owned()),
            });
        }
    }
    if text.contains('\\') {
        return Some(undone(text));
    }
    // A data URL (RFC 2397), or what some frameworks write before a key.
    let (prefix, inner) = text
        .split_once("base64")
        .map(|(before, after)| (before, after.get(1..)))?;
    let is_prefix = prefix.is_empty() || prefix.starts_with("data:");
    let inner = inner.filter(|_| is_prefix && text.contains([',', ':']))?;
    Some(Zeroizing::new(inner.to_owned()))
}

/// The same with as many layers of escapes as there are: nothing that is read as
/// PEM has a backslash of its own.
pub(in crate::token) fn unescaped(text: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(text.to_owned());
    for _ in 0..4 {
        if !text.contains('\\') {
            break;
        }
        text = undone(&text);
    }
    text
}

/// One layer of the escapes of JSON and of shells undone. One that is not known
/// stands for the character itself.
fn undone(text: &str) -> Zeroizing<String> {
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if character != '\\' {
            plain.push(character);
            continue;
        }
        match rest.next() {
            Some('n') => plain.push('\n'),
            Some('r') => plain.push('\r'),
            Some('t') => plain.push('\t'),
            Some('u') => {
                let code = rest.as_str().get(..4);
                let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
                let character = code.and_then(char::from_u32);
                plain.extend(character);
                if character.is_some() {
                    let _escape = rest.nth(3);
                }
            }
            // The break of a line that goes on.
            Some('\n') | None => {}
            Some(other) => plain.push(other),
        }
    }
    plain
}

/// The shortest text that is decoded, in characters: no key is shorter.
const SHORTEST: usize = 40;

/// The bytes of base64: of either alphabet, padded or not, broken into lines or not.
/// Each character is looked up in constant time.
pub(in crate::token) fn base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut compact = Zeroizing::new(String::with_capacity(text.len()));
    let kept = text
        .chars()
        .filter(|character| !character.is_ascii_whitespace());
    compact.extend(kept.map(|character| match character {
        '-' => '+',
        '_' => '/',
        other => other,
    }));
    let digits = compact.trim_end_matches('=');
    if digits.len() < SHORTEST {
        return None;
    }
    Base64Unpadded::decode_vec(digits).map(Zeroizing::new).ok()
}

/// The bytes of hexadecimal digits, in either case, with `0x` before them and colons
/// or white space between them or not.
pub(in crate::token) fn hex(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let mut bytes = Zeroizing::new(Vec::with_capacity(digits.len() / 2));
    let mut high = None;
    for character in digits.chars() {
        if character == ':' || character.is_ascii_whitespace() {
            continue;
        }
        let digit = u8::try_from(character.to_digit(16)?).ok()?;
        match high.take() {
            None => high = Some(digit << 4),
            Some(high) => bytes.push(high | digit),
        }
    }
    (high.is_none() && bytes.len() * 2 >= SHORTEST).then_some(bytes)
}
