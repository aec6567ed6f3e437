//! Memory that is wiped when it is given back.
//!
//! For what goes through here with every token: `zeroize` writes one byte after the
//! other, where this is one instruction for all of them. Keys and passwords are
//! `Zeroizing`.

use std::hint::black_box;
use std::mem;
use std::ops::Deref;

/// A text or bytes that are wiped when they are dropped.
#[derive(Default)]
pub(crate) struct Wiped<T: Into<Vec<u8>> + Default>(T);

impl<T: Into<Vec<u8>> + Default> Wiped<T> {
    pub(crate) const fn new(inner: T) -> Self {
        Self(inner)
    }

    /// Out of it again, and the caller's to wipe.
    pub(crate) fn into_inner(mut self) -> T {
        mem::take(&mut self.0)
    }
}

impl<T: Into<Vec<u8>> + Default> Deref for Wiped<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Into<Vec<u8>> + Default> Drop for Wiped<T> {
    fn drop(&mut self) {
        wipe(&mut mem::take(&mut self.0).into());
    }
}

/// Writes zeros over it, though nobody reads them.
pub(crate) fn wipe(bytes: &mut [u8]) {
    bytes.fill(0);
    black_box(bytes);
}
