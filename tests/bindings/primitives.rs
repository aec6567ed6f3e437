//! What `keyward/password` is made of in a real browser: every function that
//! its wasm exports, and everything that each of them refuses.
//!
//! `npm test -- bindings` runs this with wasm-pack in headless Chromium, with the feature
//! `npm-primitives` alone. The stored hashes and options around these functions
//! are JavaScript's (`pkg-template/primitives`) and tested in `tests/npm`.
#![cfg(all(
    target_arch = "wasm32",
    feature = "npm-primitives",
    not(feature = "npm")
))]
#![allow(clippy::unwrap_used)]

use base64ct::{Base64Bcrypt, Base64Unpadded, Encoding};
use keyward::npm::primitives::{argon2, bcrypt};
use keyward::npm::use_scalar_kernel;
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const ARGON2D: u32 = 0;
const ARGON2I: u32 = 1;
const ARGON2ID: u32 = 2;

/// What one computation of Argon2 is asked for, at its cheapest.
#[derive(Clone, Copy)]
struct Asked<'a> {
    kind: u32,
    version: u32,
    memory: u32,
    iterations: u32,
    parallelism: u32,
    salt: &'a [u8],
    data: &'a [u8],
    length: usize,
}

const CHEAP: Asked<'_> = Asked {
    kind: ARGON2ID,
    version: 0x13,
    memory: 8,
    iterations: 1,
    parallelism: 1,
    salt: b"somesalt",
    data: b"",
    length: 32,
};

impl Asked<'_> {
    fn tag(self, password: &[u8], secret: &[u8]) -> Option<Vec<u8>> {
        argon2(
            self.kind,
            self.version,
            self.memory,
            self.iterations,
            self.parallelism,
            password.to_vec(),
            self.salt,
            secret.to_vec(),
            self.data,
            self.length,
        )
    }
}

/// RFC 9106 section 5: the inputs of all three of its test vectors.
fn rfc9106(kind: u32) -> Option<Vec<u8>> {
    let asked = Asked {
        kind,
        memory: 32,
        iterations: 3,
        parallelism: 4,
        salt: &[2; 16],
        data: &[4; 12],
        ..CHEAP
    };
    asked.tag(&[1; 32], &[3; 8])
}

fn hex(text: &str) -> Vec<u8> {
    text.split_ascii_whitespace()
        .map(|byte| u8::from_str_radix(byte, 16).unwrap())
        .collect()
}

/// RFC 9106 sections 5.1, 5.2 and 5.3.
fn all_three_answer_as_the_rfc_does() {
    for (kind, tag) in [
        (
            ARGON2D,
            "51 2b 39 1b 6f 11 62 97 53 71 d3 09 19 73 42 94 f8 68 e3 be 39 84 f3 c1 a1 3a 4d b9 fa be 4a cb",
        ),
        (
            ARGON2I,
            "c8 14 d9 d1 dc 7f 37 aa 13 f0 d7 7f 24 94 bd a1 c8 de 6b 01 6d d3 88 d2 99 52 a4 c4 67 2b 6c e8",
        ),
        (
            ARGON2ID,
            "0d 64 0d f5 8d 78 76 6c 08 c0 37 a3 4a 8b 53 c9 d0 1e f0 45 2d 75 b6 5e b5 25 20 e9 6b 01 e6 59",
        ),
    ] {
        assert_eq!(rfc9106(kind).unwrap(), hex(tag), "kind {kind}");
    }
}

#[test]
fn argon2_answers_as_the_rfc_does_with_either_kernel() {
    all_three_answer_as_the_rfc_does();
    let large = Asked {
        memory: 4096,
        ..CHEAP
    };
    let before = large.tag(b"password", b"");
    use_scalar_kernel();
    all_three_answer_as_the_rfc_does();
    assert_eq!(large.tag(b"password", b""), before);
}

