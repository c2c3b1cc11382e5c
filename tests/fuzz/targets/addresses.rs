//! Ids and addresses from anybody: an id never leaves its segment, an address that was told never its bounds.
#![cfg_attr(fuzzing, no_main)]

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use coreflow_bridge::http::{Grant, Verdict, verdict};
use coreflow_bridge::manifest::{Reach, Template};
use coreflow_bridge::protocol::{endpoint, instance_url, told_url};
use url::Url;

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: (&str, [u8; 16])| {
    run(input);
});

/// Whether the text is an id, an address or a grant.
pub(crate) fn run((text, bytes): (&str, [u8; 16])) -> bool {
    let mut taken = false;
    if let Ok(url) = instance_url(text, "/api") {
        assert!(matches!(url.scheme(), "http" | "https") && url.has_host());
        assert!(url.username().is_empty() && url.password().is_none() && url.query().is_none());
        taken = true;
    }
    let base = Url::parse("https://erp.test/base").expect("a URL");
    let path = Template::try_from("/items/{id}/lines".to_owned()).expect("a template");
    if let Ok(url) = endpoint(&base, &path, |_| Some(Cow::Borrowed(text))) {
        assert_eq!(url.origin(), base.origin());
        let segments: Vec<&str> = url.path_segments().expect("a path").collect();
        assert!(segments.len() == 4 && segments[..2] == ["base", "items"] && segments[3] == "lines", "{url}");
        assert_eq!(Url::parse(url.as_str()).expect("it reads itself"), url);
        taken = true;
    }
    if let Ok(url) = told_url(&base, text, Reach::Instance) {
        assert_eq!(url.origin(), base.origin());
        taken = true;
    }
    if let Ok(grant) = text.parse::<Grant>() {
        assert_eq!(grant.to_string().parse::<Grant>().expect("its one form"), grant);
        taken = true;
    }
    // An address that carries another one is no better than that.
    let six = Ipv6Addr::from(bytes);
    if let Some(four) = carried(six) {
        assert!(verdict(IpAddr::V4(four)) == Verdict::Public || verdict(IpAddr::V6(six)) != Verdict::Public, "{six}");
    }
    taken
}

/// Where the forms of RFC 4291, 6052 and 3056 carry an address: mapped, compatible, translated, NAT64, 6to4.
fn carried(six: Ipv6Addr) -> Option<Ipv4Addr> {
    let (high, low) = match six.segments() {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0, 0, 0, 0, 0xffff, 0, high, low] => (high, low),
        [0x64, 0xff9b, .., high, low] | [0x2002, high, low, ..] => (high, low),
        _ => return None,
    };
    Some(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)))
}
