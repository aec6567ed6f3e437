//! Argon2 and bcrypt without the text of stored hashes, for a caller that reads
//! and writes that text itself.

use super::argon2::{self, Algorithm, Inputs, Parameters, Version};
use super::function;
use super::stack;

/// What fixes one computation of Argon2 (RFC 9106 section 3.1), each beside the RFC's
/// letter for it.
#[derive(Debug, Clone, Copy)]
pub struct Argon2 {
    /// `y`: 0 for Argon2d, 1 for Argon2i, 2 for Argon2id.
    pub kind: u32,
    /// `v`: 0x10 or 0x13.
    pub version: u32,
    /// `m`, KiB, at least 8 for each lane.
    pub memory: u32,
    /// `t`, at least 1.
    pub iterations: u32,
    /// `p`, 1 to 2^24-1.
    pub parallelism: u32,
}

impl Argon2 {
    /// The tag, `length` bytes long. `None` where the memory cannot be had, where a
    /// parameter is out of the range that its field names, where the salt has fewer
    /// than 8 bytes or the data more than 32, and for a length outside of 4 to 128.
    pub fn tag(
        &self,
        password: &[u8],
        salt: &[u8],
        secret: &[u8],
        data: &[u8],
        length: usize,
    ) -> Option<Vec<u8>> {
        let lengths = salt.len() >= 8 && data.len() <= 32 && (4..=128).contains(&length);
        let parameters = self.parameters().filter(|_| lengths)?;
        let inputs = Inputs {
            password,
            salt,
            secret,
            data,
        };
        let mut tag = vec![0; length];
        stack::wiped(|| argon2::unchecked_tag(&parameters, &inputs, &mut tag))
            .ok()
            .map(|()| tag)
    }

    fn parameters(&self) -> Option<Parameters> {
        let algorithm = match self.kind {
            0 => Algorithm::Argon2d,
            1 => Algorithm::Argon2i,
            2 => Algorithm::Argon2id,
            _ => return None,
        };
        let version = match self.version {
            0x10 => Version::V0x10,
            0x13 => Version::V0x13,
            _ => return None,
        };
        let lanes = self.parallelism;
        let in_range =
            (1..1 << 24).contains(&lanes) && self.memory >= 8 * lanes && self.iterations >= 1;
        in_range.then_some(Parameters {
            algorithm,
            version,
            memory: self.memory,
            iterations: self.iterations,
            parallelism: lanes,
        })
    }
}

/// bcrypt's output, 24 bytes of which a hash keeps 23. `None` for a cost outside
/// of 4 to 31 or a salt that is not 16 bytes.
pub fn bcrypt(cost: u32, salt: &[u8], password: &[u8], sign_extended: bool) -> Option<Vec<u8>> {
    let salt = salt.try_into().ok()?;
    let output = (4..=31)
        .contains(&cost)
        .then(|| stack::wiped(|| function::bcrypt::raw(cost, salt, password, sign_extended)))?;
    Some(output.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn argon2_answers_as_the_reference_implementation_does() {
        // phc-winner-argon2, src/test.c: Argon2id, version 0x13, t=2, m=256, p=1.
        let argon2 = Argon2 {
            kind: 2,
            version: 0x13,
            memory: 256,
            iterations: 2,
            parallelism: 1,
        };
        let tag = argon2.tag(b"password", b"somesalt", &[], &[], 32).unwrap();
        assert_eq!(tag[..4], [0x9d, 0xfe, 0xb9, 0x10]);
    }

    #[test]
    fn what_is_out_of_range_is_refused() {
        let good = Argon2 {
            kind: 2,
            version: 0x13,
            memory: 8,
            iterations: 1,
            parallelism: 1,
        };
        for bad in [
            Argon2 { kind: 3, ..good },
            Argon2 {
                version: 0x11,
                ..good
            },
            Argon2 { memory: 7, ..good },
            Argon2 {
                iterations: 0,
                ..good
            },
            Argon2 {
                parallelism: 0,
                ..good
            },
            Argon2 {
                parallelism: 1 << 24,
                ..good
            },
        ] {
            assert_eq!(bad.tag(b"", b"somesalt", &[], &[], 32), None, "{bad:?}");
        }
        assert_eq!(good.tag(b"", b"short", &[], &[], 32), None);
        assert_eq!(good.tag(b"", b"somesalt", &[], &[], 3), None);
        assert_eq!(good.tag(b"", b"somesalt", &[], &[0; 33], 32), None);
        assert_eq!(bcrypt(3, &[0; 16], b"", false), None);
        assert_eq!(bcrypt(32, &[0; 16], b"", false), None);
        assert_eq!(bcrypt(4, &[0; 15], b"", false), None);
    }
}