#[test]
fn argon2_answers_as_the_reference_implementation_does() {
    // phc-winner-argon2, src/test.c: t=2, m=256, p=1, in both versions.
    let asked = Asked {
        memory: 256,
        iterations: 2,
        ..CHEAP
    };
    for (kind, version, tag) in [
        (ARGON2I, 0x10, "/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY"),
        (
            ARGON2ID,
            0x13,
            "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        ),
    ] {
        let asked = Asked {
            kind,
            version,
            ..asked
        };
        let found = asked.tag(b"password", b"").unwrap();
        assert_eq!(Base64Unpadded::encode_string(&found), tag);
    }
}

#[test]
fn argon2_depends_on_every_input() {
    let tag = CHEAP.tag(b"password", b"").unwrap();
    for other in [
        CHEAP.tag(b"passwore", b""),
        CHEAP.tag(b"password", b"secret"),
        Asked {
            data: b"x",
            ..CHEAP
        }
        .tag(b"password", b""),
        Asked {
            salt: b"somesals",
            ..CHEAP
        }
        .tag(b"password", b""),
    ] {
        assert_ne!(other.unwrap(), tag);
    }
    // An empty password is one, too.
    assert!(CHEAP.tag(b"", b"").is_some());
}

#[test]
fn argon2_makes_tags_of_the_lengths_that_are_allowed() {
    for length in [4, 32, 64, 65, 128] {
        let tag = Asked { length, ..CHEAP }.tag(b"x", b"").unwrap();
        assert_eq!(tag.len(), length);
    }
}

#[test]
fn argon2_refuses_what_is_out_of_range_and_works_on() {
    let good = CHEAP.tag(b"x", b"");
    for (what, bad) in [
        ("kind", Asked { kind: 3, ..CHEAP }),
        (
            "version",
            Asked {
                version: 0x12,
                ..CHEAP
            },
        ),
        ("memory", Asked { memory: 7, ..CHEAP }),
        (
            "memory of two lanes",
            Asked {
                memory: 15,
                parallelism: 2,
                ..CHEAP
            },
        ),
        (
            "iterations",
            Asked {
                iterations: 0,
                ..CHEAP
            },
        ),
        (
            "no lane",
            Asked {
                parallelism: 0,
                ..CHEAP
            },
        ),
        (
            "lanes",
            Asked {
                memory: u32::MAX,
                parallelism: 1 << 24,
                ..CHEAP
            },
        ),
        (
            "salt",
            Asked {
                salt: b"seven..",
                ..CHEAP
            },
        ),
        (
            "data",
            Asked {
                data: &[0; 33],
                ..CHEAP
            },
        ),
        ("short tag", Asked { length: 3, ..CHEAP }),
        (
            "long tag",
            Asked {
                length: 129,
                ..CHEAP
            },
        ),
    ] {
        assert_eq!(bad.tag(b"x", b""), None, "{what}");
    }
    assert_eq!(CHEAP.tag(b"x", b""), good);
}

#[test]
fn argon2_refuses_memory_that_cannot_be_had_and_works_on() {
    // 4 GiB and 4 TiB: more than a WebAssembly of 32 bits can have.
    for memory in [1 << 22, u32::MAX] {
        assert_eq!(Asked { memory, ..CHEAP }.tag(b"x", b""), None);
    }
    assert!(CHEAP.tag(b"x", b"").is_some());
}

/// The 23 bytes that a hash keeps, checked against one: `$2y$05$<salt><tag>`.
fn fits(encoded: &str, password: &[u8], sign_extended: bool) -> bool {
    let (head, both) = encoded.rsplit_once('$').unwrap();
    let cost = head.rsplit_once('$').unwrap().1.parse().unwrap();
    let salt = Base64Bcrypt::decode_vec(&both[..22]).unwrap();
    let output = bcrypt(cost, &salt, password.to_vec(), sign_extended).unwrap();
    assert_eq!(output.len(), 24);
    Base64Bcrypt::encode_string(&output[..23]) == both[22..]
}

#[test]
fn bcrypt_answers_as_crypt_blowfish_does() {
    // crypt_blowfish 1.3, wrapper.c.
    let plain = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
    assert!(fits(plain, b"U*U", false));
    assert!(!fits(plain, b"U*V", false));
    let right = "$2y$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq";
    assert!(fits(right, b"\xa3", false));
    assert!(!fits(right, b"\xa3", true));
    // The bug that `$2x$` stands for.
    let extended = "$2x$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e";
    assert!(fits(extended, b"\xa3", true));
    assert!(!fits(extended, b"\xa3", false));
}

#[test]
fn bcrypt_reads_72_bytes() {
    let of = |length: usize| bcrypt(4, &[7; 16], vec![b'x'; length], false).unwrap();
    assert_ne!(of(71), of(72));
    assert_eq!(of(72), of(73));
}

#[test]
fn bcrypt_refuses_what_is_out_of_range_and_works_on() {
    for (cost, salt) in [(3, 16), (32, 16), (u32::MAX, 16), (4, 15), (4, 17), (4, 0)] {
        let salt = vec![0; salt];
        assert_eq!(bcrypt(cost, &salt, b"x".to_vec(), false), None, "{cost}");
    }
    assert!(bcrypt(4, &[0; 16], Vec::new(), false).is_some());
}
