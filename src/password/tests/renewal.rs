//! Only the password that the user means goes into a new hash: never another one
//! that the old hash takes for it, because then the right one would be refused from
//! then on.

use base64ct::{Base64, Base64Bcrypt, Base64ShaCrypt, Base64Unpadded, Encoding};
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use super::*;
use crate::password::digest::Digest;
use crate::password::primitives;

const SALT: &[u8; 16] = b"a salt of 16 hex";

fn b64(bytes: &[u8]) -> String {
    Base64Unpadded::encode_string(bytes)
}

fn bcrypt_with(version: char, password: &[u8]) -> String {
    let tag = primitives::bcrypt(4, SALT, password, version == 'x').unwrap();
    let [salt, tag] = [SALT, &tag[..23]].map(Base64Bcrypt::encode_string);
    format!("$2{version}$04${salt}{tag}")
}

fn bcrypt(password: &[u8]) -> String {
    bcrypt_with('b', password)
}

fn django_bcrypt(password: &[u8]) -> String {
    format!("bcrypt${}", bcrypt(password))
}

fn pbkdf2_sha1(password: &[u8]) -> String {
    let mut tag = [0; 20];
    pbkdf2_hmac::<Sha1>(password, SALT, 1, &mut tag);
    format!("$pbkdf2-sha1$i=1,l=20${}${}", b64(SALT), b64(&tag))
}

fn pbkdf2_sha256(password: &[u8]) -> String {
    let mut tag = [0; 32];
    pbkdf2_hmac::<Sha256>(password, SALT, 1, &mut tag);
    format!("$pbkdf2-sha256$i=1,l=32${}${}", b64(SALT), b64(&tag))
}

fn pbkdf2_sha512(password: &[u8]) -> String {
    let mut tag = [0; 64];
    pbkdf2_hmac::<Sha512>(password, SALT, 1, &mut tag);
    format!("$pbkdf2-sha512$i=1,l=64${}${}", b64(SALT), b64(&tag))
}

fn scrypt(password: &[u8]) -> String {
    let mut tag = [0; 32];
    let params = ::scrypt::Params::new(2, 1, 1).unwrap();
    ::scrypt::scrypt(password, SALT, &params, &mut tag).unwrap();
    format!("$scrypt$ln=2,r=1,p=1${}${}", b64(SALT), b64(&tag))
}

/// Of a password that is trimmed already.
fn wordpress(password: &[u8]) -> String {
    let prehashed = Base64::encode_string(&Digest::Sha384.hmac(b"wp-sha384", password));
    format!("$wp{}", bcrypt_with('y', prehashed.as_bytes()))
}

fn phpass(password: &[u8]) -> String {
    let mut output = Digest::Md5.digest(&[b"saltsalt", password]);
    for _ in 0..128 {
        output = Digest::Md5.digest(&[&output, password]);
    }
    format!("$P$5saltsalt{}", Base64ShaCrypt::encode_string(&output))
}

/// Weaker than is asked for.
fn argon2(password: &[u8]) -> String {
    let weak = HashOptions {
        tag_length: 16,
        ..cheap()
    };
    hash(password, SALT, &weak).unwrap()
}

fn digest(password: &[u8]) -> String {
    format!(
        "{{SHA256}}{}",
        Base64::encode_string(&Digest::Sha256.digest(&[password]))
    )
}

fn update(password: &[u8], encoded: &str) -> Verification {
    let options = VerifyOptions {
        allow_legacy: true,
        ..VerifyOptions::default()
    };
    verify_and_update(password, encoded, SALT, &options, &cheap()).unwrap()
}

#[track_caller]
fn is_right_and_renews_nothing(password: &[u8], encoded: &str) {
    let found = update(password, encoded);
    assert!(found.valid, "{password:?}, {encoded}");
    assert_eq!(found.updated, None, "{password:?}, {encoded}");
}

#[track_caller]
fn is_right_and_renewed(password: &[u8], encoded: &str) {
    let found = update(password, encoded);
    assert!(found.valid, "{password:?}, {encoded}");
    let again = update(password, &found.updated.expect("a new hash"));
    assert!(again.valid, "{password:?}, {encoded}");
    assert_eq!(again.updated, None, "{password:?}, {encoded}");
}

/// Others that a hash of `secret` takes for it.
#[test]
fn what_is_the_same_but_for_nul_bytes_renews_nothing() {
    for (make, other) in [
        (bcrypt as fn(&[u8]) -> String, &b"secret\0secret"[..]),
        (bcrypt, b"secret\0secret\0secret\0secret"),
        (django_bcrypt, b"secret\0secret"),
        (pbkdf2_sha1, b"secret\0"),
        (pbkdf2_sha256, b"secret\0\0\0"),
        (pbkdf2_sha512, b"secret\0"),
        (scrypt, b"secret\0\0"),
        (wordpress, b"\0secret\0"),
    ] {
        let encoded = make(b"secret");
        is_right_and_renews_nothing(other, &encoded);
        is_right_and_renewed(b"secret", &encoded);
    }
}

