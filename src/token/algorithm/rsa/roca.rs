//! Keys of a broken generator.

/// Whether the modulus is one of Infineon's RSALib (CVE-2017-15361).
///
/// Its primes are `k * M + (65537^a mod M)` with `M` a product of small primes,
/// so modulo each of those the modulus is a power of 65537. The primes are
/// those of "The Return of Coppersmith's Attack" (Nemec and others, CCS 2017)
/// modulo which 65537 has few powers; a random modulus passes all of them once
/// in 2^27.
pub(super) fn has_roca_fingerprint(n: &[u8]) -> bool {
    const PRIMES: [u32; 17] = [
        11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157,
    ];
    PRIMES.iter().all(|&prime| {
        let rest = n
            .iter()
            .fold(0, |rest, byte| (rest * 256 + u32::from(*byte)) % prime);
        let mut power = 1;
        loop {
            if power == rest {
                return true;
            }
            power = power * 65537 % prime;
            if power == 1 {
                return false;
            }
        }
    })
}
