//! The argon2 crate as it is, behind the smallest interface: 64 bytes of input
//! (32 of password, 32 of salt) and 32 of output at a fixed place.

use std::cell::UnsafeCell;

use argon2::{Algorithm, Argon2, Block, Params, Version};

struct Shared<T>(UnsafeCell<T>);

// SAFETY: a module without threads.
unsafe impl<T> Sync for Shared<T> {}

static BUFFER: Shared<[u8; 96]> = Shared(UnsafeCell::new([0; 96]));
static MEMORY: Shared<Vec<Block>> = Shared(UnsafeCell::new(Vec::new()));

/// Where the input lies, and after it the tag.
#[unsafe(no_mangle)]
pub extern "C" fn buffer() -> *mut u8 {
    BUFFER.0.get().cast()
}

/// Argon2id over the first bytes of both inputs. Memory is kept between calls,
/// as the other candidates do.
#[unsafe(no_mangle)]
pub extern "C" fn argon2id(m: u32, t: u32, p: u32, password: usize, salt: usize) -> u32 {
    let Ok(params) = Params::new(m, t, p, Some(32)) else {
        return 0;
    };
    // SAFETY: nothing else in this module runs while this function does.
    let (buffer, memory) = unsafe { (&mut *BUFFER.0.get(), &mut *MEMORY.0.get()) };
    if memory.len() < params.block_count() {
        memory.resize(params.block_count(), Block::new());
    }
    let (input, tag) = buffer.split_at_mut(64);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(&input[..password], &input[32..32 + salt], tag, memory)
        .is_ok()
        .into()
}
