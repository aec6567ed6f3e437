//! How a request's body is read: as a whole, within a limit.

use std::future::Future;

use zeroize::Zeroizing;

/// The longest body that is read, in bytes (64 KiB).
pub const MAX_BODY_LENGTH: usize = 64 * 1024;

/// Why a body could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyError {
    /// It is longer than [`MAX_BODY_LENGTH`].
    TooLong,
    /// The client went away or the connection broke.
    Interrupted,
}

/// A body that has not been read yet.
pub trait Body {
    /// Reads all of it; it may hold a password, so it is wiped after use.
    ///
    /// # Errors
    /// [`BodyError::TooLong`] as soon as more than `limit` bytes have come.
    fn read(self, limit: usize) -> impl Future<Output = Result<Zeroizing<Vec<u8>>, BodyError>>;
}

/// A body in memory.
impl Body for Vec<u8> {
    async fn read(self, limit: usize) -> Result<Zeroizing<Vec<u8>>, BodyError> {
        let bytes = Zeroizing::new(self);
        if bytes.len() > limit {
            return Err(BodyError::TooLong);
        }
        Ok(bytes)
    }
}
