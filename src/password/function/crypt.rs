//! What SHA-crypt has from MD5-crypt: the rounds, and long inputs made of short
//! ones.

use crate::password::digest::{Digest, Output};

/// Mixes the last result with the password and the salt, round after round.
pub(super) fn stretch(
    digest: Digest,
    rounds: u32,
    first: Output,
    password: &[u8],
    salt: &[u8],
) -> Output {
    let nothing: &[u8] = &[];
    let mut output = first;
    for round in 0..rounds {
        let (first, last) = match round % 2 {
            0 => (&*output, password),
            _ => (password, &*output),
        };
        let salt = match round % 3 {
            0 => nothing,
            _ => salt,
        };
        let again = match round % 7 {
            0 => nothing,
            _ => password,
        };
        output = digest.digest(&[first, salt, again, last]);
    }
    output
}

/// Parts that are `bytes` again and again, `length` bytes together.
pub(super) fn repeated(bytes: &[u8], length: usize) -> impl Iterator<Item = &[u8]> {
    let whole = std::iter::repeat_n(bytes, length / bytes.len());
    whole.chain([&bytes[..length % bytes.len()]])
}

/// For each binary digit of the length, from the last on, `one` or `zero`.
pub(super) fn digits<'a>(
    length: usize,
    one: &'a [u8],
    zero: &'a [u8],
) -> impl Iterator<Item = &'a [u8]> {
    let digits = (usize::BITS - length.leading_zeros()) as usize;
    (0..digits).map(move |digit| match (length >> digit) & 1 {
        1 => one,
        _ => zero,
    })
}
