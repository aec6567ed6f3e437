//! How breached passwords are looked up.

use super::kv::in_words;
use super::throttle::Edge;
use super::{bridge, task};
use crate::account::breached::Breaches;

impl Breaches for Edge<'_> {
    async fn range(&self, url: &str) -> Result<String, String> {
        let answer = task::settled(bridge::range(url)).await;
        Ok(answer.map_err(in_words)?.as_string().unwrap_or_default())
    }
}
