//! A runtime that is right, and runtimes that are wrong in every way.

use super::fake::{Fake, Fault, bare};
use super::{Encoded, Engine, NativeKey, install, read_signature, write_signature};
use crate::error::Result;
use crate::token::algorithm::{Algorithm, Material};
use crate::token::key::read_pem;
use std::sync::{Arc, Mutex};

const MESSAGE: &[u8] = b"the message";

macro_rules! key {
    ($name:literal) => {
        include_str!(concat!("../../../../tests/vectors/keys/", $name, ".pem"))
    };
}

/// Every kind of private key, and an algorithm of each padding and hash.
const KEYS: [(&str, &[Algorithm]); 5] = [
    (key!("p256-pkcs8"), &[Algorithm::ES256]),
    (key!("p384-pkcs8"), &[Algorithm::ES384]),
    (key!("p521-pkcs8"), &[Algorithm::ES512]),
    (
        key!("ed25519-pkcs8"),
        &[Algorithm::EdDSA, Algorithm::Ed25519],
    ),
    (
        key!("rsa-pkcs8"),
        &[Algorithm::RS256, Algorithm::PS256, Algorithm::PS512],
    ),
];

fn random(bytes: &mut [u8]) -> Result<()> {
    bytes.fill(7);
    Ok(())
}

fn each(test: impl Fn(&dyn Material, Algorithm)) {
    for (pem, algorithms) in KEYS {
        let material = read_pem(pem).unwrap();
        algorithms
            .iter()
            .for_each(|algorithm| test(&*material, *algorithm));
    }
}

/// A signature that was made here, and the same with a bit changed.
fn signatures(material: &dyn Material, algorithm: Algorithm) -> [Vec<u8>; 2] {
    let signer = material.signer(algorithm, random).unwrap();
    let good = signer.try_sign(MESSAGE).unwrap();
    let mut forged = good.clone();
    // In the low bytes: a number stays in its range.
    let low = forged.len() - 2;
    forged[low] ^= 4;
    [good, forged]
}

/// Checks that keys sign and verify rightly, again and again, whatever the runtime does.
/// Returns how often it was asked to sign and to verify.
fn work(fake: Fake, material: &dyn Material, algorithm: Algorithm) -> (usize, usize) {
    let name = format!("{fake:?} {algorithm}");
    let [good, forged] = signatures(material, algorithm);
    let plain = material.verifier(algorithm).unwrap();
    let asked = fake.asked();
    install(fake);
    let signer = material.signer(algorithm, random).unwrap();
    for _ in 0..4 {
        let made = signer.try_sign(MESSAGE).unwrap();
        assert!(plain.verify(MESSAGE, &made).is_ok(), "{name}");
    }
    let signing = asked();
    let verifier = material.verifier(algorithm).unwrap();
    for _ in 0..4 {
        assert!(verifier.verify(MESSAGE, &forged).is_err(), "{name}");
        assert!(verifier.verify(MESSAGE, &good).is_ok(), "{name}");
        assert!(verifier.verify(b"another", &good).is_err(), "{name}");
        assert!(verifier.verify(MESSAGE, &Vec::new()).is_err(), "{name}");
    }
    (signing, asked() - signing)
}

/// The same with a runtime that verifies PSS, and with one that does not.
fn both(fault: Fault, material: &dyn Material, algorithm: Algorithm) -> [(usize, usize); 2] {
    [Fake::new(fault), Fake::new(fault).without_pss()].map(|fake| work(fake, material, algorithm))
}

#[test]
fn a_runtime_that_is_right_computes_all_but_the_first() {
    each(|material, algorithm| {
        for counts in both(Fault::None, material, algorithm) {
            // Empty signatures do not get there; one more is the forged one of the proof.
            assert_eq!(counts, (3, 4 * 3 - 1 + 1), "{algorithm}");
        }
    });
}

#[test]
fn one_that_takes_no_key_is_not_asked() {
    each(|material, algorithm| {
        assert_eq!(both(Fault::NoKey, material, algorithm), [(0, 0); 2]);
    });
}

#[test]
fn one_that_throws_switches_nothing_off() {
    each(|material, algorithm| {
        let [with_pss, without] = both(Fault::Throws, material, algorithm);
        assert_eq!(without, (3, 11), "{algorithm}");
        // Of PSS each is asked for in both ways.
        let ways = if algorithm.name().starts_with("PS") {
            2
        } else {
            1
        };
        assert_eq!(with_pss, (3, 11 * ways), "{algorithm}");
    });
}

#[test]
fn one_that_lies_is_asked_once() {
    each(|material, algorithm| {
        for fault in [Fault::TakesAll, Fault::Wrong] {
            for (_, verified) in both(fault, material, algorithm) {
                assert!(verified <= 2, "{fault:?} {algorithm}: {verified}");
            }
        }
        for (signed, _) in both(Fault::Wrong, material, algorithm) {
            // Zeros are no signature of ECDSA at all, which is seen before.
            assert!(signed == 1 || algorithm.name().starts_with("ES"));
        }
    });
}

#[test]
fn one_whose_signatures_are_malformed_does_not_sign() {
    each(|material, algorithm| {
        for fault in [Fault::BadDer, Fault::Short] {
            both(fault, material, algorithm);
        }
    });
}

