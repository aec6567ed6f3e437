//! What the crate is built from: one generation of the RustCrypto crates, and
//! `jsonwebtoken` without cryptography of its own (its `rust_crypto` brings
//! rsa 0.9, RUSTSEC-2023-0071).

const LOCK: &str = include_str!("../../Cargo.lock");

/// Name, version and dependencies of every package in the lock file.
fn packages() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
    let field = |package: &'static str, name: &str| {
        let line = package
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(" = \""));
        line.and_then(|rest| rest.split('"').next()).unwrap_or("")
    };
    let dependencies = |package: &'static str| {
        let (_, list) = package.split_once("dependencies = [").unwrap_or(("", ""));
        list.split('"').skip(1).step_by(2).collect()
    };
    LOCK.split("[[package]]")
        .skip(1)
        .map(|package| {
            let (name, version) = (field(package, "name"), field(package, "version"));
            (name, version, dependencies(package))
        })
        .collect()
}

#[test]
fn there_is_one_generation_of_each_cryptographic_crate() {
    let packages = packages();
    for name in [
        "block-buffer",
        "crypto-bigint",
        "curve25519-dalek",
        "digest",
        "ecdsa",
        "ed25519-dalek",
        "elliptic-curve",
        "hmac",
        "p256",
        "p384",
        "p521",
        "rsa",
        "sha1",
        "sha2",
    ] {
        let versions = packages.iter().filter(|(found, ..)| *found == name);
        let versions: Vec<_> = versions.map(|(_, version, _)| *version).collect();
        assert_eq!(versions.len(), 1, "{name}: {versions:?}");
    }
}

#[test]
fn jsonwebtoken_has_no_cryptography_of_its_own() {
    let packages = packages();
    let (_, _, dependencies) = packages
        .iter()
        .find(|(name, ..)| *name == "jsonwebtoken")
        .unwrap();
    assert!(dependencies.contains(&"serde_json"), "{dependencies:?}");
    for crypto in ["aws-lc-rs", "ed25519-dalek", "hmac", "p256", "rsa", "sha2"] {
        let found = dependencies
            .iter()
            .any(|one| one.split(' ').next() == Some(crypto));
        assert!(!found, "jsonwebtoken depends on {crypto}");
    }
}

#[test]
fn rsa_is_the_release_that_blinds_its_private_operations() {
    let packages = packages();
    let (_, version, _) = packages.iter().find(|(name, ..)| *name == "rsa").unwrap();
    let numbers: Vec<u32> = version.split('.').map(|one| one.parse().unwrap()).collect();
    assert!(numbers >= vec![0, 10], "{version}");
}
