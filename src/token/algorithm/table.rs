//! The table of families.

use super::family::{Draw, Family};
use super::material::{Material, key};
use super::name::Algorithm;
use super::{ecdsa, eddsa, hmac, rsa};
use crate::error::Result;

/// Every family of keys, in the order in which messages name them.
pub(in crate::token) static FAMILIES: [Family; 4] =
    [hmac::FAMILY, ecdsa::FAMILY, eddsa::FAMILY, rsa::FAMILY];

/// A new key for `algorithm`.
pub(in crate::token) fn generate(
    algorithm: Algorithm,
    random: Draw<'_>,
) -> Result<Box<dyn Material>> {
    let family = FAMILIES
        .iter()
        .find(|family| family.algorithms.contains(&algorithm))
        .ok_or_else(|| key("there are no keys for the algorithm"))?;
    (family.generate)(algorithm, random)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_algorithm_is_in_one_family() {
        for algorithm in Algorithm::all() {
            let families = FAMILIES
                .iter()
                .filter(|family| family.algorithms.contains(&algorithm));
            assert_eq!(families.count(), 1, "{algorithm}");
        }
    }
}
