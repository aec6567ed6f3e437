//! Project Wycheproof's test vectors, through the code that `issue`, `decode`
//! and the [provider](super::provider) use.
//!
//! A vector is good here when Wycheproof calls it valid and JWS allows it: a
//! truncated MAC, a PSS salt of another length than the hash, or a short secret
//! must be refused although it is valid elsewhere.
//!
//! Each goes through the code that computes here, and through the one that asks a
//! runtime ([`native`](super::algorithm::native)): a fake, or the real one of the command
//! in `KEYWARD_RUNTIME` (`tests/npm/native.test.mjs`).

use super::algorithm::native::fake::{Fake, Fault};
use super::algorithm::native::process::Process;
use super::algorithm::native::{install, wrong_about};
use super::algorithm::{Algorithm, Material, read_secret};
use super::key::read_pem;
use ::wycheproof::{HashFunction, Mgf, TestResult};
use ::wycheproof::{ecdsa, eddsa, mac, rsa_pkcs1_verify, rsa_pss_verify};
use std::error::Error as _;

/// Counts the vectors, so that an empty file cannot pass.
#[derive(Default)]
struct Tally {
    good: usize,
    bad: usize,
}

impl Tally {
    fn check(
        &mut self,
        key: &dyn Material,
        algorithm: Algorithm,
        (message, signature): (&[u8], &[u8]),
        good: bool,
        name: &str,
    ) {
        assert!(key.algorithms().contains(&algorithm), "{name}");
        let verifier = key.verifier(algorithm).unwrap();
        let mut verdict = verifier.verify(message, &signature.to_vec());
        assert_eq!(verdict.is_ok(), good, "{name}");
        if let Some(wrong) = wrong_about() {
            // A runtime is asked the second time, and what it says is compared.
            verdict = verifier.verify(message, &signature.to_vec());
            assert_eq!(verdict.is_ok(), good, "{name}");
            assert_eq!(wrong, [], "{name}");
            assert_eq!(wrong_about(), Some(Vec::new()), "{name}");
        }
        // What is wrong with a signature is not said.
        assert!(
            verdict.err().is_none_or(|error| error.source().is_none()),
            "{name}"
        );
        if good {
            self.good += 1;
        } else {
            self.bad += 1;
        }
    }
}

#[test]
fn hmac() {
    use mac::TestName::{HmacSha256, HmacSha384, HmacSha512};
    let mut short = 0;
    for (name, algorithm) in [
        (HmacSha256, Algorithm::HS256),
        (HmacSha384, Algorithm::HS384),
        (HmacSha512, Algorithm::HS512),
    ] {
        let mut tally = Tally::default();
        for group in mac::TestSet::load(name).unwrap().test_groups {
            for test in &group.tests {
                let key = read_secret(&test.key);
                if test.key.len() < 32 {
                    assert!(key.is_err());
                    short += 1;
                    continue;
                }
                let key = key.unwrap();
                let whole = group.tag_size == algorithm.name()[2..].parse::<usize>().unwrap();
                let good = test.result == TestResult::Valid && whole;
                let name = format!("{algorithm} {}", test.tc_id);
                tally.check(&*key, algorithm, (&test.msg, &test.tag), good, &name);
            }
        }
        assert!(tally.good >= 30 && tally.bad >= 50, "{algorithm}");
    }
    assert!(short >= 12);
}

#[test]
fn ecdsa_in_the_format_of_jws() {
    use ecdsa::TestName::{
        EcdsaSecp256r1Sha256P1363, EcdsaSecp384r1Sha384P1363, EcdsaSecp521r1Sha512P1363,
    };
    for (name, algorithm) in [
        (EcdsaSecp256r1Sha256P1363, Algorithm::ES256),
        (EcdsaSecp384r1Sha384P1363, Algorithm::ES384),
        (EcdsaSecp521r1Sha512P1363, Algorithm::ES512),
    ] {
        let mut tally = Tally::default();
        for group in ecdsa::TestSet::load(name).unwrap().test_groups {
            let key = read_pem(&group.pem).unwrap();
            for test in &group.tests {
                let good = test.result == TestResult::Valid;
                let name = format!("{algorithm} {}", test.tc_id);
                tally.check(&*key, algorithm, (&test.msg, &test.sig), good, &name);
            }
        }
        assert!(tally.good >= 150 && tally.bad >= 80, "{algorithm}");
    }
}

#[test]
fn eddsa() {
    let mut tally = Tally::default();
    for group in eddsa::TestSet::load(eddsa::TestName::Ed25519)
        .unwrap()
        .test_groups
    {
        let key = read_pem(&group.pem).unwrap();
        for test in &group.tests {
            let good = test.result == TestResult::Valid;
            let name = format!("Ed25519 {}", test.tc_id);
            tally.check(&*key, Algorithm::EdDSA, (&test.msg, &test.sig), good, &name);
        }
    }
    assert!(tally.good >= 50 && tally.bad >= 50);
}

