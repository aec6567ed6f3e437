//! Which passwords may be chosen: NIST SP 800-63B-4 section 3.1.1.2. Long ones, without
//! rules about what they are made of, and none that an attacker would try first.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The longest password, in bytes.
const LONGEST: usize = 4096;

/// The shortest part of a name or an address that a password must not have, in
/// characters.
const SHORTEST_PART: usize = 4;

/// A Bloom filter of about 5,000 common passwords, which the build of the Worker
/// (`scripts/build/common-passwords.mjs`) makes of the list of
/// `@zxcvbn-ts/language-common` 4.1.3 (MIT). Of the passwords that are not in the list,
/// one in 880 is taken for one that is.
const COMMON: &[u8] = include_bytes!("password_rule/common.bin");

/// What the operator asks of passwords.
#[derive(Debug, Clone)]
pub struct PasswordRule {
    /// So many characters at least.
    pub shortest: usize,
}

impl PasswordRule {
    /// Whether somebody whose names and addresses these are may choose a password.
    ///
    /// # Errors
    /// Why not, in words for whoever has chosen it.
    pub fn check(&self, password: &str, own: &[&str]) -> Result<(), String> {
        let length = password.chars().count();
        let shortest = self.shortest;
        if length < shortest {
            return Err(format!(
                "Password should be at least {shortest} characters, this one has {length}"
            ));
        }
        if password.len() > LONGEST {
            return Err(format!("Password should be at most {LONGEST} bytes"));
        }
        if password.contains('\0') {
            return Err("Password should not contain a NUL character".into());
        }
        let password = Zeroizing::new(password.to_lowercase());
        if is_common(&password) {
            return Err("Password is one of the most common ones, or much like one".into());
        }
        if is_repetition(&password) || is_sequence(&password) {
            return Err("Password should not be a repetition or a sequence".into());
        }
        match own.iter().any(|text| is_mostly(&password, text)) {
            true => Err("Password should not be made of your name or address".into()),
            false => Ok(()),
        }
    }
}

/// Whether a password in small letters is in the filter, as it is or without the digits
/// and marks at its end.
fn is_common(password: &str) -> bool {
    let word = password.trim_end_matches(|character: char| !character.is_alphabetic());
    in_filter(password) || (word.chars().count() >= 8 && in_filter(word))
}

fn in_filter(password: &str) -> bool {
    let digest = Sha256::digest(password.as_bytes());
    digest.chunks_exact(4).all(|word| {
        let word = word.try_into().map_or(0, u32::from_le_bytes) as usize;
        let bit = word % (8 * COMMON.len());
        COMMON
            .get(bit / 8)
            .is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
    })
}

/// The same few characters again and again.
fn is_repetition(password: &str) -> bool {
    let characters = Zeroizing::new(password.chars().collect::<Vec<char>>());
    let longest = (characters.len() / 2).min(8);
    (1..=longest).any(|length| {
        let (unit, _) = characters.split_at(length);
        characters.chunks(length).all(|part| unit.starts_with(part))
    })
}

/// Each character is the next one, or the one before.
fn is_sequence(password: &str) -> bool {
    let codes = password
        .chars()
        .map(|character| i64::from(u32::from(character)));
    let codes = Zeroizing::new(codes.collect::<Vec<i64>>());
    let steps = || codes.windows(2).map(|pair| pair[1] - pair[0]);
    // From 9 it goes on with 0, on every keyboard.
    codes.len() > 1
        && (steps().all(|step| step == 1 || step == -9)
            || steps().all(|step| step == -1 || step == 9))
}

/// Whether a password is one of the texts that somebody is known by, with little beside.
fn is_mostly(password: &str, own: &str) -> bool {
    let own = own.to_lowercase();
    let local = own.split('@').next().unwrap_or_default().to_owned();
    let words = own.split(|character: char| !character.is_alphanumeric());
    let joined: String = words.clone().collect();
    let length = password.chars().count();
    [own.as_str(), local.as_str(), joined.as_str()]
        .into_iter()
        .filter(|part| part.chars().count() >= SHORTEST_PART)
        .any(|part| {
            let times = password.matches(part).count();
            2 * times * part.chars().count() > length
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: PasswordRule = PasswordRule { shortest: 8 };

    fn refused(password: &str) -> String {
        RULE.check(password, &["ann.lee@example.com", "Ann Lee"])
            .expect_err(password)
    }

    #[test]
    fn a_long_password_is_taken_whatever_it_is_made_of() {
        for password in [
            "correct horse battery staple",
            "               a               b",
            "ünïcödé wörds",
            "annoying leeches 7",
        ] {
            let taken = RULE.check(password, &["ann.lee@example.com", "Ann Lee"]);
            assert_eq!(taken, Ok(()), "{password}");
        }
    }

    #[test]
    fn a_short_one_hears_how_long_it_has_to_be() {
        let rule = PasswordRule { shortest: 15 };
        assert_eq!(
            rule.check("fourteen chars", &[]),
            Err("Password should be at least 15 characters, this one has 14".into())
        );
        assert_eq!(rule.check("fifteen charsss", &[]), Ok(()));
        assert_eq!(
            refused(&"ab c".repeat(2000)),
            "Password should be at most 4096 bytes"
        );
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for password in [
            "password",
            "PassWord",
            "1qaz2wsx",
            "trustno1",
            "iloveyou",
            "password123!",
            "sunshine2026",
        ] {
            assert!(refused(password).contains("common"), "{password}");
        }
        for password in [
            "zzzzzzzzzzzzzzz",
            "abcabcabcabcabca",
            "23456789012345678",
            "zyxwvutsrqponmlkji",
        ] {
            assert!(refused(password).contains("sequence"), "{password}");
        }
    }

    #[test]
    fn ones_own_name_is_refused_and_a_sentence_with_it_is_not() {
        for password in [
            "ann.lee@example.com",
            "Ann.Lee2026",
            "annlee annlee",
            "ANN LEE 12",
        ] {
            assert!(refused(password).contains("your name"), "{password}");
        }
    }

    /// Of texts that are in no list, few are taken for one.
    #[test]
    fn the_filter_is_right_nearly_always() {
        let wrong = (0..20_000)
            .filter(|number| in_filter(&format!("no such password {number}")))
            .count();
        assert!(wrong < 60, "{wrong}");
    }
}
