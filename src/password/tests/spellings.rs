//! One hash in the spellings that software and people make of it.

use super::*;

/// Node's argon2 0.45.1; password "secret".
const SALT: &str = "NweYeP9tnMwrkn0jMlGLKw";
const TAG: &str = "+/xL8I9w4XBP7RsO7ICc3x1LzdNH5nrBUa5pGDeuSWA";
const BCRYPT: &str = "$2a$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a";

fn problem(encoded: &str) -> String {
    explain(encoded).unwrap_or_else(|| panic!("{encoded} is read"))
}

#[test]
fn argon2_is_read_in_any_order_and_with_padding_and_renewed_in_the_canonical_form() {
    for encoded in [
        format!("$argon2id$v=19$m=65536,p=4,t=3${SALT}${TAG}"),
        format!("$argon2id$v=19$t=3,m=65536,p=4${SALT}==${TAG}="),
        format!("$argon2id$v=19$p=4,t=3,m=65536${SALT}${TAG}="),
    ] {
        let identity = identify(&encoded).unwrap();
        assert_eq!(identity.scheme, "argon2id");
        let costs =
            ["memory", "iterations", "parallelism"].map(|name| identity.parameters[name].as_u64());
        assert_eq!(costs, [Some(65536), Some(3), Some(4)]);
        assert_eq!(check("secret", &encoded), Ok(true), "{encoded}");
        assert_eq!(check("Secret", &encoded), Ok(false), "{encoded}");
        let stronger = HashOptions {
            iterations: 4,
            memory: 16,
            ..HashOptions::default()
        };
        let found = verify_and_update(
            b"secret",
            &encoded,
            &[1; 16],
            &VerifyOptions::default(),
            &stronger,
        );
        let updated = found.unwrap().updated.unwrap();
        assert!(
            updated.starts_with("$argon2id$v=19$m=16,t=4,p=1$"),
            "{updated}"
        );
    }
}

#[test]
fn a_chain_of_magento_has_as_many_links_as_there_are_versions() {
    let hash = |links: usize| format!("{}:salt{}", "ab".repeat(32), ":2".repeat(links));
    assert!(identify(&hash(4)).is_some());
    assert!(problem(&hash(5)).contains("more links"));
}

#[test]
fn keyid_and_data_may_come_first() {
    let bare = identify(&format!(
        "$argon2id$v=19$m=8,t=1,p=1,keyid=AQ,data=Ag${SALT}${TAG}"
    ));
    for parameters in [
        "keyid=AQ,data=Ag,m=8,t=1,p=1",
        "m=8,data=Ag,t=1,keyid=AQ==,p=1",
        "data=Ag==,keyid=AQ,p=1,t=1,m=8",
    ] {
        let encoded = format!("$argon2id$v=19${parameters}${SALT}${TAG}");
        assert_eq!(identify(&encoded), bare, "{encoded}");
    }
}

#[test]
fn what_comes_after_the_hash_in_a_column_or_a_file_is_no_part_of_it() {
    for end in [
        "\n",
        "\r\n",
        "  ",
        "\t",
        "\0",
        &"\0".repeat(68),
        &" ".repeat(195),
    ] {
        assert_eq!(check("U*U*", &format!("{BCRYPT}{end}")), Ok(false));
        let encoded = format!("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW{end}");
        assert_eq!(check("U*U", &encoded), Ok(true), "{end:?}");
    }
}

/// A password in another form than the stored one is right, but goes into no new
/// hash: the user may type the other the next time.
#[test]
fn what_was_normalized_renews_only_ascii() {
    // Lucia 3.2.2, `new Scrypt().hash`, of "Å" as the letter, which is what NFKC makes
    // of the sign of a unit.
    let stored = |password: &str| {
        let mut tag = [0; 64];
        let params = ::scrypt::Params::new(14, 16, 1).unwrap();
        let salt = "25ac8e9652513d70837aeb22d3daf8ea";
        ::scrypt::scrypt(password.as_bytes(), salt.as_bytes(), &params, &mut tag).unwrap();
        let tag: String = tag.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{salt}:{tag}")
    };
    let options = VerifyOptions {
        nfkc: Some(|text| text.replace('\u{212b}', "\u{c5}")),
        ..VerifyOptions::default()
    };
    let update = |password: &str, encoded: &str| {
        verify_and_update(password.as_bytes(), encoded, &[1; 16], &options, &cheap()).unwrap()
    };
    let encoded = stored("\u{c5}");
    for password in ["\u{c5}", "\u{212b}"] {
        let found = update(password, &encoded);
        assert_eq!((found.valid, found.updated), (true, None), "{password}");
    }
    assert_eq!(check("\u{212b}", &encoded), Ok(false));
    let found = update("secret", &stored("secret"));
    assert_eq!(check("secret", &found.updated.unwrap()), Ok(true));
}