#[test]
fn rsa_pkcs1() {
    use rsa_pkcs1_verify::TestName::{
        Rsa2048Sha256, Rsa2048Sha384, Rsa2048Sha512, Rsa3072Sha256, Rsa3072Sha384, Rsa3072Sha512,
        Rsa4096Sha256, Rsa4096Sha384, Rsa4096Sha512, Rsa8192Sha256,
    };
    for (name, algorithm) in [
        (Rsa2048Sha256, Algorithm::RS256),
        (Rsa2048Sha384, Algorithm::RS384),
        (Rsa2048Sha512, Algorithm::RS512),
        (Rsa3072Sha256, Algorithm::RS256),
        (Rsa3072Sha384, Algorithm::RS384),
        (Rsa3072Sha512, Algorithm::RS512),
        (Rsa4096Sha256, Algorithm::RS256),
        (Rsa4096Sha384, Algorithm::RS384),
        (Rsa4096Sha512, Algorithm::RS512),
        (Rsa8192Sha256, Algorithm::RS256),
    ] {
        let mut tally = Tally::default();
        for group in rsa_pkcs1_verify::TestSet::load(name).unwrap().test_groups {
            let key = read_pem(&group.pem).unwrap();
            for test in &group.tests {
                // "Acceptable" is a padding without the NULL of RFC 8017
                // appendix A.2.4, which RFC 8017 section 8.2.2 does not build.
                let good = test.result == TestResult::Valid;
                let name = format!("{algorithm} {}", test.tc_id);
                tally.check(&*key, algorithm, (&test.msg, &test.sig), good, &name);
            }
        }
        assert!(tally.good >= 5 && tally.bad >= 100, "{algorithm}");
    }
}

#[test]
fn rsa_pss() {
    use rsa_pss_verify::TestName::{
        RsaPss2048Sha256Mgf1SaltLen0, RsaPss2048Sha256Mgf1SaltLen32, RsaPss2048Sha256Mgf1Sha1_20,
        RsaPss2048Sha384Mgf1SaltLen48, RsaPss3072Sha256Mgf1SaltLen32,
        RsaPss4096Sha256Mgf1SaltLen32, RsaPss4096Sha384Mgf1SaltLen48,
        RsaPss4096Sha512Mgf1SaltLen32, RsaPss4096Sha512Mgf1SaltLen64,
    };
    let mut tally = Tally::default();
    for (name, algorithm) in [
        (RsaPss2048Sha256Mgf1SaltLen32, Algorithm::PS256),
        (RsaPss3072Sha256Mgf1SaltLen32, Algorithm::PS256),
        (RsaPss4096Sha256Mgf1SaltLen32, Algorithm::PS256),
        (RsaPss2048Sha384Mgf1SaltLen48, Algorithm::PS384),
        (RsaPss4096Sha384Mgf1SaltLen48, Algorithm::PS384),
        (RsaPss4096Sha512Mgf1SaltLen64, Algorithm::PS512),
        // Salts and mask functions that JWS does not allow.
        (RsaPss2048Sha256Mgf1SaltLen0, Algorithm::PS256),
        (RsaPss2048Sha256Mgf1Sha1_20, Algorithm::PS256),
        (RsaPss4096Sha512Mgf1SaltLen32, Algorithm::PS512),
    ] {
        for group in rsa_pss_verify::TestSet::load(name).unwrap().test_groups {
            let key = read_pem(&group.pem).unwrap();
            let hash_length = algorithm.name()[2..].parse::<usize>().unwrap() / 8;
            let same_hash = match group.hash {
                HashFunction::Sha2_256 => 32,
                HashFunction::Sha2_384 => 48,
                HashFunction::Sha2_512 => 64,
                _ => 0,
            } == hash_length;
            let allowed = group.mgf == Mgf::Mgf1
                && group.mgf_hash == Some(group.hash)
                && same_hash
                && group.salt_size == hash_length;
            for test in &group.tests {
                // Made wrong for another salt, a signature can be right for ours.
                if !allowed && test.result != TestResult::Valid {
                    continue;
                }
                let good = allowed && test.result == TestResult::Valid;
                let name = format!("{algorithm} {}", test.tc_id);
                tally.check(&*key, algorithm, (&test.msg, &test.sig), good, &name);
            }
        }
    }
    assert!(tally.good >= 200 && tally.bad >= 300);
}

/// All of them but those of HMAC, which no runtime is asked for, with a runtime.
#[test]
fn natively() {
    let asked: Box<dyn Fn() -> usize> = match Process::of_environment() {
        Some(process) => {
            let asked = process.asked();
            install(process);
            Box::new(asked)
        }
        None => {
            let fake = Fake::new(Fault::None);
            let asked = fake.asked();
            install(fake);
            Box::new(asked)
        }
    };
    ecdsa_in_the_format_of_jws();
    eddsa();
    rsa_pkcs1();
    rsa_pss();
    assert_eq!(wrong_about(), Some(Vec::new()));
    // What is malformed is refused before.
    assert!(asked() > 3000, "only {} vectors got there", asked());
}
