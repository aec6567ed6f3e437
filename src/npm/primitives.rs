//! What `keyward/password` is made of: Argon2 and bcrypt as functions of
//! numbers and bytes.
//!
//! The text around them, stored hashes and options, is read in JavaScript
//! (`pkg-template/primitives`), because handling text takes more room in a wasm
//! than all the cryptography together.

use lol_alloc::{FreeListAllocator, LockedAllocator};
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use crate::password::primitives::{self, Argon2};

#[global_allocator]
static ALLOCATOR: LockedAllocator<FreeListAllocator> =
    LockedAllocator::new(FreeListAllocator::new());

/// The tag of Argon2 (RFC 9106), `undefined` where the memory cannot be had or
/// a parameter is out of range. `kind` is the RFC's `y`: 0 for d, 1 for i, 2
/// for id.
#[wasm_bindgen(skip_typescript)]
#[allow(clippy::too_many_arguments)]
pub fn argon2(
    kind: u32,
    version: u32,
    memory: u32,
    iterations: u32,
    parallelism: u32,
    password: Vec<u8>,
    salt: &[u8],
    secret: Vec<u8>,
    data: &[u8],
    length: usize,
) -> Option<Vec<u8>> {
    let password = Zeroizing::new(password);
    let secret = Zeroizing::new(secret);
    let parameters = Argon2 {
        kind,
        version,
        memory,
        iterations,
        parallelism,
    };
    parameters.tag(&password, salt, &secret, data, length)
}

/// The 24 bytes that bcrypt computes, of which a hash has 23; `undefined` for a
/// cost outside of 4 to 31 or a salt that is not 16 bytes. `sign_extended` is
/// for `$2x$`.
#[wasm_bindgen(skip_typescript)]
pub fn bcrypt(cost: u32, salt: &[u8], password: Vec<u8>, sign_extended: bool) -> Option<Vec<u8>> {
    let password = Zeroizing::new(password);
    primitives::bcrypt(cost, salt, &password, sign_extended)
}