#[test]
fn limits_are_what_people_mean_by_them() {
    let with = |memory, parallelization| VerifyOptions {
        limits: Limits {
            memory,
            scrypt_parallelization: parallelization,
            ..Limits::default()
        },
        ..VerifyOptions::default()
    };
    let allowed = |parameters: &str, options: &VerifyOptions| {
        let encoded = format!("$scrypt${parameters}${SALT}${TAG}");
        let stored = StoredHash::parse(&encoded).unwrap();
        stored.estimated_time(options).is_ok()
    };
    // N = 131072, r = 8, p = 1 is 128 MiB to everybody.
    assert!(allowed("ln=17,r=8,p=1", &with(131_072, 16)));
    assert!(!allowed("ln=17,r=8,p=1", &with(131_071, 16)));
    assert!(!allowed("ln=17,r=8,p=2", &with(131_072, 16)));
    // A small run counts as the part of a usual one that it is.
    assert!(allowed("ln=10,r=8,p=38", &with(102_400, 3)));
    assert!(!allowed("ln=10,r=8,p=38", &with(102_400, 2)));
    assert!(!allowed("ln=14,r=8,p=3", &with(102_400, 2)));
}

#[test]
fn errors_name_the_option_the_flag_and_the_setting() {
    for (encoded, words) in [
        (
            format!("$argon2id$v=19$m=131072,t=1,p=1${SALT}${TAG}"),
            ["131072 KiB", "`limits.memory`", "--memory-limit", "128 MB"],
        ),
        (
            format!("$argon2id$v=19$m=8,t=99,p=1${SALT}${TAG}"),
            [
                "99 iterations",
                "`limits.iterations`",
                "--iterations-limit",
                "`LOGIN_HASH_MS`",
            ],
        ),
        (
            format!("$pbkdf2-sha256$9000000${SALT}${}", TAG.replace('+', ".")),
            [
                "9000000",
                "`limits.rounds`",
                "--rounds-limit",
                "`LOGIN_HASH_MS`",
            ],
        ),
        (
            "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=".to_owned(),
            [
                "SHA-1",
                "`allowLegacy: true`",
                "`--allow-legacy`",
                "ALLOW_LEGACY_HASHES",
            ],
        ),
    ] {
        let error = check("secret", &encoded).unwrap_err().to_string();
        for word in words {
            assert!(error.contains(word), "{word} in {error}");
        }
    }
}

