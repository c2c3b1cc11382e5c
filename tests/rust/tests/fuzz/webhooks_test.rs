//! Recorded deliveries with their headers, and requests of the senders that are no system, edited.

use bridge_tests::recording::{self, Recording};
use bridge_tests::tests_folder;
use coreflow_bridge::manifest::Verify;
use proptest::prelude::*;

use crate::edit::{LONGEST, edited};
use crate::hold::hold;
use crate::webhooks::{SENDERS, SYSTEMS, run};

/// Which system or sender, and the headers.
type Head = (u8, Vec<(String, String)>);

/// The time that the target takes for now, so that a signature is looked at.
const NOW: &str = "1800000000";
const NOW_MS: &str = "1800000000000";
const HEX: &str = "5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd";
const BASE64: &str = "UleoaefszuvaMq/6Ys3KP6UcrX53oOVv9TbQzo4QjYvQ=";

/// A request of each sender, signed by nobody.
fn signed(sender: &str) -> Vec<(&'static str, String)> {
    match sender {
        "stripe" => vec![("Stripe-Signature", format!("t={NOW},v1={HEX},v0={HEX}"))],
        "standard" => vec![
            ("webhook-id", "msg_1".to_owned()),
            ("webhook-timestamp", NOW.to_owned()),
            ("webhook-signature", format!("v1,{BASE64} v1,{BASE64}")),
        ],
        "github" => vec![("X-Hub-Signature-256", format!("sha256={HEX}"))],
        "shopify" => vec![("X-Shopify-Hmac-Sha256", BASE64.to_owned())],
        "slack" => {
            vec![("X-Slack-Request-Timestamp", NOW.to_owned()), ("X-Slack-Signature", format!("v0={HEX}"))]
        }
        "hubspot" => {
            vec![("X-HubSpot-Request-Timestamp", NOW_MS.to_owned()), ("X-HubSpot-Signature-v3", BASE64.to_owned())]
        }
        other => panic!("how {other} signs is not known here"),
    }
}

/// The headers by which a system's deliveries are known: that of the signature, and that of the time.
fn names(how: &Verify) -> (Option<&str>, Option<&str>) {
    match how {
        Verify::Hmac(hmac) => (Some(&hmac.header), hmac.timestamp.as_ref().map(|time| time.header.as_str())),
        Verify::Stripe(named) | Verify::Secret(named) => (Some(&named.header), None),
        Verify::Standard(_) | Verify::Endpoint(_) => (None, None),
    }
}

/// The deliveries that a system sent to those who recorded it.
fn recorded() -> Vec<(Head, Vec<u8>)> {
    let mut all = Vec::new();
    for (index, (system, webhooks)) in SYSTEMS.iter().enumerate() {
        let (signature, time) = names(&webhooks.verify);
        let recordings = recording::load(&tests_folder(&format!("recordings/{system}.ndjson.gz"))).unwrap();
        let has = |one: &Recording| signature.is_some_and(|name| one.request.headers.contains_key(name));
        for one in recordings.iter().filter(|one| one.webhook.is_some() || has(one)) {
            let request = &one.request;
            let body = request.body_raw.as_deref().or(request.body.as_ref().map(|body| body.get())).unwrap_or_default();
            let at = |name: &str, value: &str| if Some(name) == time { NOW_MS.to_owned() } else { value.to_owned() };
            let headers = request.headers.iter().map(|(name, value)| (name.clone(), at(name, value))).collect();
            if body.len() <= LONGEST {
                all.push(((u8::try_from(index).unwrap(), headers), body.as_bytes().to_vec()));
            }
        }
    }
    assert!(all.len() > 100, "only {} deliveries were found", all.len());
    all
}

/// What becomes of one header: it is gone, there twice, in capitals, or has another value.
type Change = (prop::sample::Index, u8, String);

fn changed(headers: &mut Vec<(String, String)>, (which, how, text): &Change) {
    if headers.is_empty() {
        return;
    }
    let at = which.index(headers.len());
    match how % 5 {
        0 => drop(headers.remove(at)),
        1 => headers.push(headers[at].clone()),
        2 => headers[at].0 = headers[at].0.to_uppercase(),
        3 => headers[at].1.clone_from(text),
        _ => headers[at].1.push_str(text),
    }
}

#[test]
fn webhooks() {
    let change = (any::<prop::sample::Index>(), any::<u8>(), "[0-9a-f,=. v1-]{0,8}|\\PC{0,8}");
    let inputs = (
        edited(recorded()),
        0..SENDERS.len(),
        prop::option::weighted(0.1, any::<u8>()),
        prop::collection::vec(change, 0..4),
    );
    hold(10_000, 20, &inputs, |(((own, headers), body), sender, other, changes)| {
        // A number that names both of them, system and sender.
        let both = |number: &u8| {
            usize::from(*number) % SENDERS.len() == *sender && usize::from(*number) % SYSTEMS.len() == usize::from(*own)
        };
        let which = other.or_else(|| (0..=u8::MAX).find(both)).unwrap();
        let mut headers = headers.clone();
        headers.extend(signed(SENDERS[*sender]).into_iter().map(|(name, value)| (name.to_owned(), value)));
        changes.iter().for_each(|change| changed(&mut headers, change));
        run((which, headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(), &body.0))
    });
}