/// Even where the function reads it: other software stops at it, or will.
#[test]
fn no_password_with_a_nul_byte_is_renewed() {
    for make in [bcrypt, pbkdf2_sha256, scrypt, phpass, argon2, digest] {
        let password = b"sec\0ret";
        is_right_and_renews_nothing(password, &make(password));
    }
}

#[test]
fn what_wordpress_trims_renews_nothing() {
    let encoded = wordpress(b"admin");
    for other in ["admin ", " admin", "admin\n", "\tadmin\r\n", "admin\x0b"] {
        is_right_and_renews_nothing(other.as_bytes(), &encoded);
    }
    is_right_and_renewed(b"admin", &encoded);
    // PHP's `trim` leaves other white space alone.
    let encoded = wordpress("admin\u{a0}".as_bytes());
    is_right_and_renewed("admin\u{a0}".as_bytes(), &encoded);
    // phpass trims nothing itself; WordPress does before it.
    is_right_and_renews_nothing(b"admin ", &phpass(b"admin "));
    is_right_and_renewed(b"ad min", &phpass(b"ad min"));
}

/// `wp_magic_quotes` of WordPress's load.php; its command line puts none there.
#[test]
fn a_password_is_right_with_the_slashes_of_wordpress_and_without() {
    for make in [wordpress as fn(&[u8]) -> String, phpass] {
        for (typed, given) in [
            ("it's", r"it\'s"),
            (r#"6" nails"#, r#"6\" nails"#),
            ("'\"'", r#"\'\"\'"#),
        ] {
            is_right_and_renewed(typed.as_bytes(), &make(given.as_bytes()));
            is_right_and_renewed(typed.as_bytes(), &make(typed.as_bytes()));
            let trimmed = format!(" {typed}\n");
            is_right_and_renews_nothing(trimmed.as_bytes(), &make(given.as_bytes()));
            // With its slashes it is right too, and no new hash is made of them.
            is_right_and_renews_nothing(given.as_bytes(), &make(given.as_bytes()));
        }
        is_right_and_renews_nothing(br"back\slash", &make(br"back\\slash"));
        is_right_and_renews_nothing(b"zero\0", &make(br"zero\0"));
        assert!(!update(b"its", &make(br"it\'s")).valid);
    }
}

/// `set_var` in phpBB's `phpbb/request/type_cast_helper.php`.
#[test]
fn a_password_is_right_with_the_entities_of_phpbb_and_without() {
    let phpbb = |password: &[u8]| phpass(password).replacen("$P$", "$H$", 1);
    for (typed, given) in [
        ("a<b>c", "a&lt;b&gt;c"),
        (r#"6" nails"#, "6&quot; nails"),
        ("it's", "it's"),
    ] {
        is_right_and_renewed(typed.as_bytes(), &phpbb(given.as_bytes()));
        is_right_and_renewed(typed.as_bytes(), &phpbb(typed.as_bytes()));
    }
    // As it is stored it is right too, and no new hash is made of that.
    is_right_and_renews_nothing(b"R&amp;D", &phpbb(b"R&amp;D"));
    is_right_and_renews_nothing(b"R&D", &phpbb(b"R&amp;D"));
    assert!(!update(b"RD", &phpbb(b"R&amp;D")).valid);
    // Nobody else does so.
    assert!(!update(b"a<b", &phpass(b"a&lt;b")).valid);
}

/// HMAC takes in the digest of a key that is longer than a block (RFC 2104
/// section 2), so that both are the same password.
#[test]
fn what_hmac_hashes_first_renews_nothing() {
    for (make, digest, block) in [
        (pbkdf2_sha1 as fn(&[u8]) -> String, Digest::Sha1, 64),
        (pbkdf2_sha256, Digest::Sha256, 64),
        (scrypt, Digest::Sha256, 64),
        (pbkdf2_sha512, Digest::Sha512, 128),
    ] {
        let long = vec![b'p'; block + 1];
        let encoded = make(&long);
        is_right_and_renews_nothing(&long, &encoded);
        is_right_and_renews_nothing(&digest.digest(&[&long]), &encoded);
        // A block itself is not hashed, and text as long as a digest is text.
        let block = &long[1..];
        is_right_and_renewed(block, &make(block));
        let text = "é".repeat(digest.length() / 2);
        is_right_and_renewed(text.as_bytes(), &make(text.as_bytes()));
    }
}

/// A byte over 127 sets all bits before it in a word of four.
#[test]
fn what_the_sign_extension_bug_hides_renews_nothing() {
    let encoded = bcrypt_with('x', "abc\u{e9}de".as_bytes());
    let mut other = "abc\u{e9}de".as_bytes().to_vec();
    other[1] = b'x';
    is_right_and_renews_nothing(&other, &encoded);
    is_right_and_renews_nothing("abc\u{e9}de".as_bytes(), &encoded);
    is_right_and_renewed(b"abcde", &bcrypt_with('x', b"abcde"));
}
