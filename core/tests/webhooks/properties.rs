//! What holds for all bodies, secrets and headers. The codes are made by another implementation than the one that checks.

use coreflow_bridge::manifest::{Encoding, HmacHeader, Template, TimeUnit, TimestampHeader, Verify};
use coreflow_bridge::webhook::{Incoming, Keys, keys, preset, verify};
use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use crate::support::Sent;

/// HMAC-SHA256 by its definition (RFC 2104).
pub(crate) fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    if key.len() > 64 {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let pad = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::digest([&pad(0x36)[..], message].concat());
    Sha256::digest([&pad(0x5c)[..], &inner[..]].concat()).to_vec()
}

pub(crate) fn hmac_hex(key: &[u8], message: &[u8]) -> String {
    hmac(key, message).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn timed() -> Verify {
    Verify::Hmac(HmacHeader {
        header: "X-Signature".into(),
        encoding: Encoding::Hex,
        prefix: "v0=".into(),
        signs: Template::try_from("{timestamp}:{body}".to_owned()).unwrap(),
        timestamp: Some(TimestampHeader { header: "X-Time".into(), unit: TimeUnit::Seconds }),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Bodies need not be text; a secret may be any that is not blank.
    #[test]
    fn what_was_signed_is_good_and_nothing_else(
        body in vec(any::<u8>(), 0..200),
        secret in "[ -~äß漢]{8,80}",
        flip in 0_usize..7,
        seconds in 0_i64..4_000_000_000,
    ) {
        prop_assume!(secret.trim().len() >= 8);
        let message = [seconds.to_string().as_bytes(), b":", &body].concat();
        let signature = format!("v0={}", hmac_hex(secret.as_bytes(), &message));
        let headers = vec![("x-signature".to_owned(), signature), ("X-TIME".to_owned(), seconds.to_string())];
        let now = Timestamp::from_second(seconds).unwrap();
        let sent = Sent { how: timed(), secret, method: "POST", url: None, headers, body, now };
        prop_assert_eq!(sent.check(), Ok(()));
        let (mut good, mut all) = (0, 0);
        sent.each_flip(&["x-signature", "X-TIME"], 1 + flip % 7, &mut |flip| {
            all += 1;
            good += usize::from(flip.check().is_ok());
        });
        prop_assert_eq!((good, all > 0), (0, true));
    }

    /// No header and no body makes the checks fall over, and none is good by chance.
    #[test]
    fn odd_headers_are_refused(
        signature in "\\PC{0,120}",
        time in "\\PC{0,40}",
        body in vec(any::<u8>(), 0..64),
    ) {
        for sender in ["stripe", "standard", "github", "shopify", "slack", "hubspot"] {
            let how = preset(sender).unwrap().verify;
            let secret = format!("whsec_{}", "A".repeat(32));
            let keys = keys(&how, &secret).unwrap();
            let headers: Vec<(String, String)> = [
                "Stripe-Signature", "webhook-signature", "X-Hub-Signature-256", "X-Shopify-Hmac-Sha256", "X-Slack-Signature",
                "X-HubSpot-Signature-v3", "webhook-id",
            ]
            .iter()
            .map(|name| ((*name).to_owned(), signature.clone()))
            .chain(["webhook-timestamp", "X-Slack-Request-Timestamp", "X-HubSpot-Request-Timestamp"].iter().map(|name| ((*name).to_owned(), time.clone())))
            .collect();
            let incoming = Incoming { method: "POST", url: Some("https://a.test"), headers: &headers, body: &body, now: Timestamp::UNIX_EPOCH };
            prop_assert!(verify(&how, &keys, &incoming).is_err());
        }
    }
}

#[test]
fn without_a_secret_nothing_is_good() {
    let how = timed();
    for blank in ["", " ", "\n\t", "\u{a0}\u{2003}          "] {
        assert!(keys(&how, blank).is_none(), "{blank:?}");
        // As if it had been kept blank: the code of an empty key is no signature.
        let kept =
            Keys::from_plain_json(format!(r#"{{"current":{},"previous":[]}}"#, serde_json::json!(blank)).as_bytes())
                .unwrap();
        let headers = vec![
            ("X-Signature".to_owned(), format!("v0={}", hmac_hex(blank.as_bytes(), b"0:{}"))),
            ("X-Time".to_owned(), "0".to_owned()),
        ];
        let incoming =
            Incoming { method: "POST", url: None, headers: &headers, body: b"{}", now: Timestamp::UNIX_EPOCH };
        assert!(verify(&how, &kept, &incoming).is_err(), "{blank:?}");
    }
    let standard = preset("standard").unwrap().verify;
    for wrong in ["whsec_", "whsec_AAAA", "whsec_not base64 at all!!!", "whpk_AAAAAAAAAAAAAAAA", "plain-text-secret"] {
        assert!(keys(&standard, wrong).is_none(), "{wrong}");
    }
}

#[test]
fn signatures_of_other_lengths_are_refused() {
    let code = hmac_hex(b"a-good-secret", b"0:{}");
    for text in
        [&code[..2], &code[..62], &code[..63], &format!("{code}00"), &format!("{code} "), "", &code.to_uppercase()]
    {
        let headers = vec![("X-Signature".to_owned(), format!("v0={text}")), ("X-Time".to_owned(), "0".to_owned())];
        let sent = Sent {
            how: timed(),
            secret: "a-good-secret".into(),
            method: "POST",
            url: None,
            headers,
            body: b"{}".to_vec(),
            now: Timestamp::UNIX_EPOCH,
        };
        assert!(sent.check().is_err(), "{text:?}");
    }
}
