//! Vectors that the senders publish.

use coreflow_bridge::webhook::Refused;

use crate::support::Sent;

/// From the reference implementations of Standard Webhooks.
#[test]
fn standard_webhooks_v1() {
    let headers = [
        ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
        ("webhook-timestamp", "1614265330"),
        ("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
    ];
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let sent = Sent::of("standard", secret, &headers, br#"{"test": 2432232314}"#, 1_614_265_330);
    sent.holds(&["webhook-id", "webhook-timestamp", "webhook-signature"]);
    sent.has_a_window();
    // Several signatures, as while a secret is changed; of another version, one that is no signature at all.
    let signature =
        "v1,AAAA v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    let mut several = sent.clone();
    several.headers[2].1 = signature.to_owned();
    assert_eq!(several.check(), Ok(()));
    several.headers[2].1 = "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=".to_owned();
    assert_eq!(several.check(), Err(Refused::Signature));
}

/// From Svix's server, whose scheme `v1a` is.
#[test]
fn standard_webhooks_v1a() {
    let signature = "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";
    let headers = [
        ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
        ("webhook-timestamp", "1614265330"),
        ("webhook-signature", signature),
    ];
    let key = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
    let sent = Sent::of("standard", key, &headers, br#"{"test": 2432232314}"#, 1_614_265_330);
    sent.holds(&["webhook-id", "webhook-timestamp", "webhook-signature"]);
    sent.has_a_window();
}

/// <https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries>
#[test]
fn github() {
    let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    let headers = [("X-Hub-Signature-256", signature)];
    Sent::of("github", "It's a Secret to Everybody", &headers, b"Hello, World!", 0).holds(&["X-Hub-Signature-256"]);
}

/// <https://docs.slack.dev/authentication/verifying-requests-from-slack>
#[test]
fn slack() {
    let body = b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&\
        channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2F\
        hooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.\
        803a0bc887a14d10d2c447fce8b6703c";
    let headers = [
        ("X-Slack-Request-Timestamp", "1531420618"),
        ("X-Slack-Signature", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"),
    ];
    let sent = Sent::of("slack", "8f742231b10e8888abcd99yyyzzz85a5", &headers, body, 1_531_420_618);
    sent.holds(&["X-Slack-Request-Timestamp", "X-Slack-Signature"]);
    sent.has_a_window();
}

/// From HubSpot's own client for Ruby, version 3 of its signatures.
#[test]
fn hubspot() {
    let headers = [
        ("X-HubSpot-Request-Timestamp", "1700000300000"),
        ("X-HubSpot-Signature-v3", "RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw="),
    ];
    let (secret, body) = ("yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy", b"{'example_field':'example_value'}");
    let mut sent = Sent::of("hubspot", secret, &headers, body, 1_700_000_300);
    assert_eq!(sent.check(), Err(Refused::Header("url")), "without the URL nothing can be checked");
    sent.url = Some("https://www.example.com/webhook_uri");
    sent.holds(&["X-HubSpot-Request-Timestamp", "X-HubSpot-Signature-v3"]);
    sent.has_a_window();
    assert!(Sent { method: "PUT", ..sent.clone() }.check().is_err());
    assert!(Sent { url: Some("https://www.example.com/webhook_url"), ..sent }.check().is_err());
}

/// Stripe publishes its scheme, and no vector: signed here by another implementation of HMAC.
#[test]
fn stripe() {
    let body = br#"{"id":"evt_1","type":"customer.subscription.updated","data":{"object":{"id":"sub_1"}}}"#;
    let code = crate::properties::hmac_hex(b"whsec_a_secret_of_stripe", &[b"1492774577.", &body[..]].concat());
    let header = format!("t=1492774577,v1={code}");
    let sent = Sent::of("stripe", "whsec_a_secret_of_stripe", &[("Stripe-Signature", &header)], body, 1_492_774_577);
    sent.holds(&["Stripe-Signature"]);
    sent.has_a_window();
    let with = |header: String| {
        let mut other = sent.clone();
        other.headers[0].1 = header;
        other.check()
    };
    let wrong = "0".repeat(64);
    assert_eq!(with(format!("t=1492774577,v1={wrong},v1={code}")), Ok(()), "two secrets while one is changed");
    assert_eq!(with(format!("t=1492774577,v0={code}")), Err(Refused::Signature), "another scheme is not taken");
    assert!(with(format!("t=1492774577,t=1492774577,v1={code}")).is_err());
    assert!(with(format!("v1={code}")).is_err());
    assert!(with("t=1492774577".to_owned()).is_err());
    assert!(with(format!("t=-1492774577,v1={code}")).is_err());
}

/// Shopify publishes its scheme, and no vector.
#[test]
fn shopify() {
    use base64::Engine;
    let code = crate::properties::hmac(b"shopify-app-secret", br#"{"id":1}"#);
    let header = base64::engine::general_purpose::STANDARD.encode(code);
    let headers = [("X-Shopify-Hmac-Sha256", header.as_str())];
    Sent::of("shopify", "shopify-app-secret", &headers, br#"{"id":1}"#, 0).holds(&["X-Shopify-Hmac-Sha256"]);
}
