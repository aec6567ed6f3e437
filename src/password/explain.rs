//! What a text is that is no stored hash: the accidents that happen to a hash on its
//! way into a column and out of it, each with what to do about it.

use std::borrow::Cow;

use super::encoding::{b64_any, read_hex};
use super::scheme;
use crate::error::Error;

/// A text that is passed on as it is.
const SAME: &str = "store and pass the hash itself";

/// The error of a text that cannot be read, in better words where it is no known
/// format. It repeats nothing of the text but names of formats.
pub(super) fn why(encoded: &str, error: Error) -> Error {
    if error != scheme::unknown() {
        return error;
    }
    let found = accident(encoded).or_else(|| unread(encoded).map(Cow::Owned));
    Error::HashFormat(found.unwrap_or(Cow::Borrowed(
        "the stored hash is of no known format; `verify` takes the password first, then the hash",
    )))
}

/// The error where the password is a hash and the hash is none.
pub(super) fn swapped(password: &[u8], error: Error) -> Error {
    let is_hash = std::str::from_utf8(password).is_ok_and(|text| text.len() > 20 && reads(text));
    match error {
        Error::HashFormat(_) if is_hash => Error::HashFormat(
            "the arguments are swapped: the password comes first, then the stored hash".into(),
        ),
        error => error,
    }
}

/// Whether it is a hash that some password matches.
fn reads(text: &str) -> bool {
    !scheme::is_unusable(text) && scheme::read(text).is_ok()
}

/// Whether it is a hash with a name before it: what is known by its shape alone may
/// be anything.
fn begins_as_one(text: &str) -> bool {
    text.starts_with(['$', '{']) && reads(text)
}

fn accident(text: &str) -> Option<Cow<'static, str>> {
    before(text)
        .or_else(|| spelled_by_a_language(text))
        .or_else(|| encoded(text))
        .or_else(|| dollars(text))
        .map(Cow::Borrowed)
        .or_else(|| beside_others(text))
}

/// White space, a byte order mark, quotes.
fn before(text: &str) -> Option<&'static str> {
    if text.starts_with(|c: char| c.is_whitespace() || c == '\u{feff}') {
        return Some("there is white space or a byte order mark before the hash: take it away");
    }
    if text.starts_with("b'") || text.starts_with("b\"") {
        return Some(
            "this is how Python shows bytes, b'…': store `hashed.decode(\"ascii\")`, and take b' and ' away from what is stored",
        );
    }
    text.starts_with(['"', '\'', '`', '“', '‘'])
        .then_some("there are quotes around the hash: take them away")
}

/// What JSON, JavaScript and Python make of what is no text.
fn spelled_by_a_language(text: &str) -> Option<&'static str> {
    let compact: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(16)
        .collect();
    if compact.starts_with("{\"type\":\"Buffer") {
        return Some(
            "this is the JSON of a Node Buffer: store `buffer.toString(\"utf8\")`, and read what is stored with `Buffer.from(JSON.parse(text)).toString(\"utf8\")`",
        );
    }
    if compact.starts_with("{\"0\":") {
        return Some("this is the JSON of a Uint8Array: store `new TextDecoder().decode(bytes)`");
    }
    let list = compact.strip_prefix('[').unwrap_or(&compact);
    let is_list = |start: &str| list.starts_with(start);
    if ["36,", "123,"].into_iter().any(is_list) {
        return Some("this is a list of bytes: store `new TextDecoder().decode(bytes)`");
    }
    if text.starts_with("[object ") {
        return Some(
            "this is what JavaScript makes of an object, [object …]: was a Promise not awaited?",
        );
    }
    ["undefined", "null", "NULL", "None", "nil", "NaN"]
        .contains(&text)
        .then_some("this is the name of a missing value, made into text: there is no hash")
}

/// Hexadecimal digits, base64, what Dovecot has in braces, percent signs.
fn encoded(text: &str) -> Option<&'static str> {
    let as_text = |bytes: Vec<u8>| String::from_utf8(bytes).ok();
    let hex = |text: &str| read_hex(text).and_then(as_text);
    if text.strip_prefix("\\x").and_then(hex).is_some() {
        return Some(
            "this is PostgreSQL's spelling of a bytea column, \\x…: read it with convert_from(column, 'UTF8'), or make the column text",
        );
    }
    if text.strip_prefix("0x").and_then(hex).is_some() {
        return Some("this is a database's spelling of a binary column, 0x…: read it as text");
    }
    if hex(text).is_some_and(|text| begins_as_one(&text)) {
        return Some("these are the hexadecimal digits of a hash: decode them once");
    }
    let plain = b64_any("", text).ok().and_then(as_text);
    if plain.is_some_and(|text| begins_as_one(text.trim_end())) {
        return Some(
            "this is the base64 of a hash, as LDIF has it after two colons: decode it once",
        );
    }
    if scheme::names_an_encoding(text) {
        return Some(
            "what comes after the braces is not encoded as they say, .HEX or .B64, or no known format",
        );
    }
    text.get(..3)
        .is_some_and(|start| ["%24", "%7b", "%7B"].contains(&start))
        .then_some("this is percent-encoded, %24 for $: decode it once")
}