#[test]
fn malformed_signatures_do_not_get_to_it() {
    let pem = key!("ed25519-pkcs8");
    let material = read_pem(pem).unwrap();
    let [good, _] = signatures(&*material, Algorithm::EdDSA);
    let fake = Fake::new(Fault::None);
    let asked = fake.asked();
    install(fake);
    let verifier = material.verifier(Algorithm::EdDSA).unwrap();
    for _ in 0..3 {
        assert!(verifier.verify(MESSAGE, &good).is_ok());
    }
    let before = asked();
    let small_order = |first: u8| {
        let mut signature = good.clone();
        signature[..32].fill(0);
        signature[0] = first;
        signature
    };
    let mut beyond = good.clone();
    beyond[32..].fill(0xff);
    for bad in [small_order(0), small_order(1), beyond, good[1..].to_vec()] {
        assert!(verifier.verify(MESSAGE, &bad).is_err());
    }
    assert_eq!(asked(), before);
}

#[test]
fn pss_is_not_pkcs1_nor_the_other_way_round() {
    let material = read_pem(key!("rsa-pkcs8")).unwrap();
    install(Fake::new(Fault::None));
    for (made, taken) in [
        (Algorithm::PS256, Algorithm::RS256),
        (Algorithm::RS256, Algorithm::PS256),
    ] {
        let signer = material.signer(made, random).unwrap();
        let own = material.verifier(made).unwrap();
        let other = material.verifier(taken).unwrap();
        let good = material.signer(taken, random).unwrap();
        for _ in 0..3 {
            let signature = signer.try_sign(MESSAGE).unwrap();
            assert!(own.verify(MESSAGE, &signature).is_ok());
            assert!(other.verify(MESSAGE, &signature).is_err());
            assert!(
                other
                    .verify(MESSAGE, &good.try_sign(MESSAGE).unwrap())
                    .is_ok()
            );
        }
    }
}

/// An engine that takes no key, and keeps what it was given.
struct Keeper(Arc<Mutex<Vec<Encoded>>>);

impl Engine for Keeper {
    fn key(&self, _: Algorithm, _: bool, key: &Encoded) -> Option<Box<dyn NativeKey>> {
        let (structure, der) = (key.structure, key.der.clone());
        self.0.lock().unwrap().push(Encoded { structure, der });
        None
    }
}

#[test]
fn keys_are_encoded_as_what_they_are() {
    each(|material, algorithm| {
        let kept = Arc::default();
        install(Keeper(Arc::clone(&kept)));
        let [good, _] = signatures(material, algorithm);
        let signer = material.signer(algorithm, random).unwrap();
        let verifier = material.verifier(algorithm).unwrap();
        for _ in 0..2 {
            signer.try_sign(MESSAGE).unwrap();
            verifier.verify(MESSAGE, &good).unwrap();
        }
        let kept = kept.lock().unwrap();
        assert_eq!(kept.len(), 2);
        for encoded in kept.iter() {
            let read = super::fake::read(encoded);
            let text = |members: Vec<(&'static str, zeroize::Zeroizing<String>)>| {
                members
                    .into_iter()
                    .map(|(name, value)| format!("{name} {}", *value))
                    .collect::<Vec<_>>()
            };
            assert_eq!(
                text(read.required_members()),
                text(material.required_members())
            );
            if encoded.structure.is_private() {
                assert_eq!(
                    text(read.private_members()),
                    text(material.private_members())
                );
            }
        }
    });
}

#[test]
fn halves_of_an_ecdsa_signature_go_to_der_and_back() {
    for (r, s) in [(0x01, 0x7f), (0x80, 0xff), (0, 1), (0, 0x80)] {
        for size in [32, 48, 66] {
            let mut joined = vec![0x55; 2 * size];
            joined[0] = r;
            joined[size] = s;
            let der = write_signature(&joined);
            assert_eq!(read_signature(&der, size).as_deref(), Some(&joined[..]));
        }
    }
}

#[test]
fn der_that_is_not_to_the_bit_is_none() {
    let good = [0x30, 6, 2, 1, 1, 2, 1, 0x7f];
    assert!(read_signature(&good, 32).is_some());
    for bad in [
        &[][..],
        &[0x30],
        &good[..7],
        // Something behind it, inside and outside.
        &[0x30, 6, 2, 1, 1, 2, 1, 0x7f, 0],
        &[0x30, 7, 2, 1, 1, 2, 1, 0x7f, 0],
        // Other tags.
        &[0x31, 6, 2, 1, 1, 2, 1, 0x7f],
        &[0x30, 6, 3, 1, 1, 2, 1, 0x7f],
        // Lengths in a longer form than needed, or without end.
        &[0x30, 0x81, 6, 2, 1, 1, 2, 1, 0x7f],
        &[0x30, 7, 2, 0x81, 1, 1, 2, 1, 0x7f],
        &[0x30, 0x80, 2, 1, 1, 2, 1, 0x7f, 0, 0],
        // Numbers that are negative, empty, or longer than they are.
        &[0x30, 6, 2, 1, 0x80, 2, 1, 0x7f],
        &[0x30, 5, 2, 0, 2, 1, 0x7f],
        &[0x30, 7, 2, 2, 0, 1, 2, 1, 0x7f],
        // One, and three.
        &[0x30, 3, 2, 1, 1],
        &[0x30, 9, 2, 1, 1, 2, 1, 1, 2, 1, 1],
    ] {
        assert_eq!(read_signature(bad, 32), None, "{bad:02x?}");
    }
    let mut long = vec![0x30, 38, 2, 33];
    long.extend([1; 33]);
    long.extend([2, 1, 1]);
    assert_eq!(read_signature(&long, 32), None);
}

#[test]
fn the_fake_s_arithmetic_undoes_itself() {
    let private = read_pem(key!("rsa-pkcs8")).unwrap();
    let public = private.public().unwrap();
    let block: Vec<u8> = (0..=255).collect();
    assert_eq!(bare(&*public, &bare(&*private, &block)), block);
}
