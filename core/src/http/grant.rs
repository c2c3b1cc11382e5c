//! What a connection may dial besides the public Internet, as people write it.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use ipnet::IpNet;
use url::Host;

use super::address::{Verdict, carried, verdict};
use crate::error::{Code, Error, Result};

/// One entry of `allow`: a network, an address, or the name of a host; the last two may have a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    what: What,
    port: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    Network(IpNet),
    /// In lower case, without the dot at its end.
    Name(String),
}

impl Grant {
    /// Whether a private address is covered that a host and port stand for.
    pub(super) fn covers(&self, host: &str, port: u16, address: IpAddr) -> bool {
        self.port.is_none_or(|own| own == port)
            && match &self.what {
                What::Network(network) => network.contains(&address) || network.contains(&carried(address)),
                What::Name(name) => host.trim_end_matches('.').eq_ignore_ascii_case(name),
            }
    }
}

impl FromStr for Grant {
    type Err = Error;

    fn from_str(text: &str) -> Result<Grant> {
        let wrong = || {
            let message = format!(
                "allow: {text:.100?} is none of: a network (10.0.0.0/8), an address (10.1.2.3, 10.1.2.3:8000, \
                 [fd12::1]:8000), the name of a host (erp.internal, erp.internal:8000)"
            );
            Error::new(Code::ConfigInvalid, message)
        };
        let grant = if text.contains('/') {
            Grant { what: What::Network(text.parse::<IpNet>().map_err(|_| wrong())?.trunc()), port: None }
        } else {
            let (host, port) = parts(text).ok_or_else(wrong)?;
            Grant { what: what(host).ok_or_else(wrong)?, port }
        };
        if let What::Network(network) = grant.what
            && [network.network(), network.broadcast()].map(verdict) == [Verdict::Forbidden; 2]
        {
            let message = format!("allow: {text:.100} is reserved (cloud metadata, multicast, ...) and never dialled");
            return Err(Error::new(Code::ConfigInvalid, message));
        }
        Ok(grant)
    }
}

/// Host and port.
fn parts(text: &str) -> Option<(&str, Option<u16>)> {
    if text.parse::<Ipv6Addr>().is_ok() {
        return Some((text, None));
    }
    // The last colon behind brackets, if there are some.
    let from = text.rfind(']').unwrap_or(0);
    match text[from..].rfind(':') {
        None => Some((text, None)),
        Some(at) => {
            let (host, port) = (&text[..from + at], text[from + at + 1..].parse().ok().filter(|port| *port > 0)?);
            Some((host, Some(port)))
        }
    }
}

fn what(host: &str) -> Option<What> {
    let plain = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    if let Ok(address) = plain.parse::<IpAddr>() {
        return Some(What::Network(address.into()));
    }
    // Names as URLs have them; what a URL reads as an address is one here, too.
    match Host::parse(host).ok()? {
        Host::Ipv4(address) => Some(What::Network(IpAddr::from(address).into())),
        Host::Ipv6(address) => Some(What::Network(IpAddr::from(address).into())),
        Host::Domain(name) => {
            // One dot may end a name. With more it is none, and without them it could be an address.
            let name = name.strip_suffix('.').unwrap_or(&name);
            let whole = !name.split('.').any(str::is_empty) && !name.contains(['*', ',']);
            whole.then(|| What::Name(name.to_owned()))
        }
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Network(network) if network.prefix_len() < network.max_prefix_len() => write!(f, "{network}"),
            What::Network(network) => f.write_str(&place(&network.addr().to_string(), self.port)),
            What::Name(name) => f.write_str(&place(name, self.port)),
        }
    }
}

/// A host and a port, as an entry of `allow` has them.
pub(super) fn place(host: &str, port: Option<u16>) -> String {
    match port {
        None => host.to_owned(),
        Some(port) if host.parse::<Ipv6Addr>().is_ok() => format!("[{host}]:{port}"),
        Some(port) => format!("{host}:{port}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_and_written_in_one_form() {
        for (text, written) in [
            ("10.1.2.3/8", "10.0.0.0/8"),
            ("fd12::/16", "fd12::/16"),
            ("10.1.2.3", "10.1.2.3"),
            ("10.1.2.3:8000", "10.1.2.3:8000"),
            ("2130706433:80", "127.0.0.1:80"),
            ("0x7f.1", "127.0.0.1"),
            ("fd12::1", "fd12::1"),
            ("[fd12::1]", "fd12::1"),
            ("[fd12::1]:8000", "[fd12::1]:8000"),
            ("ERP.Internal.", "erp.internal"),
            ("erp.internal:8000", "erp.internal:8000"),
            ("bücher.internal", "xn--bcher-kva.internal"),
        ] {
            assert_eq!(text.parse::<Grant>().unwrap().to_string(), written, "{text}");
        }
        for text in [
            "",
            " ",
            "*",
            "*.internal",
            "10.0.0.0/33",
            "10.0.0.0/8:80",
            "http://erp.internal",
            "erp.internal:0",
            "erp.internal:99999",
            "erp.internal:",
            ":80",
            "a b",
            "u@erp.internal",
            "[fd12::1",
            "erp.internal/x",
            "169.254.169.254",
            "169.254.0.0/16",
            "fd00:ec2::254",
            "224.0.0.0/4",
            "0.0.0.0",
            "a,b",
            // Found by fuzzing: without the dots it was read as an address.
            "12..",
            "10.1.2.3..",
            "erp..internal",
            ".",
        ] {
            assert_eq!(text.parse::<Grant>().unwrap_err().code(), Code::ConfigInvalid, "{text}");
        }
    }

    #[test]
    fn an_entry_covers_what_it_says() {
        let covers = |entry: &str, host: &str, port, address: &str| {
            entry.parse::<Grant>().unwrap().covers(host, port, address.parse().unwrap())
        };
        assert!(covers("10.0.0.0/8", "erp.internal", 80, "10.1.2.3"));
        assert!(covers("10.0.0.0/8", "erp.internal", 80, "::ffff:10.1.2.3"), "the same address");
        assert!(!covers("10.0.0.0/8", "erp.internal", 80, "192.168.0.1"));
        assert!(covers("10.1.2.3:8000", "10.1.2.3", 8000, "10.1.2.3"));
        assert!(!covers("10.1.2.3:8000", "10.1.2.3", 8001, "10.1.2.3"));
        assert!(covers("erp.internal:8000", "ERP.internal.", 8000, "127.0.0.1"));
        assert!(!covers("erp.internal", "evil-erp.internal", 8000, "127.0.0.1"));
        assert!(!covers("erp.internal", "erp.internal.evil.test", 8000, "127.0.0.1"));
    }
}
