//! Mail addresses: which texts are one, and which of them are the same.
//!
//! The rules and the words are those of pydantic's `EmailStr` (pydantic 2.14 over
//! email-validator 2.3, which cites RFC 5321, 5322 and 6531), because that is what
//! clients of fastapi-users know. A name after the `@` that is not in ASCII has to be
//! given as the domain name system has it (`xn--…`).
//!
//! Addresses are compared without regard to case: the standard leaves the part before
//! the `@` to the receiver (RFC 5321 section 2.4), and no receiver of weight makes a
//! difference. They are kept as they were given, with the domain in small letters.

/// The longest address, in bytes (RFC 5321 section 4.5.3.1.3).
const LONGEST: usize = 254;

/// The longest text that pydantic looks at, in characters.
const LONGEST_TEXT: usize = 2048;

/// The longest label of a domain, and the longest domain, in bytes (RFC 1035 section 2.3.4).
const LONGEST_LABEL: usize = 63;
const LONGEST_DOMAIN: usize = 253;

/// Domains that are for other things (RFC 6761, 6762, 7686).
const RESERVED: [&str; 6] = ["arpa", "invalid", "local", "localhost", "onion", "test"];

/// Names before the `@` that mean the same in any case (RFC 2142).
const ROLES: [&str; 15] = [
    "info",
    "marketing",
    "sales",
    "support",
    "abuse",
    "noc",
    "security",
    "postmaster",
    "hostmaster",
    "usenet",
    "news",
    "webmaster",
    "www",
    "uucp",
    "ftp",
];

/// What is compared: two addresses are the same where this is.
pub fn comparable(address: &str) -> String {
    address.to_lowercase()
}

/// Reads an address and gives it as it is kept.
///
/// # Errors
/// What is wrong, in email-validator's words.
pub fn read(text: &str) -> Result<String, String> {
    let length = text.chars().count();
    if length > LONGEST_TEXT {
        return Err(format!("Length must not exceed {LONGEST_TEXT} characters"));
    }
    if text.contains(['\r', '\n']) {
        return Err("Carriage return and line feed characters are not allowed".into());
    }
    let text = inside_brackets(text.trim()).trim();
    let (local, domain) = split(text)?;
    check_local(local)?;
    if domain.is_empty() {
        return Err("There must be something after the @-sign.".into());
    }
    check_domain(domain)?;
    let one_spelling: String = local.chars().map(in_one_spelling).collect();
    if one_spelling != local {
        check_local(&one_spelling)
            .map_err(|problem| format!("After Unicode normalization: {problem}"))?;
    }
    let lower = one_spelling.to_ascii_lowercase();
    let local = match ROLES.contains(&lower.as_str()) {
        true => lower,
        false => one_spelling,
    };
    let address = format!("{local}@{}", domain.to_ascii_lowercase());
    match address.len().checked_sub(LONGEST) {
        None | Some(0) => Ok(address),
        Some(more) => Err(format!(
            "The email address is too long ({more} character{} too many).",
            plural(more)
        )),
    }
}

/// Maps the five characters that Unicode's normalization (UAX 15, NFC) or a change of
/// case turns into another one: into `;`, a backtick or `K`, which are ASCII, or into
/// `Ω` or `Å`.
const fn in_one_spelling(character: char) -> char {
    match character {
        '\u{37e}' => ';',
        '\u{1fef}' => '`',
        '\u{2126}' => 'Ω',
        '\u{212a}' => 'K',
        '\u{212b}' => 'Å',
        other => other,
    }
}

/// `Name <address>`, as mail programs write it, is the address; the name may be in
/// quotes, or missing.
fn inside_brackets(text: &str) -> &str {
    let Some(rest) = text.strip_suffix('>') else {
        return text;
    };
    let is_name = |name: &str| match name.strip_prefix('"') {
        Some(quoted) => quoted.len() > 1 && quoted.ends_with('"'),
        None => name.chars().all(|one| {
            one.is_alphanumeric() || one.is_whitespace() || ".!#$%&'*+-/=?^_`{|}~".contains(one)
        }),
    };
    let inside = rest.rmatch_indices('<').find_map(|(at, _)| {
        let (name, address) = (rest.get(..at)?, rest.get(at + 1..)?);
        (is_name(name.trim_end()) && !address.is_empty()).then_some(address)
    });
    inside.unwrap_or(text)
}

/// What is before and after the first `@` that is not in quotes.
fn split(text: &str) -> Result<(&str, &str), String> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let sign = text.find(|character| {
        let was_escaped = std::mem::take(&mut is_escaped);
        match character {
            '\\' => is_escaped = is_quoted && !was_escaped,
            '"' if !was_escaped => is_quoted = !is_quoted,
            _ => return !is_quoted && matches!(character, '@' | '<'),
        }
        false
    });
    let (before, after) = sign.map_or((text, ""), |at| text.split_at(at));
    match after.strip_prefix('@') {
        Some(domain) => Ok((before, domain)),
        None if after.is_empty() => Err(no_sign(text)),
        None if !after.contains('>') => Err("An open angle bracket at the start of the email address has to be followed by a close angle bracket at the end.".into()),
        None if !after.trim_end().ends_with('>') => Err("There can't be anything after the email address.".into()),
        None => Err("A display name and angle brackets around the email address are not permitted here.".into()),
    }
}

fn no_sign(text: &str) -> String {
    let other = match text {
        text if text.contains('\u{ff20}') => "\"full-width\" at-sign (@)",
        text if text.contains('\u{fe6b}') => "\"small commercial at\"",
        _ => return "An email address must have an @-sign.".into(),
    };
    format!("The email address has the {other} character instead of a regular at-sign.")
}

