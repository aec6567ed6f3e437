//! Where a request comes from, as far as it counts: one customer of a network
//! has an IPv4 address, or all of an IPv6 /64.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An IPv4 address, or the first half of an IPv6 address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// An address, a /32.
    V4(Ipv4Addr),
    /// A /64, by its first 64 bits.
    V6(u64),
}

impl Network {
    /// The network of an address, `None` for a text that is none, and for this
    /// machine's own, which every client has in development and none at the edge. An
    /// IPv4 address in the clothes of IPv6 (RFC 4291 section 2.5.5.2) is an IPv4
    /// address.
    pub fn of(address: &str) -> Option<Self> {
        let address: IpAddr = address.trim().parse().ok()?;
        match address.to_canonical() {
            address if address.is_loopback() => None,
            IpAddr::V4(address) => Some(Self::V4(address)),
            IpAddr::V6(address) => Some(Self::V6((u128::from(address) >> 64) as u64)),
        }
    }

    /// What the log may know: a /24, or a /48.
    pub fn truncated(&self) -> String {
        match self {
            Self::V4(address) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            Self::V6(prefix) => format!("{}/48", v6(prefix & !0xffff)),
        }
    }
}

fn v6(prefix: u64) -> Ipv6Addr {
    Ipv6Addr::from(u128::from(prefix) << 64)
}

/// In CIDR notation.
impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V4(address) => write!(f, "{address}/32"),
            Self::V6(prefix) => write!(f, "{}/64", v6(*prefix)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_network_and_the_log_knows_less() {
        for (address, network, truncated) in [
            ("203.0.113.77", "203.0.113.77/32", "203.0.113.0/24"),
            ("::ffff:203.0.113.77", "203.0.113.77/32", "203.0.113.0/24"),
            (
                "2001:db8:1:2:3:4:5:6",
                "2001:db8:1:2::/64",
                "2001:db8:1::/48",
            ),
            (" 2001:db8:1:2::1 ", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ] {
            let found = Network::of(address).unwrap();
            assert_eq!(found.to_string(), network);
            assert_eq!(found.truncated(), truncated);
        }
    }

    #[test]
    fn what_is_no_address_is_no_network() {
        for text in [
            "",
            "localhost",
            "203.0.113",
            "203.0.113.7, 198.51.100.1",
            "fe80::1%eth0",
            "127.0.0.1",
            "::1",
        ] {
            assert_eq!(Network::of(text), None, "{text}");
        }
    }
}
