//! What a request is called in the log and in `X-Request-Id`.

use http::HeaderName;

/// Cloudflare's own name of a request, under which its dashboard knows it.
pub(super) const RAY: HeaderName = HeaderName::from_static("cf-ray");

/// The longest ray id that is taken over, in characters; real ones have 20.
const MAX_LENGTH: usize = 64;

/// Cloudflare's name of the request, or 32 random hex digits where there is
/// none, as on a developer's machine.
pub(super) fn choose(ray: Option<&str>) -> String {
    ray.filter(|ray| plain(ray))
        .map_or_else(random, String::from)
}

/// Nothing that could be more than a word, in a log or in a header.
fn plain(text: &str) -> bool {
    (1..=MAX_LENGTH).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Without random bytes every digit is 0: the answer matters more than its
/// name.
fn random() -> String {
    let mut bytes = [0_u8; 16];
    let _ = getrandom::fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
