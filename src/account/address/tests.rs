use super::*;

/// Each was given to pydantic 2.14.4 with email-validator 2.3.0.
#[test]
fn addresses_are_kept_as_pydantic_keeps_them() {
    for (text, kept) in [
        ("ann@example.com", "ann@example.com"),
        (" Ann.B+c@EXAMPLE.Com ", "Ann.B+c@example.com"),
        ("Ann B <ann@example.com>", "ann@example.com"),
        ("\"Ann <B>\" <ann@example.com> ", "ann@example.com"),
        ("<ann@example.com>", "ann@example.com"),
        ("PostMaster@example.com", "postmaster@example.com"),
        ("ü@example.com", "ü@example.com"),
        ("a@xn--bcher-kva.example", "a@xn--bcher-kva.example"),
        (
            "!#$%&'*+-/=?^_`{|}~@example.com",
            "!#$%&'*+-/=?^_`{|}~@example.com",
        ),
    ] {
        assert_eq!(read(text).as_deref(), Ok(kept), "{text}");
    }
}

#[test]
fn what_is_no_address_is_refused_in_the_words_of_pydantic() {
    for (text, reason) in [
        ("", "An email address must have an @-sign."),
        ("ann", "An email address must have an @-sign."),
        ("@example.com", "There must be something before the @-sign."),
        ("ann@", "There must be something after the @-sign."),
        (
            "ann@example",
            "The part after the @-sign is not valid. It should have a period.",
        ),
        (
            "ann@example.c0",
            "The part after the @-sign is not valid. It is not within a valid top-level domain.",
        ),
        (
            "ann@localhost",
            "The part after the @-sign is not valid. It should have a period.",
        ),
        (
            "ann@a.test",
            "The part after the @-sign is a special-use or reserved name that cannot be used with email.",
        ),
        (
            "a b@example.com",
            "The email address contains invalid characters before the @-sign: SPACE.",
        ),
        (
            "a(b@example.com",
            "The email address contains invalid characters before the @-sign: '('.",
        ),
        (
            "a@exa mple.com",
            "The part after the @-sign contains invalid characters: SPACE.",
        ),
        (
            "a@b@example.com",
            "The part after the @-sign contains invalid characters: '@'.",
        ),
        (
            ".a@example.com",
            "An email address cannot start with a period.",
        ),
        (
            "a.@example.com",
            "An email address cannot have a period immediately before the @-sign.",
        ),
        (
            "a..b@example.com",
            "An email address cannot have two periods in a row.",
        ),
        (
            "a@.example.com",
            "An email address cannot have a period immediately after the @-sign.",
        ),
        (
            "a@example.com.",
            "An email address cannot end with a period.",
        ),
        (
            "a@-example.com",
            "An email address cannot have a hyphen immediately after the @-sign.",
        ),
        (
            "a@[127.0.0.1]",
            "A bracketed IP address after the @-sign is not allowed here.",
        ),
        (
            "Ann <ann@example.com",
            "An open angle bracket at the start of the email address has to be followed by a close angle bracket at the end.",
        ),
        (
            "Ann <ann@example.com> x",
            "There can't be anything after the email address.",
        ),
        (
            "\"a@b\"@example.com",
            "Quoting the part before the @-sign is not allowed here.",
        ),
        ("\"a@example.com", "An email address must have an @-sign."),
        (
            "a\u{200b}b@example.com",
            "The email address contains unsafe characters: ZERO WIDTH SPACE.",
        ),
        (
            ".\u{200b}@example.com",
            "An email address cannot start with a period.",
        ),
        (
            "a@exa\u{ad}mple.com",
            "The email address contains unsafe characters: SOFT HYPHEN.",
        ),
        (
            "a\n@example.com",
            "Carriage return and line feed characters are not allowed",
        ),
    ] {
        assert_eq!(read(text), Err(reason.to_owned()), "{text}");
    }
    let long = format!("{}@example.com", "a".repeat(250));
    assert_eq!(
        read(&long),
        Err("The email address is too long (8 characters too many).".into())
    );
}

/// What two requests say with other characters is one address, and one mailbox. The
/// characters are all whose NFC or small letter is in ASCII in Unicode 16, and the letters
/// whose small letter is that of their NFC.
#[test]
fn a_sign_that_is_a_letter_is_that_letter() {
    for (text, kept) in [
        ("\u{212a}ann@example.com", "Kann@example.com"),
        ("mar\u{212a}eting@example.com", "marketing@example.com"),
        ("a\u{1fef}b@example.com", "a`b@example.com"),
        ("\u{2126}@example.com", "Ω@example.com"),
        ("\u{212b}@example.com", "Å@example.com"),
    ] {
        assert_eq!(read(text).as_deref(), Ok(kept), "{text}");
    }
    let reason = "After Unicode normalization: The email address contains invalid characters before the @-sign: ';'.";
    assert_eq!(read("a\u{37e}b@example.com"), Err(reason.into()));
    assert!(read("a@\u{212a}ann.example").is_err());
    let in_ascii = |text: &str| text.chars().any(|one| one.is_ascii());
    for character in ('\u{80}'..=char::MAX).filter(|one| is_safe(*one)) {
        let Ok(kept) = read(&format!("{character}@example.com")) else {
            continue;
        };
        let local = kept.split('@').next().unwrap_or_default();
        let small = comparable(local);
        // i and a mark, which no other address has.
        let has_a_mark = small.contains('\u{307}');
        assert!(
            in_ascii(local) || has_a_mark || !in_ascii(&small),
            "{character}"
        );
    }
}

/// pydantic takes these; here two texts that look alike are never two addresses.
#[test]
fn what_has_two_spellings_is_taken_in_one() {
    assert!(read("ä@example.com").is_ok());
    for text in ["a\u{308}@example.com", "a@bücher.example"] {
        assert!(read(text).is_err(), "{text}");
    }
    assert!(read("a@xn--bcher-kva.example").is_ok());
}

#[test]
fn the_same_address_is_the_same_in_any_case() {
    assert_eq!(comparable("Ann@Example.com"), comparable("ann@example.COM"));
    assert_ne!(
        comparable("ann@example.com"),
        comparable("an.n@example.com")
    );
}
