//! What counts the failures of networks, each network's in one object.

use std::pin::Pin;

use super::throttle::{Block, Rules};
use crate::store::{Reference, StoreError};

/// The number of a failure that was counted, or why the network is blocked.
pub type NetworkReservation = Result<i64, Block>;

/// The counts of networks.
pub trait Networks {
    /// Counts a failure of a network in advance, at a login as this user.
    fn reserve(
        &self,
        network: &Reference,
        user: &Reference,
        rules: &Rules,
    ) -> Pin<Box<dyn Future<Output = Result<NetworkReservation, StoreError>>>>;

    /// Takes the failure of this number back. Nobody waits for it.
    fn give_back(&self, network: &Reference, number: i64);
}
