//! The hash functions that stored hashes are built from.

use md5::Md5;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::encoding::fill;

/// A hash function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Digest {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

/// What a digest or a MAC gives; wiped when it is dropped.
pub(super) struct Output {
    bytes: Zeroizing<[u8; 64]>,
    length: usize,
}

impl std::ops::Deref for Output {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// Calls a generic function with the type that stands behind a [`Digest`].
macro_rules! with_type {
    ($digest:expr, $function:ident($($argument:expr),*)) => {
        match $digest {
            Digest::Md5 => $function::<Md5>($($argument),*),
            Digest::Sha1 => $function::<Sha1>($($argument),*),
            Digest::Sha224 => $function::<Sha224>($($argument),*),
            Digest::Sha256 => $function::<Sha256>($($argument),*),
            Digest::Sha384 => $function::<Sha384>($($argument),*),
            Digest::Sha512 => $function::<Sha512>($($argument),*),
        }
    };
}

impl Digest {
    const ALL: [Self; 6] = [
        Self::Md5,
        Self::Sha1,
        Self::Sha224,
        Self::Sha256,
        Self::Sha384,
        Self::Sha512,
    ];

    /// The function of this name, which is the one of [`Self::name`].
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|digest| digest.name() == name)
    }

    /// The function whose output has this length in bytes.
    pub(super) fn from_length(length: usize) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|digest| digest.length() == length)
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha224 => "sha224",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }

    /// The length of its output in bytes.
    pub(super) const fn length(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha224 => 28,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The hash of the parts, one after the other.
    pub(super) fn digest(self, parts: &[&[u8]]) -> Output {
        with_type!(self, digest(parts))
    }

    /// HMAC, as RFC 2104 section 2 writes it: the crate `hmac` would come once
    /// for each function, and the WebAssembly has to be downloaded.
    pub(super) fn hmac(self, key: &[u8], message: &[u8]) -> Output {
        let hashed = (key.len() > self.block_length()).then(|| self.digest(&[key]));
        let key = hashed.as_deref().unwrap_or(key);
        let pad = |byte: u8| {
            let mut pad = Zeroizing::new([byte; 128]);
            for (pad, key) in pad.iter_mut().zip(key) {
                *pad ^= key;
            }
            pad
        };
        let inner = self.digest(&[&pad(0x36)[..self.block_length()], message]);
        self.digest(&[&pad(0x5c)[..self.block_length()], &inner])
    }

    /// Whether no other password acts as the same HMAC key. A key longer than a block
    /// is replaced by its digest (RFC 2104 section 2), so it has a twin. A key as long
    /// as a digest may be such a twin, unless it is printable text.
    pub(super) fn has_no_equivalent_key(self, key: &[u8]) -> bool {
        let is_text =
            || std::str::from_utf8(key).is_ok_and(|text| !text.contains(|c: char| c.is_control()));
        key.len() <= self.block_length() && (key.len() != self.length() || is_text())
    }

    /// The length of what it takes in at once, in bytes.
    const fn block_length(self) -> usize {
        match self {
            Self::Md5 | Self::Sha1 | Self::Sha224 | Self::Sha256 => 64,
            Self::Sha384 | Self::Sha512 => 128,
        }
    }
}

fn digest<D: sha2::Digest>(parts: &[&[u8]]) -> Output {
    let mut digest = D::new();
    for part in parts {
        digest.update(part);
    }
    let mut output = Output {
        bytes: Zeroizing::new([0; 64]),
        length: <D as sha2::Digest>::output_size(),
    };
    fill(output.bytes.as_mut_slice(), &digest.finalize());
    output
}
