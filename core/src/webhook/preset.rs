//! Senders that are no connection of a tenant: those of the host itself.

use serde::Deserialize;

use crate::manifest::{
    Dedupe, Encoding, HmacHeader, Member, SignatureHeader, StandardHeaders, Template, TimeUnit, TimestampHeader,
    Unsigned, Verify,
};

/// How the deliveries of a sender are taken.
#[derive(Clone, Debug, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// How a delivery is known to be the sender's own.
    pub verify: Verify,
    /// By what a delivery that comes again is known.
    pub dedupe: Dedupe,
    /// Where the event's name stands: a JSON pointer into the body, or the name of a header.
    #[serde(default)]
    pub name: Option<String>,
    /// JSON pointer to what it happened to.
    #[serde(default)]
    pub subject: Option<String>,
}

/// The sender of a name: `stripe`, `standard`, `github`, `shopify`, `slack`, `hubspot`.
pub fn preset(name: &str) -> Option<Preset> {
    let header = |name: &str| SignatureHeader { header: name.to_owned() };
    let signs = |text: &str| Template::try_from(text.to_owned()).ok();
    let hmac = |name: &str, encoding, prefix: &str, text: &str, time: Option<(&str, TimeUnit)>| {
        let timestamp = time.map(|(name, unit)| TimestampHeader { header: name.to_owned(), unit });
        let (header, prefix) = (name.to_owned(), prefix.to_owned());
        Some(Verify::Hmac(HmacHeader { header, encoding, prefix, signs: signs(text)?, timestamp }))
    };
    let body = |at: &str| Dedupe::Body(Member { at: at.to_owned() });
    let (verify, dedupe, name, subject) = match name {
        "stripe" => (Verify::Stripe(header("Stripe-Signature")), body("/id"), "/type", Some("/data/object/id")),
        "standard" => {
            let headers = StandardHeaders { prefix: "webhook".to_owned() };
            (Verify::Standard(headers), Dedupe::Header(header("webhook-id")), "/type", None)
        }
        "github" => {
            let verify = hmac("X-Hub-Signature-256", Encoding::Hex, "sha256=", "{body}", None)?;
            (verify, Dedupe::Header(header("X-GitHub-Delivery")), "X-GitHub-Event", None)
        }
        "shopify" => {
            let verify = hmac("X-Shopify-Hmac-Sha256", Encoding::Base64, "", "{body}", None)?;
            (verify, Dedupe::Header(header("X-Shopify-Webhook-Id")), "X-Shopify-Topic", None)
        }
        "slack" => {
            let time = Some(("X-Slack-Request-Timestamp", TimeUnit::Seconds));
            let verify = hmac("X-Slack-Signature", Encoding::Hex, "v0=", "v0:{timestamp}:{body}", time)?;
            (verify, Dedupe::Hash(Unsigned {}), "/event/type", None)
        }
        "hubspot" => {
            let time = Some(("X-HubSpot-Request-Timestamp", TimeUnit::Milliseconds));
            let signed = "{method}{url}{body}{timestamp}";
            let verify = hmac("X-HubSpot-Signature-v3", Encoding::Base64, "", signed, time)?;
            (verify, Dedupe::Hash(Unsigned {}), "/0/subscriptionType", None)
        }
        _ => return None,
    };
    Some(Preset { verify, dedupe, name: Some(name.to_owned()), subject: subject.map(str::to_owned) })
}
