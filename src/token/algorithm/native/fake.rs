//! A runtime for tests. It computes with the crates, or with the few lines below, and is
//! wrong where it is told to be.

use super::{Encoded, Engine, NativeKey, read_signature, write_signature};
use crate::error::Result;
use crate::token::algorithm::{Algorithm, Material};
use crate::token::key::read_der;
use base64ct::{Base64UrlUnpadded, Encoding};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What it does instead of what it should.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(in crate::token) enum Fault {
    None,
    NoKey,
    Throws,
    /// Says that every signature is good.
    TakesAll,
    /// Says that none is, and signs zeros.
    Wrong,
    /// Signs, with a byte behind it.
    BadDer,
    /// Signs, a byte too few.
    Short,
}

#[derive(Debug)]
pub(in crate::token) struct Fake {
    fault: Fault,
    /// Whether it verifies PSS.
    pss: bool,
    asked: Arc<AtomicUsize>,
}

impl Fake {
    pub(in crate::token) fn new(fault: Fault) -> Self {
        Self {
            fault,
            pss: true,
            asked: Arc::default(),
        }
    }

    /// The same, but PSS is not verified.
    pub(in crate::token) fn without_pss(self) -> Self {
        Self { pss: false, ..self }
    }

    /// A function that says how often its keys were asked.
    pub(in crate::token) fn asked(&self) -> impl Fn() -> usize + use<> {
        let asked = Arc::clone(&self.asked);
        move || asked.load(Ordering::Relaxed)
    }
}

struct FakeKey {
    fault: Fault,
    pss: bool,
    asked: Arc<AtomicUsize>,
    algorithm: Algorithm,
    material: Box<dyn Material>,
}

impl Engine for Fake {
    fn key(&self, algorithm: Algorithm, signs: bool, key: &Encoded) -> Option<Box<dyn NativeKey>> {
        assert_eq!(signs, key.structure.is_private());
        if self.fault == Fault::NoKey {
            return None;
        }
        Some(Box::new(FakeKey {
            fault: self.fault,
            pss: self.pss,
            asked: Arc::clone(&self.asked),
            algorithm,
            material: read(key),
        }))
    }
}

/// The key, read as anybody's is.
pub(super) fn read(key: &Encoded) -> Box<dyn Material> {
    let label = match (key.structure.name(), key.structure.is_private()) {
        ("pkcs1", true) => "RSA PRIVATE KEY",
        ("pkcs1", false) => "RSA PUBLIC KEY",
        (_, true) => "PRIVATE KEY",
        (_, false) => "PUBLIC KEY",
    };
    read_der(label, &key.der).unwrap()
}

fn random(bytes: &mut [u8]) -> Result<()> {
    bytes.fill(5);
    Ok(())
}

/// In a thread without an engine.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(work).join().unwrap())
}

impl FakeKey {
    /// How many bytes half of an ECDSA signature has.
    fn half(&self) -> Option<usize> {
        match self.algorithm {
            Algorithm::ES256 => Some(32),
            Algorithm::ES384 => Some(48),
            Algorithm::ES512 => Some(66),
            _ => None,
        }
    }

    fn spoil(&self, made: Vec<u8>) -> Option<Vec<u8>> {
        match self.fault {
            Fault::Throws => None,
            Fault::Wrong => Some(vec![0; made.len()]),
            Fault::Short => made.get(1..).map(<[u8]>::to_vec),
            Fault::BadDer => Some([&made[..], &[0]].concat()),
            _ => Some(made),
        }
    }
}

impl NativeKey for FakeKey {
    fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let made = apart(|| {
            let signer = self.material.signer(self.algorithm, random).unwrap();
            signer.try_sign(message).unwrap()
        });
        self.spoil(match self.half() {
            Some(_) => write_signature(&made),
            None => made,
        })
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> Option<bool> {
        if !self.pss && self.algorithm.name().starts_with("PS") {
            return None;
        }
        self.asked.fetch_add(1, Ordering::Relaxed);
        let signature = match self.half() {
            Some(size) => read_signature(signature, size).unwrap(),
            None => signature.to_vec(),
        };
        let is_good = apart(|| {
            let verifier = self.material.verifier(self.algorithm).unwrap();
            verifier.verify(message, &signature).is_ok()
        });
        match self.fault {
            Fault::Throws => None,
            Fault::TakesAll => Some(true),
            Fault::Wrong => Some(false),
            _ => Some(is_good),
        }
    }