/// What shells, `.env` files and templates do to a `$`.
fn dollars(text: &str) -> Option<&'static str> {
    if text.starts_with("\\$") {
        return Some("there are backslashes before the $: take them away");
    }
    if text.starts_with("$$") {
        return Some("each $ is there twice, as a Compose file needs it: take one of them away");
    }
    is_expanded(text).then_some(
        "parts of the hash are gone: something has taken what comes after a $ for a variable, a .env file or a shell, say. Put it into single quotes there, or store the hash elsewhere",
    )
}

fn is_expanded(text: &str) -> bool {
    // `$argon2id`, `$v`, `$rounds`, `$ln` are gone.
    let after_names = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    if text.strip_prefix('=').is_some_and(after_names) {
        return true;
    }
    // The first `$` alone, or `$` and a name.
    let names = [
        "argon2id$v=",
        "argon2i$v=",
        "argon2d$v=",
        "$v=19$",
        "v=19$",
        "$m=",
        "m=",
        "-sha1$",
        "-sha256$",
        "-sha512$",
        "$ln=",
        "ln=",
        "$rounds=",
        "rounds=",
    ];
    names.iter().any(|name| text.starts_with(name)) || is_expanded_bcrypt(text)
}

/// `b$12$…`, `2b$12$…`, `$12$…` of a `.env` file; `b2` and what begins with it of a
/// shell, to which `$2` and `$1` are arguments and the rest is a name.
fn is_expanded_bcrypt(text: &str) -> bool {
    let rest = text.strip_prefix('2').unwrap_or(text);
    let rest = rest
        .strip_prefix(['a', 'b', 'x', 'y'])
        .map_or(rest, |rest| rest);
    let cost = rest.strip_prefix('$').unwrap_or(rest);
    if let [tens, ones, b'$', more @ ..] = cost.as_bytes() {
        return tens.is_ascii_digit() && ones.is_ascii_digit() && more.len() <= 53;
    }
    match text.as_bytes() {
        [b'a' | b'b' | b'x' | b'y', digit, rest @ ..] => {
            digit.is_ascii_digit() && matches!(rest, [] | [b'.' | b'/', ..])
        }
        _ => false,
    }
}

/// Characters that separate a hash from what lies beside it.
const SEPARATORS: [char; 8] = [':', ' ', '\t', ',', ';', '=', '|', '"'];

/// How many places are tried: real lines have few fields.
const MOST_PLACES: usize = 10;

/// A name before it, as in htpasswd, or fields around it, as in `/etc/shadow`.
fn beside_others(text: &str) -> Option<Cow<'static, str>> {
    let places = text.match_indices(SEPARATORS).take(MOST_PLACES);
    let mut rests = places.filter_map(|(at, separator)| text.get(at + separator.len()..));
    let whole = |rest: &str| {
        let end = rest.find([':', '"']).unwrap_or(rest.len());
        begins_as_one(rest) || begins_as_one(&rest[..end])
    };
    rests.any(|rest| whole(rest.trim_start())).then(|| {
        format!(
            "there is something before the hash: a name and a colon, as in htpasswd and /etc/shadow? {SAME}, from its first $ or brace on"
        )
        .into()
    })
}

/// Prefixes of what is known and not read, and what it is.
const UNREAD: [(&str, &str); 21] = [
    ("$gy$", "GOST-yescrypt"),
    ("$sha1$", "NetBSD's SHA-1 crypt"),
    ("$md5,", "Sun's MD5-crypt"),
    ("$3$", "NT"),
    ("$NT$", "NT"),
    ("$p5k2$", "cryptacular's PBKDF2"),
    ("$scram$", "SCRAM"),
    ("SCRAM-SHA-", "SCRAM"),
    ("{SCRAM-SHA", "SCRAM"),
    ("{CRAM-MD5}", "CRAM-MD5"),
    ("{HMAC-MD5}", "CRAM-MD5"),
    ("{DIGEST-MD5}", "DIGEST-MD5"),
    ("{NTLM}", "NT"),
    ("{NTHASH}", "NT"),
    ("{LANMAN}", "LAN Manager"),
    ("{DES-CRYPT}", "DES-crypt"),
    ("{SASL}", "SASL"),
    ("{OTP}", "one-time"),
    (":pbkdf2-legacy", "MediaWiki's wrapped MD5"),
    ("grub.pbkdf2.", "GRUB's PBKDF2"),
    ("_", "BSDi's DES-crypt"),
];

fn unread(text: &str) -> Option<String> {
    let begins = |prefix: &str| {
        text.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/');
    let crypt = if begins("{CRYPT}") {
        &text["{CRYPT}".len()..]
    } else {
        text
    };
    let known = UNREAD.iter().find(|(prefix, _)| begins(prefix));
    let name = match known {
        Some((_, name)) => name,
        None if crypt.len() == 13 && crypt.bytes().all(is_letter) => "DES-crypt",
        None => return None,
    };
    Some(format!(
        "keyward does not read {name} hashes: their users need a new password"
    ))
}