#[test]
fn an_accident_on_the_way_is_named_with_what_to_do() {
    let hex: String = BCRYPT.bytes().map(|byte| format!("{byte:02x}")).collect();
    let list: Vec<String> = BCRYPT.bytes().map(|byte| byte.to_string()).collect();
    let list = list.join(",");
    for (encoded, words) in [
        (format!("b'{BCRYPT}'"), "Python"),
        (format!("b\"{BCRYPT}\""), "Python"),
        (format!("\"{BCRYPT}\""), "quotes"),
        (format!("'{BCRYPT}'"), "quotes"),
        (format!("\\x{hex}"), "bytea"),
        (format!("0x{hex}"), "binary"),
        (hex.clone(), "hexadecimal"),
        (hex.to_uppercase(), "hexadecimal"),
        (BCRYPT.replace('$', "$$"), "twice"),
        (BCRYPT.replace('$', "\\$"), "backslashes"),
        (BCRYPT.replace('$', "%24"), "percent"),
        (BCRYPT[2..].to_owned(), "variable"),
        (BCRYPT[1..].to_owned(), "variable"),
        (BCRYPT[3..].to_owned(), "variable"),
        ("b2".to_owned(), "variable"),
        (format!("=19=65536,t=3,p=4/{TAG}"), "variable"),
        (format!("=19$m=65536,t=3,p=4${SALT}${TAG}"), "variable"),
        (
            format!("argon2id$v=19$m=65536,t=3,p=4${SALT}${TAG}"),
            "variable",
        ),
        (format!("johndoe:{BCRYPT}"), "name and a colon"),
        (
            format!("root:{BCRYPT}:19000:0:99999:7:::"),
            "name and a colon",
        ),
        (
            "userPassword: {SSHA}25ro4PKC8jhQZ26jVsozhX/xaP0suHgX".to_owned(),
            "before the hash",
        ),
        (format!(" {BCRYPT}"), "white space"),
        (format!("\u{feff}{BCRYPT}"), "byte order mark"),
        (format!(r#"{{"type":"Buffer","data":[{list}]}}"#), "Buffer"),
        (
            format!(r#"{{ "type": "Buffer", "data": [{list}] }}"#),
            "Buffer",
        ),
        (r#"{"0":36,"1":50}"#.to_owned(), "Uint8Array"),
        (list, "list of bytes"),
        ("[object Promise]".to_owned(), "awaited"),
        ("undefined".to_owned(), "missing value"),
        ("None".to_owned(), "missing value"),
        (
            "JDJhJDA1JGFiY2RlZmdoaWprbG1ub3BxcnN0dXVPUWl5Q3hsZ2Yvb2V1VHFpeEttV2RjWVVoNEhqbDBh"
                .to_owned(),
            "base64",
        ),
        (
            "$gy$j9T$waHytoaqP/CEnKFroGn0S/$4KQt".to_owned(),
            "GOST-yescrypt",
        ),
        ("{SCRAM-SHA-256}4096,salt".to_owned(), "SCRAM"),
        ("SCRAM-SHA-256$4096:c2FsdA==$x:y".to_owned(), "SCRAM"),
        ("{DES-CRYPT}ab01FAX.bQRSU".to_owned(), "DES-crypt"),
        ("{CRYPT}ab01FAX.bQRSU".to_owned(), "DES-crypt"),
        ("ab01FAX.bQRSU".to_owned(), "DES-crypt"),
        ("{BLF-CRYPT.HEX}2432612".to_owned(), "after the braces"),
        ("{ARGON2ID.b64}JDEkYWJj".to_owned(), "after the braces"),
        ("secret".to_owned(), "password first"),
    ] {
        let problem = problem(&encoded);
        assert!(problem.contains(words), "{encoded}: {problem}");
        let same = check("a password", &encoded).unwrap_err();
        assert_eq!(
            (same.code(), same.to_string()),
            ("ERR_HASH_FORMAT", problem)
        );
    }
}

#[test]
fn swapped_arguments_are_named() {
    let hashes = [
        BCRYPT.to_owned(),
        format!("$argon2id$v=19$m=8,t=1,p=1${SALT}${TAG}"),
        "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=".to_owned(),
    ];
    for hash in hashes {
        let error = check(&hash, "secret").unwrap_err();
        assert!(error.to_string().contains("swapped"), "{error}");
    }
    // A hash that somebody tries as a password is a password.
    assert_eq!(check(BCRYPT, BCRYPT), Ok(false));
}

#[test]
fn a_hash_that_was_cut_or_is_off_says_which_and_where() {
    for (encoded, words) in [
        (
            BCRYPT[..50].to_owned(),
            "60 characters, this one has 50: was it cut",
        ),
        (format!("{BCRYPT}x"), "60 characters, this one has 61"),
        (
            format!("$argon2id$v=19$m=8,t=1,p=1${SALT}!${TAG}"),
            "the salt of an Argon2 hash",
        ),
        (
            format!("$argon2id$v=19$m=8,t=1,p=1${SALT}${TAG}!"),
            "the tag of an Argon2 hash",
        ),
        (
            "pbkdf2_sha256$1000$salt$AAAA".to_owned(),
            "Django PBKDF2 hash has 3 bytes, 32 are right",
        ),
        (
            "{PKCS5S2}AAAA".to_owned(),
            "{PKCS5S2} has 3 bytes, 48 are right",
        ),
        (
            "sha256$salt$00".to_owned(),
            "Werkzeug hash has 1 bytes, 32 are right",
        ),
        (
            r#"{"secretData":"{\"value\"#.to_owned(),
            "Keycloak credential is not well-formed",
        ),
    ] {
        let problem = problem(&encoded);
        assert!(problem.contains(words), "{encoded}: {problem}");
    }
    assert_eq!(explain(BCRYPT), None);
}
