//! The little of the DNS wire format (RFC 1035) that a name server for tests needs.

use std::net::{Ipv4Addr, Ipv6Addr};

/// The type of a record with an IPv4 address.
pub(super) const A: u16 = 1;
/// The type of a record with an IPv6 address.
pub(super) const AAAA: u16 = 28;

/// A question.
pub(super) struct Question {
    /// The name, in lower case, without the dot at its end.
    pub(super) name: String,
    pub(super) kind: u16,
    /// Where the question ends in the query.
    end: usize,
}

/// An address of an answer.
pub(super) enum Address {
    V4(Ipv4Addr),
    V6(Ipv6Addr),
}

/// Reads the question of a query.
pub(super) fn question(query: &[u8]) -> Option<Question> {
    let (mut at, mut labels) = (12, Vec::new());
    loop {
        let length = usize::from(*query.get(at)?);
        at += 1;
        if length == 0 {
            break;
        }
        labels.push(String::from_utf8_lossy(query.get(at..at + length)?).to_lowercase());
        at += length;
    }
    let kind = u16::from_be_bytes([*query.get(at)?, *query.get(at + 1)?]);
    (query.len() >= at + 4).then(|| Question { name: labels.join("."), kind, end: at + 4 })
}

/// Writes an answer to a query.
pub(super) fn answer(query: &[u8], question: &Question, code: u8, ttl: u32, addresses: &[Address]) -> Vec<u8> {
    let count = u16::try_from(addresses.len()).unwrap_or(u16::MAX).to_be_bytes();
    // The id; an answer, recursion wanted and available; one question; the answers.
    let mut out = vec![query[0], query[1], 0x81, 0x80 | code, 0, 1, count[0], count[1], 0, 0, 0, 0];
    out.extend_from_slice(&query[12..question.end]);
    for address in addresses {
        // The name is the one of the question.
        out.extend_from_slice(&[0xc0, 12]);
        let (kind, data): (u16, Vec<u8>) = match address {
            Address::V4(address) => (A, address.octets().to_vec()),
            Address::V6(address) => (AAAA, address.octets().to_vec()),
        };
        out.extend_from_slice(&kind.to_be_bytes());
        out.extend_from_slice(&[0, 1]);
        out.extend_from_slice(&ttl.to_be_bytes());
        out.extend_from_slice(&[0, if data.len() == 4 { 4 } else { 16 }]);
        out.extend_from_slice(&data);
    }
    out
}