    fn raw(&self, block: &[u8]) -> Option<Vec<u8>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        match self.fault {
            // Nothing that is a padding.
            Fault::TakesAll => Some(vec![1; block.len()]),
            _ => self.spoil(bare(&*self.material, block)),
        }
    }
}

/// The bare operation of RSA: a power modulo `n`, by Montgomery's multiplication.
pub(super) fn bare(material: &dyn Material, block: &[u8]) -> Vec<u8> {
    let number = |name: &str| {
        let members = [material.required_members(), material.private_members()].concat();
        let (_, value) = members.into_iter().find(|(member, _)| *member == name)?;
        Base64UrlUnpadded::decode_vec(&value).ok()
    };
    let modulus = Modulus::new(&number("n").unwrap());
    let exponent = number("d").or_else(|| number("e")).unwrap();
    let base = modulus.times(&modulus.limbs(block), &modulus.square);
    let mut power = modulus.times(&modulus.limbs(&[1]), &modulus.square);
    for bit in exponent
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1))
    {
        power = modulus.times(&power, &power);
        if bit {
            power = modulus.times(&power, &base);
        }
    }
    let power = modulus.times(&power, &modulus.limbs(&[1]));
    let bytes: Vec<u8> = power
        .iter()
        .rev()
        .flat_map(|limb| limb.to_be_bytes())
        .collect();
    bytes[bytes.len() - block.len()..].to_vec()
}

/// A modulus in limbs of 64 bits, the lowest first.
struct Modulus {
    limbs: Vec<u64>,
    /// What the lowest limb has to be multiplied with to be -1.
    inverse: u64,
    /// The square of 2 to the number of all bits.
    square: Vec<u64>,
}

impl Modulus {
    fn new(bytes: &[u8]) -> Self {
        let limbs: Vec<u64> = bytes.rchunks(8).map(limb).collect();
        let mut inverse = 1_u64;
        for _ in 0..6 {
            let product = limbs[0].wrapping_mul(inverse);
            inverse = inverse.wrapping_mul(2_u64.wrapping_sub(product));
        }
        let mut modulus = Self {
            inverse: inverse.wrapping_neg(),
            square: Vec::new(),
            limbs,
        };
        let mut square = modulus.limbs(&[1]);
        for _ in 0..128 * modulus.limbs.len() {
            let carry = square.last().unwrap() >> 63;
            let mut low = 0;
            for limb in &mut square {
                (low, *limb) = (*limb >> 63, *limb << 1 | low);
            }
            modulus.reduce(&mut square, carry);
        }
        modulus.square = square;
        modulus
    }

    fn limbs(&self, bytes: &[u8]) -> Vec<u64> {
        let mut limbs: Vec<u64> = bytes.rchunks(8).map(limb).collect();
        limbs.resize(self.limbs.len(), 0);
        limbs
    }

    /// Subtracts the modulus from a number that may be as large as twice it.
    fn reduce(&self, number: &mut [u64], carry: u64) {
        if carry == 0 && number.iter().rev().lt(self.limbs.iter().rev()) {
            return;
        }
        let mut borrow = false;
        for (limb, less) in number.iter_mut().zip(&self.limbs) {
            let (left, first) = limb.overflowing_sub(*less);
            let (left, second) = left.overflowing_sub(u64::from(borrow));
            (*limb, borrow) = (left, first || second);
        }
    }

    /// The product, divided by 2 to the number of all bits.
    fn times(&self, one: &[u64], other: &[u64]) -> Vec<u64> {
        let length = self.limbs.len();
        let mut sum = vec![0_u64; length + 2];
        for factor in one {
            let add = |sum: &mut [u64], numbers: &[u64], factor: u64| {
                let mut carry = 0_u128;
                for (limb, number) in sum.iter_mut().zip(numbers.iter().chain([&0, &0])) {
                    carry += u128::from(*limb) + u128::from(*number) * u128::from(factor);
                    *limb = carry as u64;
                    carry >>= 64;
                }
            };
            add(&mut sum, other, *factor);
            let multiple = sum[0].wrapping_mul(self.inverse);
            add(&mut sum, &self.limbs, multiple);
            sum.rotate_left(1);
        }
        let carry = sum[length];
        sum.truncate(length);
        self.reduce(&mut sum, carry);
        sum
    }
}

fn limb(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0, |limb, byte| limb << 8 | u64::from(*byte))
}
