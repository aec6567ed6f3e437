//! A Unix archive with one member: a magic line, then a header of fixed-width
//! text fields and the member's bytes, padded to an even length. No symbol
//! index is needed: rustc takes every member of a static library into the rlib
//! and writes its own.

/// Wraps the object into an archive.
pub(crate) fn archive(object: &[u8]) -> Vec<u8> {
    // name/16, time/12, owner/6, group/6, mode/8 (octal), size/10, end mark
    let header = format!(
        "{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n",
        "argon2.o/",
        0,
        0,
        0,
        644,
        object.len()
    );
    let mut archive = b"!<arch>\n".to_vec();
    archive.extend_from_slice(header.as_bytes());
    archive.extend_from_slice(object);
    if object.len() % 2 == 1 {
        archive.push(b'\n');
    }
    archive
}
