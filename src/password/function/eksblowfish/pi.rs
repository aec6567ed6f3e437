//! The digits of π, for build.rs: what the tables of Blowfish begin as.

/// Words that are computed and not used, because the last ones are not exact.
const GUARD: usize = 2;

/// The first words of 32 bits after the point. Machin's formula:
/// π = 16 arctan 1/5 - 4 arctan 1/239.
pub(crate) fn fraction(words: usize) -> Vec<u32> {
    let length = 1 + words + GUARD;
    let mut pi = arctan_of_inverse(5, length);
    multiply(&mut pi, 4);
    subtract(&mut pi, &arctan_of_inverse(239, length));
    multiply(&mut pi, 4);
    pi[1..=words].to_vec()
}

/// Numbers are a word before the point and the rest behind it. The series is
/// 1/x - 1/3x³ + 1/5x⁵ - …
fn arctan_of_inverse(x: u32, length: usize) -> Vec<u32> {
    let mut power = vec![0; length];
    power[0] = 1;
    divide(&mut power, x);
    let mut sum = power.clone();
    for odd in (3..).step_by(2) {
        divide(&mut power, x * x);
        let mut term = power.clone();
        divide(&mut term, odd);
        if term.iter().all(|word| *word == 0) {
            break;
        }
        match odd % 4 {
            3 => subtract(&mut sum, &term),
            _ => add(&mut sum, &term),
        }
    }
    sum
}

fn divide(number: &mut [u32], by: u32) {
    let mut rest = 0;
    for word in number {
        let dividend = u64::from(rest) << 32 | u64::from(*word);
        *word = (dividend / u64::from(by)) as u32;
        rest = (dividend % u64::from(by)) as u32;
    }
}

fn multiply(number: &mut [u32], by: u32) {
    let mut carry = 0;
    for word in number.iter_mut().rev() {
        let product = u64::from(*word) * u64::from(by) + carry;
        *word = product as u32;
        carry = product >> 32;
    }
}

fn add(number: &mut [u32], other: &[u32]) {
    let mut carry = false;
    for (word, more) in number.iter_mut().zip(other).rev() {
        let (sum, first) = word.overflowing_add(*more);
        let (sum, second) = sum.overflowing_add(u32::from(carry));
        (*word, carry) = (sum, first || second);
    }
}

fn subtract(number: &mut [u32], other: &[u32]) {
    let mut borrow = false;
    for (word, less) in number.iter_mut().zip(other).rev() {
        let (left, first) = word.overflowing_sub(*less);
        let (left, second) = left.overflowing_sub(u32::from(borrow));
        (*word, borrow) = (left, first || second);
    }
}
