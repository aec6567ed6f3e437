// What Rust says about passwords, for those who have no Rust to ask. Written by `KEYWARD_WRITE=1 cargo test --test password
// constants`; without that variable the test fails where this is not what the crate says.

export const HASH_DEFAULTS = { memory: 19456, iterations: 2, parallelism: 1, tagLength: 32 };
export const LIMITS = {
  memory: 102400,
  iterations: 16,
  parallelism: 255,
  cost: 15,
  rounds: 2000000,
  scryptParallelization: 16,
};
/** Bytes. */
export const MAX_PASSWORD_LENGTH = 4096;
/** Bytes. */
export const MAX_ENCODED_LENGTH = 2048;
/** Bytes of the shortest secret. */
export const MIN_SECRET_LENGTH = 16;
/** Bytes of a random salt. */
export const SALT_LENGTH = 16;
