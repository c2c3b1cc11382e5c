//! Senders that are no connection: Stripe, whose events drive subscriptions, and Standard Webhooks.

use coreflow_bridge::Code;
use jiff::Timestamp;
use serde_json::{Value as Json, json};

use crate::intake::{events, memory, read};
use crate::properties::hmac_hex;

fn stripe(secret: &str, body: &str, at: Timestamp) -> Vec<(String, String)> {
    let time = at.as_second();
    let code = hmac_hex(secret.as_bytes(), format!("{time}.{body}").as_bytes());
    vec![("Stripe-Signature".to_owned(), format!("t={time},v1={code}"))]
}

fn bought(event: &str, status: &str) -> String {
    let price = json!({"id": "price_1", "lookup_key": null, "metadata": {"coreflow_bundle": "growth"}});
    let items = json!({"data": [{"price": price, "quantity": 1, "current_period_end": 4_102_444_800_i64}]});
    let object = json!({"id": "sub_1", "status": status, "metadata": {"tenant_id": "acme"}, "items": items});
    json!({"id": event, "type": "customer.subscription.updated", "created": 1_764_000_000, "data": {"object": object}})
        .to_string()
}

/// From the delivery to the modules: the event is durable before Stripe hears yes, and is applied from there.
#[tokio::test]
async fn stripe_drives_a_subscription() {
    let bridge = memory(json!({}));
    let made = bridge.webhooks().create(r#"{"sender": "stripe", "secret": "whsec_a_secret_of_stripe"}"#).await.unwrap();
    let endpoint = read(made)["id"].as_str().unwrap().to_owned();
    let now = Timestamp::now();
    let body = bought("evt_1", "active");
    let good = stripe("whsec_a_secret_of_stripe", &body, now);
    for _ in 0..2 {
        assert_eq!(bridge.webhooks().handle(&endpoint, "POST", None, &good, body.as_bytes()).await.status, 200);
    }
    let late = stripe("whsec_a_secret_of_stripe", &body, now - jiff::SignedDuration::from_secs(302));
    assert_eq!(bridge.webhooks().handle(&endpoint, "POST", None, &late, body.as_bytes()).await.status, 401);
    let all = events(&bridge).await;
    assert_eq!(all.len(), 1);
    assert_eq!(
        (&all[0]["type"], &all[0]["id"], &all[0]["subject"]),
        (&json!("stripe.customer.subscription.updated"), &json!("evt_1"), &json!("sub_1"))
    );
    let change = read(bridge.subscription_from_stripe(&all[0]["data"].to_string()).unwrap());
    let tenant = bridge.tenant(change["tenant"].as_str().unwrap()).unwrap();
    let set = read(tenant.set_subscription(&change["change"].to_string()).await.unwrap());
    assert_eq!((&set["bundle"], &set["standing"], &set["applied"]), (&json!("growth"), &json!("full"), &json!(true)));
}

#[tokio::test]
async fn standard_webhooks_and_described_senders_are_taken() {
    use base64::Engine;
    let bridge = memory(json!({}));
    let made = read(bridge.webhooks().create(r#"{"sender": "standard", "prefix": "billing"}"#).await.unwrap());
    let (endpoint, secret) = (made["id"].as_str().unwrap().to_owned(), made["secret"].as_str().unwrap().to_owned());
    let key = base64::engine::general_purpose::STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let body = r#"{"type":"Invoice.Paid","timestamp":"2026-11-29T10:00:00Z","data":{"total":12345678901234567890.10}}"#;
    let time = Timestamp::now().as_second();
    let code = crate::properties::hmac(&key, format!("msg_1.{time}.{body}").as_bytes());
    let headers = vec![
        ("webhook-id".to_owned(), "msg_1".to_owned()),
        ("webhook-timestamp".to_owned(), time.to_string()),
        ("webhook-signature".to_owned(), format!("v1,{}", base64::engine::general_purpose::STANDARD.encode(code))),
    ];
    assert_eq!(bridge.webhooks().handle(&endpoint, "POST", None, &headers, body.as_bytes()).await.status, 200);
    let listed = bridge.events().list("").await.unwrap();
    assert!(listed.contains(r#""data":{"total":12345678901234567890.10}"#), "no digit is lost: {listed}");
    assert_eq!(events(&bridge).await[0]["type"], "billing.invoice.paid");
    // A form that is no JSON, signed by a header that holds the secret.
    let sender = json!({"verify": {"kind": "secret", "header": "X-Token"}, "dedupe": {"by": "hash"}});
    let request = json!({"sender": sender, "secret": "a-shared-secret", "prefix": "form"});
    let tenant = bridge.tenant("acme").unwrap();
    let made = read(tenant.webhooks().create(&request.to_string()).await.unwrap());
    let endpoint = made["id"].as_str().unwrap().to_owned();
    let token = |text: &str| vec![("x-token".to_owned(), text.to_owned())];
    let handle = |token: Vec<(String, String)>, body: &'static [u8]| {
        let (bridge, endpoint) = (bridge.clone(), endpoint.clone());
        async move { bridge.webhooks().handle(&endpoint, "POST", None, &token, body).await.status }
    };
    assert_eq!(handle(token("a-shared-secreT"), b"a=1").await, 401);
    assert_eq!(handle(token(""), b"a=1").await, 401);
    assert_eq!(handle(token("a-shared-secret"), b"a=1").await, 200);
    assert_eq!(handle(token("a-shared-secret"), &[0xff, 0xfe, 0x00]).await, 200);
    let all = events(&bridge).await;
    let data: Vec<&Json> =
        all.iter().filter(|event| event["type"] == "form.received").map(|event| &event["data"]).collect();
    assert_eq!(data, [&json!({"body": "a=1"}), &json!({"body_base64": "//4A"})]);
    assert_eq!(all[1]["tenant"], "acme");
}

#[tokio::test]
async fn senders_that_cannot_be_are_refused() {
    let bridge = memory(json!({}));
    for (wrong, code) in [
        (json!({}), Code::InvalidInput),
        (json!({"sender": "nobody"}), Code::InvalidInput),
        (json!({"sender": "stripe", "connection": "erpnext"}), Code::InvalidInput),
        (json!({"sender": "stripe", "secret": ""}), Code::InvalidInput),
        (json!({"sender": "stripe", "secret": " \t\n"}), Code::InvalidInput),
        (json!({"sender": "standard", "secret": "whsec_AAAA"}), Code::InvalidInput),
        (json!({"sender": "stripe", "prefix": "Not.A.Type"}), Code::InvalidInput),
        (json!({"sender": "stripe", "enrich": true}), Code::Unsupported),
        (json!({"sender": {"verify": {"kind": "none"}, "dedupe": {"by": "hash"}}}), Code::InvalidInput),
        (json!({"connection": "erpnext"}), Code::InvalidInput),
    ] {
        let error = bridge.webhooks().create(&wrong.to_string()).await.unwrap_err();
        assert_eq!(error.code(), code, "{wrong}: {error}");
        assert!(!error.to_string().contains("whsec_AAAA"), "{error}");
    }
    assert!(coreflow_bridge::bridge::Bridge::open(r#"{"webhooks": {"max_body_bytes": 99999999}}"#).is_err());
}
