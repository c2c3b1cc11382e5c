//! Signed entitlements: what is not exactly one is none.
#![allow(clippy::unwrap_used)]

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use coreflow_bridge::Code;
use coreflow_bridge::bridge::{Bridge, Tenant};
use serde_json::{Value as Json, json};

fn pair(seed: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap()
}

fn signed_with(pair: &Ed25519KeyPair, header: &Json, claims: &Json) -> String {
    let part = |json: &Json| URL_SAFE_NO_PAD.encode(json.to_string());
    let text = format!("{}.{}", part(header), part(claims));
    let signature = URL_SAFE_NO_PAD.encode(pair.sign(text.as_bytes()));
    format!("{text}.{signature}")
}

fn signed(claims: &Json) -> String {
    signed_with(&pair(7), &json!({"alg": "EdDSA", "kid": "k1", "typ": "JWT"}), claims)
}

fn claims(set: Json) -> Json {
    let mut claims = json!({
        "iss": "https://coreflow.test", "sub": "acme", "iat": 1_760_000_000, "exp": 4_102_444_800_i64, "jti": "e-1",
        "subscription": {"bundle": "growth", "users": 5},
    });
    for (name, value) in set.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

fn config(store: &str, entitlement: Option<Json>) -> String {
    let key = format!("k:{}=", "A".repeat(43));
    let mut config = json!({"store": store, "keyring": {"key": key}});
    if let Some(entitlement) = entitlement {
        config["entitlement"] = entitlement;
    }
    config.to_string()
}

fn keys(required: bool) -> Json {
    let key = URL_SAFE_NO_PAD.encode(pair(7).public_key().as_ref());
    json!({"keys": {"k1": key}, "issuer": "https://coreflow.test", "required": required})
}

fn tenant(entitlement: Option<Json>) -> Tenant {
    Bridge::open(&config(":memory:", entitlement)).unwrap().tenant("acme").unwrap()
}

async fn install(tenant: &Tenant, token: &str) -> Json {
    serde_json::from_str(&tenant.install_subscription(token).await.unwrap()).unwrap()
}

#[tokio::test]
async fn a_good_entitlement_gives_what_it_says() {
    let tenant = tenant(Some(keys(true)));
    let refused = tenant.change_modules(r#"{"activate": ["crm"]}"#).await.unwrap_err();
    assert_eq!((refused.code(), refused.context("why")), (Code::ModuleInactive, Some("not_entitled")));
    let told = install(&tenant, &signed(&claims(json!({})))).await;
    assert_eq!(
        (&told["standing"], &told["bundle"], &told["applied"]),
        (&json!("full"), &json!("growth"), &json!(true))
    );
    assert!(told.get("token").is_none(), "it is not told again");
    tenant.change_modules(r#"{"activate": ["crm", "hr"]}"#).await.unwrap();
    let refused = tenant.change_modules(r#"{"activate": ["inventory"]}"#).await.unwrap_err();
    assert_eq!(refused.context("why"), Some("not_subscribed"));
    let unsigned = tenant.set_subscription(r#"{"tier": "ultimate"}"#).await.unwrap_err();
    assert_eq!(unsigned.code(), Code::PermissionDenied);
}

#[tokio::test]
async fn an_end_is_an_end_also_when_it_is_signed() {
    let tenant = tenant(Some(keys(true)));
    let past = install(&tenant, &signed(&claims(json!({"exp": 1_760_000_001})))).await;
    assert_eq!(past["standing"], "ended");
    let graced = claims(json!({"exp": 1_760_000_001, "subscription": {"bundle": "growth", "grace_days": 36500}}));
    assert_eq!(install(&tenant, &signed(&graced)).await["standing"], "grace");
    let old = install(&tenant, &signed(&claims(json!({"iat": 1_700_000_000})))).await;
    assert_eq!((&old["applied"], &old["standing"]), (&json!(false), &json!("grace")), "an older one comes not back");
}

#[tokio::test]
async fn what_is_not_exactly_an_entitlement_is_refused() {
    let tenant = tenant(Some(keys(false)));
    let good = signed(&claims(json!({})));
    let (text, signature) = good.rsplit_once('.').unwrap();
    let header = |header: Json| signed_with(&pair(7), &header, &claims(json!({})));
    let none =
        format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none","kid":"k1"}"#), text.split_once('.').unwrap().1);
    for (what, token) in [
        ("nothing", String::new()),
        ("text", "not.a.token".to_owned()),
        ("four parts", format!("{good}.x")),
        ("no signature", format!("{text}.")),
        ("a cut signature", good[..good.len() - 2].to_owned()),
        ("padding", format!("{good}=")),
        ("alg none", none),
        ("another alg", header(json!({"alg": "HS256", "kid": "k1"}))),
        ("no kid", header(json!({"alg": "EdDSA"}))),
        ("an unknown kid", header(json!({"alg": "EdDSA", "kid": "k2"}))),
        ("a header that wants more", header(json!({"alg": "EdDSA", "kid": "k1", "crit": ["b64"], "b64": false}))),
        ("a key in the header", header(json!({"alg": "EdDSA", "kid": "k1", "jwk": {}}))),
        ("another kind", header(json!({"alg": "EdDSA", "kid": "k1", "typ": "at+jwt"}))),
        ("a foreign key", signed_with(&pair(8), &json!({"alg": "EdDSA", "kid": "k1"}), &claims(json!({})))),
        ("another issuer", signed(&claims(json!({"iss": "https://else.test"})))),
        ("not yet", signed(&claims(json!({"nbf": 4_102_444_799_i64})))),
        ("an unknown bundle", signed(&claims(json!({"subscription": {"bundle": "gold"}})))),
        ("an unknown word", signed(&claims(json!({"subscription": {"bundle": "growth", "colour": 1}})))),
        ("no subscription", signed(&json!({"sub": "acme", "iat": 1, "iss": "https://coreflow.test"}))),
        ("too long", format!("{good}{}", "A".repeat(20_000))),
    ] {
        let error = tenant.install_subscription(&token).await.unwrap_err();
        assert_eq!(error.code(), Code::InvalidInput, "{what}: {error}");
        assert!(!error.to_string().contains(signature), "{what}");
    }
    // Each bit of what is signed, and of the signature.
    for at in 0..good.len() {
        let mut bytes = good.clone().into_bytes();
        bytes[at] ^= 1;
        if let Ok(token) = String::from_utf8(bytes) {
            assert!(tenant.install_subscription(&token).await.is_err(), "the bit at {at} does not count");
        }
    }
    let error = tenant.install_subscription(&signed(&claims(json!({"sub": "globex"})))).await.unwrap_err();
    assert_eq!(error.code(), Code::TenantIsolation);
    assert_eq!(tenant.subscription().await.unwrap(), "null", "none of them left a trace");
    let without = self::tenant(None).install_subscription(&good).await.unwrap_err();
    assert_eq!(without.code(), Code::ConfigInvalid);
    let wrong = Bridge::open(&config(":memory:", Some(json!({"keys": {"k1": "AAAA"}}))));
    assert_eq!(wrong.err().unwrap().code(), Code::ConfigInvalid);
}

/// Who can write to the store, but not sign, changes nothing for the better.
#[tokio::test]
async fn what_is_written_into_the_store_is_not_believed() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("bridge.db");
    let open = |entitlement| {
        let bridge = Bridge::open(&config(store.to_str().unwrap(), entitlement)).unwrap();
        (bridge.clone(), bridge.tenant("acme").unwrap())
    };
    let (bridge, tenant) = open(Some(keys(true)));
    install(&tenant, &signed(&claims(json!({"subscription": {"bundle": "starter"}})))).await;
    bridge.close().await;
    let raw = rusqlite::Connection::open(&store).unwrap();
    let swap = "UPDATE module_states SET subscription = replace(subscription, '\"starter\"', '\"enterprise\"')";
    assert_eq!(raw.execute(swap, []).unwrap(), 1);
    drop(raw);
    let (bridge, tenant) = open(Some(keys(true)));
    let told: Json = serde_json::from_str(&tenant.subscription().await.unwrap()).unwrap();
    assert_eq!(told["bundle"], "starter", "the token says so");
    bridge.close().await;
    let raw = rusqlite::Connection::open(&store).unwrap();
    raw.execute("UPDATE module_states SET subscription = '{\"tier\": \"ultimate\"}'", []).unwrap();
    drop(raw);
    for entitlement in [keys(true), json!({"keys": {}, "required": true})] {
        let (bridge, tenant) = open(Some(entitlement));
        let told: Json = serde_json::from_str(&tenant.subscription().await.unwrap()).unwrap();
        assert_eq!((&told["standing"], &told["why"]), (&json!("ended"), &json!("not_entitled")));
        bridge.close().await;
    }
}
