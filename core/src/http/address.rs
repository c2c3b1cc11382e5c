//! Which addresses a connection may dial.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What an address is to the egress guard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// On the public Internet.
    Public,
    /// In a private network or on this host: needs the connection's grant.
    Private,
    /// Never dialled: link-local (cloud metadata), multicast, reserved.
    Forbidden,
}

/// Judges an address. An IPv6 address that carries an IPv4 one is judged by that.
pub fn verdict(address: IpAddr) -> Verdict {
    match carried(address) {
        IpAddr::V4(address) => v4(address),
        IpAddr::V6(address) => v6(address),
    }
}

/// The IPv4 address that an IPv6 address carries (mapped, NAT64, 6to4), or the address itself.
pub(super) fn carried(address: IpAddr) -> IpAddr {
    let IpAddr::V6(carrier) = address else { return address };
    let (high, low) = match carrier.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => (high, low),
        [0x2002, high, low, ..] => (high, low),
        _ => return address,
    };
    let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
    Ipv4Addr::new(a, b, c, d).into()
}

fn v4(address: Ipv4Addr) -> Verdict {
    let [a, b, c, _] = address.octets();
    match (a, b, c) {
        (127 | 10, ..) | (192, 168, _) | (172, 16..=31, _) | (100, 64..=127, _) => Verdict::Private,
        // "This network", link-local with the metadata services, protocol assignments, documentation, benchmarks,
        // 6to4 relays, multicast and reserved: RFC 6890.
        (0, ..) | (169, 254, _) | (192, 0, 0 | 2) | (198, 51, 100) | (203, 0, 113) => Verdict::Forbidden,
        (198, 18..=19, _) | (192, 88, 99) | (224..=255, ..) => Verdict::Forbidden,
        _ => Verdict::Public,
    }
}

fn v6(address: Ipv6Addr) -> Verdict {
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 1] => Verdict::Private,
        [0xfd00, 0x0ec2, ..] => Verdict::Forbidden,
        [first, ..] if first & 0xfe00 == 0xfc00 => Verdict::Private,
        // Link-local, what was site-local, multicast.
        [first, ..] if first & 0xff80 == 0xfe80 || first & 0xff00 == 0xff00 => Verdict::Forbidden,
        // Unspecified, IPv4-compatible and IPv4-translated, NAT64 of local use, discard: RFC 6890, RFC 8215.
        [0, ..] | [0x64, 0xff9b, ..] | [0x100, 0, 0, 0, ..] => Verdict::Forbidden,
        // Protocol assignments with Teredo and ORCHID, documentation, segment routing: RFC 2928, RFC 9637, RFC 9602.
        [0x2001, 0..0x200 | 0xdb8, ..] | [0x3fff, 0..0x1000, ..] | [0x5f00, ..] => Verdict::Forbidden,
        _ => Verdict::Public,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judges_every_spelling_by_its_address() {
        let table = [
            (Verdict::Public, &["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8"][..]),
            (Verdict::Private, &["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.31.9.9", "100.64.0.1", "::1"]),
            (Verdict::Private, &["fd12::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"]),
            (Verdict::Forbidden, &["169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255", "fe80::1", "::"]),
            (Verdict::Forbidden, &["fd00:ec2::254", "ff02::1", "2001::1", "::ffff:169.254.169.254", "2001:db8::1"]),
            (
                Verdict::Forbidden,
                &["fec0::1", "2001:1ff::1", "3fff:fff::1", "5f00::1", "::ffff:0:127.0.0.1", "::7f00:1"],
            ),
            (Verdict::Public, &["2001:200::1", "2400:cb00::1", "2002:808:808::1", "64:ff9b::808:808"]),
        ];
        for (expected, addresses) in table {
            for address in addresses {
                assert_eq!(verdict(address.parse().unwrap()), expected, "{address}");
            }
        }
    }
}
