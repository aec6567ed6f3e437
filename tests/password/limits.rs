//! A hostile stored hash is refused before anything is computed or allocated.
//!
//! That nothing is computed needs no clock: each of these would take hours or
//! gigabytes, and the test ends.
// wasm-pack builds every test for the browser; this one is the host's.
#![cfg(not(target_arch = "wasm32"))]
use std::alloc::System;

use keyward::password::{FirebaseParameters, VerifyOptions, verify};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What reading a string and writing an error may allocate.
const FEW_BYTES: usize = 64 << 10;

const SALT: &str = "c29tZXNhbHRzb21lc2FsdA";
const TAG: &str = "iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8";
const BCRYPT: &str = "EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW";

fn hostile() -> Vec<String> {
    let hex = "0".repeat(64);
    let mut hashes = Vec::new();
    // Argon2: memory, iterations, lanes; also within other formats.
    for prefix in ["", "argon2", "{argon2}", "{argon2@SpringSecurity_v5_8}"] {
        for kind in ["i", "d", "id"] {
            for parameters in [
                "m=4294967295,t=1,p=1",
                "m=102401,t=1,p=1",
                "m=8,t=4294967295,p=1",
                "m=8,t=17,p=1",
                "m=134217720,t=1,p=16777215",
                "m=2048,t=1,p=256",
            ] {
                hashes.push(format!(
                    "{prefix}$argon2{kind}$v=19${parameters}${SALT}${TAG}"
                ));
            }
        }
    }
    // bcrypt: the cost.
    for cost in [16, 20, 31] {
        for prefix in [
            "$2b$",
            "bcrypt$$2b$",
            "bcrypt_sha256$$2b$",
            "{bcrypt}$2a$",
            "$wp$2y$",
            "{CRYPT}$2b$",
        ] {
            hashes.push(format!("{prefix}{cost}${BCRYPT}"));
        }
        let (salt, tag) = BCRYPT.split_at(22);
        hashes.push(format!("$bcrypt-sha256$v=2,t=2b,r={cost}${salt}${tag}"));
    }
    // PBKDF2: iterations, also as many blocks of a long tag.
    for rounds in ["2000001", "4294967295"] {
        hashes.extend([
            format!("pbkdf2_sha256${rounds}$salt${TAG}="),
            format!("pbkdf2:sha256:{rounds}$salt${hex}"),
            format!("$pbkdf2-sha256${rounds}${SALT}${}", TAG.replace('+', ".")),
            format!("{{PBKDF2-SHA256}}{rounds}${SALT}${}", TAG.replace('+', ".")),
            format!("$pbkdf2-sha256$i={rounds},l=32${SALT}${TAG}"),
            format!(
                r#"{{"secretData":{{"value":"{TAG}=","salt":"{SALT}=="}},"credentialData":{{"hashIterations":{rounds},"algorithm":"pbkdf2-sha256"}}}}"#
            ),
        ]);
    }
    hashes.push(format!(
        "$pbkdf2-sha512$i=200000,l=1200${SALT}${}",
        "A".repeat(1600)
    ));
    hashes.push(
        "AQAAAAH/////AAAAEAABAgMEBQYHCAkKCwwNDg+yWU7rLgUwPZb1Itsmra7cbxw2EFpwpVFIEtP+JIuUEw=="
            .into(),
    );
    hashes.push(format!(
        r#"{{"secretData":{{"value":"{TAG}=","salt":"{SALT}=="}},"credentialData":{{"hashIterations":1,"algorithm":"argon2","additionalParameters":{{"hashLength":["32"],"memory":["4194304"],"type":["id"],"version":["1.3"],"parallelism":["1"]}}}}}}"#
    ));
    // scrypt: N, r, p.
    for (log_n, r, p) in [
        (17, 8, 1),
        (31, 1, 1),
        (1, 1 << 29, 1),
        (14, 8, 17),
        (10, 8, 1 << 20),
        (20, 1 << 10, 1),
    ] {
        let n = 1u64 << log_n;
        hashes.extend([
            format!("scrypt:{n}:{r}:{p}$salt${hex}"),
            format!("scrypt${n}$salt${r}${p}${TAG}="),
            format!("$scrypt$ln={log_n},r={r},p={p}${SALT}${TAG}"),
            format!("$fbscrypt$v=1,n={log_n},r={r},p={p},ss=Bw==,sk={TAG}=${SALT}==${TAG}="),
            format!("$firescrypt$ln={log_n},r={r},p={p}${SALT}==${TAG}=$Bw==${TAG}="),
        ]);
    }
    hashes.push(format!("$scrypt$ln=62,r=1,p=1${SALT}${TAG}"));
    hashes.push(format!("{{scrypt}}$11ff01${SALT}==${TAG}="));
    // SHA-crypt and phpass: rounds.
    for rounds in [2_000_001, 999_999_999] {
        for (prefix, length) in [
            ("$5$", 43),
            ("$6$", 86),
            ("{CRYPT}$6$", 86),
            ("$sha512-crypt$", 86),
        ] {
            let tag = "a".repeat(length);
            hashes.push(format!("{prefix}rounds={rounds}$salt${tag}"));
        }
    }
    for log in ["J", "S"] {
        for (prefix, length) in [
            ("$P$", 22),
            ("$H$", 22),
            ("$S$", 43),
            ("U$S$", 43),
            ("U$P$", 22),
        ] {
            hashes.push(format!("{prefix}{log}saltsalt{}", "a".repeat(length)));
        }
    }
    // Length.
    hashes.push(format!(
        "$argon2id$v=19$m=8,t=1,p=1${}${TAG}",
        "A".repeat(10_000_000)
    ));
    hashes.push("!".repeat(3000));
    hashes
}

/// Checks that the work is refused with this code, and how little it took.
fn refuses(password: &[u8], encoded: &str, options: &VerifyOptions, code: &str) {
    let region = Region::new(ALLOCATOR);
    let result = verify(password, encoded, options);
    let allocated = region.change().bytes_allocated;
    let start: String = encoded.chars().take(80).collect();
    assert_eq!(result.map_err(|error| error.code()), Err(code), "{start}");
    assert!(allocated < FEW_BYTES, "{allocated} bytes for {start}");
}

// One test: the allocator counts for the whole process.
#[test]
fn refusing_a_hostile_hash_takes_no_memory_and_no_time() {
    let options = VerifyOptions::default();
    let hashes = hostile();
    assert!(hashes.len() > 150);
    for encoded in &hashes {
        refuses(b"secret", encoded, &options, "ERR_HASH_LIMIT");
    }

    // Rounds over the whole password: the password counts too.
    let long = [b'a'; 4096];
    let tag = "a".repeat(86);
    for encoded in [
        format!("$6$rounds=1999999$salt${tag}"),
        format!("$S$Isaltsalt{}", "a".repeat(43)),
    ] {
        refuses(&long, &encoded, &options, "ERR_PASSWORD_LENGTH");
    }
    let longer = vec![b'a'; 10_000_000];
    refuses(&longer, "$6$salt$", &options, "ERR_PASSWORD_LENGTH");

    // A project's parameters are not taken on trust either.
    let firebase = VerifyOptions {
        firebase: Some(FirebaseParameters {
            signer_key: vec![0; 64].into(),
            salt_separator: vec![7],
            rounds: 8,
            memory_cost: 40,
        }),
        ..VerifyOptions::default()
    };
    let encoded = format!("$fbscrypt${SALT}==${}==", "A".repeat(86));
    refuses(b"secret", &encoded, &firebase, "ERR_HASH_LIMIT");
}
