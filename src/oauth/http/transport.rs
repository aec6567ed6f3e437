//! Passwords and tokens go over TLS: RFC 6749 section 3.2, RFC 6750 section 5.3.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use http::header::AUTHORIZATION;
use http::uri::Scheme;
use http::{Method, Request, StatusCode};

use super::refusal::Refusal;

/// Refuses credentials that came over plain HTTP from elsewhere than this machine or
/// the network around it, before any of them is read. They have crossed the network
/// by then; whoever sent them learns it the first time.
pub(in crate::oauth) fn check<B>(request: &Request<B>) -> Result<(), Refusal> {
    let credentials =
        request.method() == Method::POST || request.headers().contains_key(AUTHORIZATION);
    let uri = request.uri();
    if !credentials || uri.scheme() != Some(&Scheme::HTTP) || uri.host().is_none_or(is_local) {
        return Ok(());
    }
    Err(Refusal::new(StatusCode::BAD_REQUEST, "HTTPS is required")
        .error("invalid_request")
        .because("plain-http"))
}

/// A loopback or private address, or a name that no public server has (RFC 6761
/// section 6.3, RFC 6762 section 3).
fn is_local(host: &str) -> bool {
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let address = name
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(&name);
    match address
        .parse::<IpAddr>()
        .map(|address| address.to_canonical())
    {
        Ok(IpAddr::V4(address)) => is_local_v4(address),
        Ok(IpAddr::V6(address)) => is_local_v6(address),
        Err(_) => {
            let last = name.rsplit('.').next().unwrap_or_default();
            last == "localhost" || (last == "local" && name != last)
        }
    }
}

/// RFC 1122 section 3.2.1.3, RFC 1918, RFC 3927.
const fn is_local_v4(address: Ipv4Addr) -> bool {
    address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_unspecified()
}

/// RFC 4291 sections 2.5.2, 2.5.3 and 2.5.6, RFC 4193.
const fn is_local_v6(address: Ipv6Addr) -> bool {
    address.is_loopback()
        || address.is_unique_local()
        || address.is_unicast_link_local()
        || address.is_unspecified()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_hosts_are_told_from_public_ones() {
        for host in [
            "localhost",
            "LocalHost.",
            "app.localhost",
            "printer.local",
            "127.0.0.1",
            "127.255.0.9",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.20",
            "169.254.1.1",
            "[::1]",
            "[::]",
            "[fd00::1]",
            "[fe80::1]",
            "[::ffff:192.168.1.1]",
        ] {
            assert!(is_local(host), "{host}");
        }
        for host in [
            "example.com",
            "localhost.example.com",
            "notlocalhost",
            "mylocal",
            "local",
            "local.example",
            "127.0.0.1.example.com",
            "172.32.0.1",
            "192.169.0.1",
            "8.8.8.8",
            "[2001:db8::1]",
            "[::ffff:8.8.8.8]",
            "",
        ] {
            assert!(!is_local(host), "{host}");
        }
    }
}
