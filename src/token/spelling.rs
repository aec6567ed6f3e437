//! What a text, or bytes, plainly are: a key in one of the forms in which people
//! have keys, or none.
//!
//! Keys are kept in environment variables, JSON files and databases, so one comes
//! in quotes, with `\n` in two characters, as base64 of the whole file, as bytes.
//! What it is decides what it may be used for: whoever takes the text of a public
//! key for an HMAC secret accepts tokens that everybody can sign who has that text
//! (RFC 8725 section 2.1). So one place looks, for the reading of keys and for
//! the refusal of secrets alike.

mod certificate;
mod encoding;
mod foreign;
mod structure;

use zeroize::Zeroizing;

pub(super) use certificate::subject_public_key_info;
pub(super) use encoding::{base64, hex, unescaped};
pub(super) use foreign::{OPENSSH_PRIVATE, OPENSSH_PUBLIC};
pub(super) use structure::UNKNOWN;

/// How many encodings may lie around each other, such as base64 of a text in quotes.
const MOST_LAYERS: usize = 6;

/// What something is.
pub(super) enum Spelling {
    /// PEM, or a text that holds some. It may still have escapes in it.
    Pem(Zeroizing<String>),
    /// A JWK, a JWK Set, an object of certificates, or other JSON, which is nobody's
    /// secret: the answer of a server that has no key to give.
    Json(Zeroizing<String>),
    /// One of the structures that a PEM holds.
    Der {
        /// The label that its PEM has.
        label: &'static str,
        der: Zeroizing<Vec<u8>>,
        /// Whether it came as a text, base64 or hexadecimal, without the two lines
        /// that say what it is.
        bare: bool,
    },
    /// A key in a form that is not read; the text says what to do.
    Foreign(&'static str),
}

/// What the bytes, or the UTF-8 of a text, plainly are. `None` is what may be an
/// HMAC secret.
pub(super) fn of(bytes: &[u8]) -> Option<Spelling> {
    look(bytes, MOST_LAYERS, false)
}

fn look(bytes: &[u8], layers: usize, bare: bool) -> Option<Spelling> {
    if let Some(label) = structure::label(bytes) {
        let der = Zeroizing::new(bytes.to_vec());
        return Some(Spelling::Der { label, der, bare });
    }
    if let Some(what_to_do) = foreign::bytes(bytes) {
        return Some(Spelling::Foreign(what_to_do));
    }
    let text = encoding::text(bytes)?;
    let text = encoding::trimmed(&text);
    if let Some(found) = plain(text) {
        return Some(found);
    }
    let layers = layers.checked_sub(1)?;
    if let Some(inner) = encoding::unquoted(text) {
        return look(inner.as_bytes(), layers, bare);
    }
    // What is hexadecimal is base64 as well.
    let decoded = [hex(text), base64(text)].into_iter().flatten();
    decoded
        .into_iter()
        .find_map(|inner| look(&inner, layers, true))
}

/// What a text is that has no encoding around it.
fn plain(text: &str) -> Option<Spelling> {
    let owned = || Zeroizing::new(text.to_owned());
    let armoured = text.contains("-----BEGIN");
    let json = json(text);
    if json == Some(Json::Plain) && (armoured || names_a_key_type(text) || is_whole(text)) {
        return Some(Spelling::Json(owned()));
    }
    if armoured && json.is_none() {
        return Some(Spelling::Pem(owned()));
    }
    foreign::text(text).map(Spelling::Foreign)
}

/// An object or a list.
#[derive(PartialEq, Eq)]
enum Json {
    Plain,
    /// As the content of a JSON string.
    Escaped,
}

/// Which one a text begins as, if any.
fn json(text: &str) -> Option<Json> {
    let unquoted = text.trim_start_matches(['"', '\'', '`', '\\']);
    let inner = unquoted.strip_prefix(['{', '['])?.trim_start();
    match unquoted.len() < text.len() || inner.starts_with('\\') {
        true => Some(Json::Escaped),
        false => Some(Json::Plain),
    }
}

/// Whether a text begins and ends as an object with members, or a list of them.
fn is_whole(text: &str) -> bool {
    let inner = |open, close| {
        let inner = text.strip_prefix(open)?.strip_suffix(close)?;
        Some(inner.trim_start())
    };
    inner('{', '}').is_some_and(|members| members.starts_with('"'))
        || inner('[', ']').is_some_and(|items| items.starts_with(['{', '"', '[']))
}

/// Whether `kty` is in it, however it is written: .NET and Python write it in their own ways.
fn names_a_key_type(text: &str) -> bool {
    let mut windows = text.as_bytes().windows(3);
    windows.any(|window| window.eq_ignore_ascii_case(b"kty"))
}
