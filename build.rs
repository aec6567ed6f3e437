//! Runs the generator of the Argon2 kernel: for wasm32 the kernel is written as a
//! relocatable object and linked. For every target the digits of π are computed that
//! Blowfish begins with.

use std::path::PathBuf;
use std::{env, fs, io};

#[path = "src/password/argon2/kernel/generator.rs"]
mod generator;
#[path = "src/password/function/eksblowfish/pi.rs"]
mod pi;

/// The library's name, as in `lib<name>.a`.
const LIBRARY: &str = "keyward_argon2";

/// Blowfish's 18 words and its four tables of 256.
const PI_WORDS: usize = 18 + 4 * 256;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/password/argon2/kernel/generator.rs");
    println!("cargo::rerun-if-changed=src/password/argon2/kernel/generator");
    println!("cargo::rerun-if-changed=src/password/function/eksblowfish/pi.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("pi.rs"), format!("{:?}", pi::fraction(PI_WORDS)))?;
    if env::var("CARGO_CFG_TARGET_ARCH").as_deref() != Ok("wasm32") {
        return Ok(());
    }
    let object = generator::object();
    // An archive travels with the rlib to whoever links it; a bare link
    // argument would only reach this crate's own artifacts.
    fs::write(
        out.join(format!("lib{LIBRARY}.a")),
        generator::archive(&object),
    )?;
    // The object itself is what `src/password/argon2/kernel/check.mjs` compares with.
    fs::write(out.join(format!("{LIBRARY}.o")), object)?;
    println!("cargo::rustc-link-search=native={}", out.display());
    println!("cargo::rustc-link-lib=static={LIBRARY}");
    Ok(())
}
