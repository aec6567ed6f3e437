//! EMSA-PSS, RFC 8017 section 9.1, around an operation of RSA that has no padding
//! itself. The salt is as long as the hash (RFC 7518 section 3.5), and the mask is made
//! with the same hash.

use crate::token::algorithm::name::Algorithm;
use sha2::digest::Output;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// The last byte, section 9.1.1 step 12.
const TRAILER: u8 = 0xbc;

/// Which hash.
#[derive(Clone, Copy)]
pub(in super::super) enum Padding {
    Sha256,
    Sha384,
    Sha512,
}

impl Padding {
    /// `None` for an algorithm without PSS.
    pub(in super::super) const fn of(algorithm: Algorithm) -> Option<Self> {
        match algorithm {
            Algorithm::PS256 => Some(Self::Sha256),
            Algorithm::PS384 => Some(Self::Sha384),
            Algorithm::PS512 => Some(Self::Sha512),
            _ => None,
        }
    }

    /// How many bytes the salt has.
    pub(in super::super) const fn salt_length(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

/// The block for a message, as long as a modulus of so many bits. `None` where it is
/// too short.
pub(in super::super) fn encode(
    padding: Padding,
    message: &[u8],
    salt: &[u8],
    modulus_bits: usize,
) -> Option<Vec<u8>> {
    match padding {
        Padding::Sha256 => encode_with::<Sha256>(message, salt, modulus_bits),
        Padding::Sha384 => encode_with::<Sha384>(message, salt, modulus_bits),
        Padding::Sha512 => encode_with::<Sha512>(message, salt, modulus_bits),
    }
}

/// Whether a block is that of a message.
pub(in super::super) fn verify(
    padding: Padding,
    message: &[u8],
    block: &[u8],
    modulus_bits: usize,
) -> bool {
    let found = match padding {
        Padding::Sha256 => verify_with::<Sha256>(message, block, modulus_bits),
        Padding::Sha384 => verify_with::<Sha384>(message, block, modulus_bits),
        Padding::Sha512 => verify_with::<Sha512>(message, block, modulus_bits),
    };
    found.is_some()
}

/// What is in a block: zero bytes in front, the bits of its first byte, the lengths.
struct Shape {
    /// Of the modulus, in bytes.
    whole: usize,
    /// Bytes of the encoded message: one less where the modulus has a bit more than
    /// bytes.
    encoded: usize,
    /// The bits of its first byte that may be set.
    mask: u8,
}

impl Shape {
    const fn new(modulus_bits: usize) -> Self {
        let bits = modulus_bits.saturating_sub(1);
        let encoded = bits.div_ceil(8);
        Self {
            whole: modulus_bits.div_ceil(8),
            encoded,
            mask: 0xff >> (8 * encoded - bits),
        }
    }
}

/// Section 9.1.1.
fn encode_with<D: Digest>(message: &[u8], salt: &[u8], modulus_bits: usize) -> Option<Vec<u8>> {
    let shape = Shape::new(modulus_bits);
    let hash = salted::<D>(message, salt);
    let database = shape.encoded.checked_sub(hash.len() + 1)?;
    // Zeros, a one, and the salt.
    let one = database.checked_sub(salt.len() + 1)?;
    let mut block = vec![0; shape.whole - shape.encoded + database];
    let start = block.len() - database;
    let masked = block.get_mut(start..)?;
    *masked.get_mut(one)? = 1;
    masked.get_mut(one + 1..)?.copy_from_slice(salt);
    mask::<D>(&hash, masked);
    *masked.first_mut()? &= shape.mask;
    block.extend_from_slice(&hash);
    block.push(TRAILER);
    Some(block)
}

/// Section 9.1.2.
fn verify_with<D: Digest>(message: &[u8], block: &[u8], modulus_bits: usize) -> Option<()> {
    let shape = Shape::new(modulus_bits);
    let length = <D as Digest>::output_size();
    if block.len() != shape.whole {
        return None;
    }
    let (zeros, encoded) = block.split_at_checked(shape.whole - shape.encoded)?;
    let [encoded @ .., TRAILER] = encoded else {
        return None;
    };
    let (masked, hash) = encoded.split_at_checked(encoded.len().checked_sub(length)?)?;
    if zeros.iter().any(|byte| *byte != 0) || masked.first()? & !shape.mask != 0 {
        return None;
    }
    let mut database = masked.to_vec();
    mask::<D>(hash, &mut database);
    *database.first_mut()? &= shape.mask;
    let (front, salt) = database.split_at_checked(database.len().checked_sub(length)?)?;
    let [zeros @ .., 1] = front else {
        return None;
    };
    let is_good = zeros.iter().all(|byte| *byte == 0) && *salted::<D>(message, salt) == *hash;
    is_good.then_some(())
}

/// Steps 2 and 6: the hash of eight zero bytes, the message's hash and the salt.
fn salted<D: Digest>(message: &[u8], salt: &[u8]) -> Output<D> {
    D::new()
        .chain_update([0; 8])
        .chain_update(D::digest(message))
        .chain_update(salt)
        .finalize()
}

/// MGF1, appendix B.2.1, over what is there.
fn mask<D: Digest>(seed: &[u8], bytes: &mut [u8]) {
    let length = <D as Digest>::output_size();
    for (counter, chunk) in (0_u32..).zip(bytes.chunks_mut(length)) {
        let hash = D::new()
            .chain_update(seed)
            .chain_update(counter.to_be_bytes())
            .finalize();
        for (byte, masking) in chunk.iter_mut().zip(hash.iter()) {
            *byte ^= masking;
        }
    }
}