fn check_local(local: &str) -> Result<(), String> {
    if local.is_empty() {
        return Err("There must be something before the @-sign.".into());
    }
    if local.starts_with('"') {
        return Err("Quoting the part before the @-sign is not allowed here.".into());
    }
    let fits = |character: char| {
        character.is_ascii_alphanumeric()
            || "_!#$%&'*+-/=?^`{|}~.".contains(character)
            || !character.is_ascii()
    };
    if let Some(list) = unfit(local, fits) {
        return Err(format!(
            "The email address contains invalid characters before the @-sign: {list}."
        ));
    }
    let place = (
        "An email address cannot start with a ",
        "",
        "An email address cannot have a ",
        " immediately before the @-sign",
    );
    check_dots(local, place)?;
    check_unsafe(local)
}

fn check_domain(domain: &str) -> Result<(), String> {
    if domain.starts_with('[') && domain.ends_with(']') {
        return Err("A bracketed IP address after the @-sign is not allowed here.".into());
    }
    let fits = |character: char| {
        character.is_ascii_alphanumeric() || "-.".contains(character) || !character.is_ascii()
    };
    if let Some(list) = unfit(domain, fits) {
        return Err(format!(
            "The part after the @-sign contains invalid characters: {list}."
        ));
    }
    check_unsafe(domain)?;
    if let Some(list) = unfit(domain, |character| character.is_ascii()) {
        return Err(format!(
            "The part after the @-sign has to be in ASCII (xn--…), it contains: {list}."
        ));
    }
    let place = (
        "An email address cannot have a ",
        " immediately after the @-sign",
        "An email address cannot end with a ",
        "",
    );
    check_dots(domain, place)?;
    if domain.ends_with('-') {
        return Err("An email address cannot end with a hyphen.".into());
    }
    if domain.starts_with('-') {
        return Err("An email address cannot have a hyphen immediately after the @-sign.".into());
    }
    if domain.contains(".-") || domain.contains("-.") {
        return Err(
            "An email address cannot have a period and a hyphen next to each other.".into(),
        );
    }
    let is_punycode = |label: &str| {
        label
            .get(..2)
            .is_some_and(|two| two.eq_ignore_ascii_case("xn"))
    };
    let reserved_prefix = |label: &str| label.get(2..4) == Some("--") && !is_punycode(label);
    if domain.split('.').any(reserved_prefix) {
        return Err("An email address cannot have two letters followed by two dashes immediately after the @-sign or after a period, except Punycode.".into());
    }
    if let Some(more @ 1..) = domain.len().checked_sub(LONGEST_DOMAIN) {
        return Err(format!(
            "The email address is too long after the @-sign ({more} character{} too many).",
            plural(more)
        ));
    }
    for label in domain.split('.') {
        if let Some(more @ 1..) = label.len().checked_sub(LONGEST_LABEL) {
            return Err(format!(
                "After the @-sign, periods cannot be separated by so many characters ({more} character{} too many).",
                plural(more)
            ));
        }
    }
    if !domain.contains('.') {
        return Err("The part after the @-sign is not valid. It should have a period.".into());
    }
    if !domain.ends_with(|character: char| character.is_ascii_alphabetic()) {
        return Err(
            "The part after the @-sign is not valid. It is not within a valid top-level domain."
                .into(),
        );
    }
    let domain = domain.to_ascii_lowercase();
    let reserved = |name: &str| {
        let rest = domain.strip_suffix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    match RESERVED.iter().any(|name| reserved(name)) {
        true => Err("The part after the @-sign is a special-use or reserved name that cannot be used with email.".into()),
        false => Ok(()),
    }
}

/// The words before and after `period` for one at the start and one at the end.
fn check_dots(text: &str, place: (&str, &str, &str, &str)) -> Result<(), String> {
    let (start, after_start, end, after_end) = place;
    if text.ends_with('.') {
        return Err(format!("{end}period{after_end}."));
    }
    if text.starts_with('.') {
        return Err(format!("{start}period{after_start}."));
    }
    match text.contains("..") {
        true => Err("An email address cannot have two periods in a row.".into()),
        false => Ok(()),
    }
}

fn check_unsafe(text: &str) -> Result<(), String> {
    match unfit(text, is_safe) {
        Some(list) => Err(format!(
            "The email address contains unsafe characters: {list}."
        )),
        None => Ok(()),
    }
}

/// Whether a character is safe, that is, cannot make one address look like another.
/// Combining marks can: a letter with one may be written as one character or two, and
/// only the first is accepted.
fn is_safe(character: char) -> bool {
    !(character.is_control()
        || character.is_whitespace()
        || matches!(character, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{10ffff}'))
}

/// The characters that do not fit, each once, as Python's email-validator names them.
fn unfit(text: &str, fits: impl Fn(char) -> bool) -> Option<String> {
    let mut wrong: Vec<String> = text.chars().filter(|one| !fits(*one)).map(name).collect();
    wrong.sort_unstable();
    wrong.dedup();
    (!wrong.is_empty()).then(|| wrong.join(", "))
}

fn name(character: char) -> String {
    match character {
        ' ' => "SPACE".into(),
        '\u{a0}' => "NO-BREAK SPACE".into(),
        '\u{ad}' => "SOFT HYPHEN".into(),
        '\u{200b}' => "ZERO WIDTH SPACE".into(),
        '\\' => "\"\\\"".into(),
        '\'' => "\"'\"".into(),
        _ if is_safe(character) => format!("'{character}'"),
        _ => format!("U+{:04X}", u32::from(character)),
    }
}

const fn plural(number: usize) -> &'static str {
    if number > 1 { "s" } else { "" }
}

#[cfg(test)]
mod tests;
