//! Ids and addresses from anybody: an id never leaves its segment, an address that was told never its bounds.
#![no_main]

use std::borrow::Cow;
use std::net::{IpAddr, Ipv6Addr};

use coreflow_bridge::http::{Grant, Verdict, verdict};
use coreflow_bridge::manifest::{Reach, Template};
use coreflow_bridge::protocol::{endpoint, instance_url, told_url};
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|input: (&str, [u8; 16])| {
    let (text, bytes) = input;
    if let Ok(url) = instance_url(text, "/api") {
        assert!(matches!(url.scheme(), "http" | "https") && url.has_host());
        assert!(url.username().is_empty() && url.password().is_none() && url.query().is_none());
    }
    let base = Url::parse("https://erp.test/base").expect("a URL");
    let path = Template::try_from("/items/{id}/lines".to_owned()).expect("a template");
    if let Ok(url) = endpoint(&base, &path, |_| Some(Cow::Borrowed(text))) {
        assert_eq!(url.origin(), base.origin());
        let segments: Vec<&str> = url.path_segments().expect("a path").collect();
        assert!(segments.len() == 4 && segments[..2] == ["base", "items"] && segments[3] == "lines", "{url}");
        assert_eq!(Url::parse(url.as_str()).expect("it reads itself"), url);
    }
    if let Ok(url) = told_url(&base, text, Reach::Instance) {
        assert_eq!(url.origin(), base.origin());
    }
    if let Ok(grant) = text.parse::<Grant>() {
        assert_eq!(grant.to_string().parse::<Grant>().expect("its one form"), grant);
    }
    // An address that carries another one is no better than that.
    let six = Ipv6Addr::from(bytes);
    if let Some(four) = six.to_ipv4_mapped() {
        assert!(verdict(IpAddr::V4(four)) == Verdict::Public || verdict(IpAddr::V6(six)) != Verdict::Public, "{six}");
    }
    let _ = verdict(IpAddr::V6(six));
});
