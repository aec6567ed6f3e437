//! Texts from JavaScript, written to memory that is kept between calls.
//!
//! wasm-bindgen's own way allocates for each string and copies it character by
//! character; of the 3 µs that a token takes in all, that was 1.

use std::cell::Cell;

use crate::wipe::wipe;

/// Enough for a token of a few thousand characters; a longer text has memory of
/// its own.
const SIZE: usize = 16 * 1024;

thread_local! {
    /// Empty while a text is in use: what JavaScript runs meanwhile (a getter, a
    /// `toJSON`) may call us again.
    static MEMORY: Cell<Option<Box<[u8]>>> = const { Cell::new(None) };
}

/// The UTF-8 of a JavaScript string, good until it is dropped, and wiped then.
pub(super) struct TextBuffer {
    memory: Box<[u8]>,
    length: usize,
}

impl TextBuffer {
    /// What `write` writes to the front of the memory it is given, as long as
    /// it says; `None` where it gives up.
    pub(super) fn written(write: impl FnOnce(&mut [u8]) -> Option<usize>) -> Option<Self> {
        let memory = MEMORY.take().unwrap_or_else(|| vec![0; SIZE].into());
        // All of it is wiped where `write` gives up.
        let length = memory.len();
        let mut text = Self { memory, length };
        text.length = write(&mut text.memory)?;
        Some(text)
    }

    /// A text that did not fit.
    pub(super) fn of(long: String) -> Self {
        let memory = long.into_bytes().into_boxed_slice();
        Self {
            length: memory.len(),
            memory,
        }
    }

    /// Empty where the bytes are no UTF-8, which `TextEncoder` does not write.
    pub(super) fn as_str(&self) -> &str {
        let bytes = self.memory.get(..self.length).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

impl Drop for TextBuffer {
    fn drop(&mut self) {
        if let Some(written) = self.memory.get_mut(..self.length) {
            wipe(written);
        }
        if self.memory.len() == SIZE {
            MEMORY.set(Some(std::mem::take(&mut self.memory)));
        }
    }
}
