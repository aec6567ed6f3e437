//! What a request is called in the log and in `X-Request-Id`.

use std::cell::RefCell;

use http::HeaderName;

/// Cloudflare's own name of a request, under which its dashboard knows it.
pub(super) const RAY: HeaderName = HeaderName::from_static("cf-ray");

/// The longest ray id that is taken over, in characters; real ones have 20.
const MAX_LENGTH: usize = 64;

/// How many random names are made at once.
const STOCK_SIZE: usize = 64;

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

/// Random bytes come in stocks: asking the runtime for 16 takes as long as for
/// all of these. Without random bytes every digit is 0: the answer matters more
/// than its name.
fn random() -> String {
    thread_local! {
        static STOCK: RefCell<Vec<[u8; 16]>> = const { RefCell::new(Vec::new()) };
    }
    let bytes = STOCK.with_borrow_mut(|stock| {
        stock.pop().unwrap_or_else(|| {
            stock.resize(STOCK_SIZE, [0; 16]);
            let _ = getrandom::fill(stock.as_flattened_mut());
            stock.pop().unwrap_or_default()
        })
    });
    format!("{:032x}", u128::from_be_bytes(bytes))
}
