//! JavaScript that has no Rust to ask (`keyward/password`) knows the crate's
//! defaults and limits all the same.

use keyward::password::{
    HashOptions, Limits, MAX_ENCODED_LENGTH, MAX_PASSWORD_LENGTH, MIN_SECRET_LENGTH, SALT_LENGTH,
};

const FILE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/pkg-template/internal/constants.js"
);

/// The file as it should be. A field that is new is not forgotten: without it,
/// this does not compile.
fn expected() -> String {
    let HashOptions {
        memory,
        iterations,
        parallelism,
        tag_length,
        secret: _,
    } = HashOptions::default();
    let hash = format!(
        "memory: {memory}, iterations: {iterations}, parallelism: {parallelism}, tagLength: {tag_length}"
    );
    let Limits {
        memory,
        iterations,
        parallelism,
        cost,
        rounds,
        scrypt_parallelization,
        // The Worker's.
        time: None,
    } = Limits::default()
    else {
        panic!("the package has no limit of time");
    };
    format!(
        "\
// What Rust says about passwords, for those who have no Rust to ask. Written by `KEYWARD_WRITE=1 cargo test --test password
// constants`; without that variable the test fails where this is not what the crate says.

export const HASH_DEFAULTS = {{ {hash} }};
export const LIMITS = {{
  memory: {memory},
  iterations: {iterations},
  parallelism: {parallelism},
  cost: {cost},
  rounds: {rounds},
  scryptParallelization: {scrypt_parallelization},
}};
/** Bytes. */
export const MAX_PASSWORD_LENGTH = {MAX_PASSWORD_LENGTH};
/** Bytes. */
export const MAX_ENCODED_LENGTH = {MAX_ENCODED_LENGTH};
/** Bytes of the shortest secret. */
export const MIN_SECRET_LENGTH = {MIN_SECRET_LENGTH};
/** Bytes of a random salt. */
export const SALT_LENGTH = {SALT_LENGTH};
"
    )
}

#[test]
fn the_constants_of_javascript_are_those_of_the_crate() {
    let expected = expected();
    if std::env::var_os("KEYWARD_WRITE").is_some() {
        std::fs::write(FILE, &expected).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(FILE).unwrap(),
        expected,
        "write them anew: KEYWARD_WRITE=1 cargo test --test password constants"
    );
}
