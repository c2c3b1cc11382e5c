//! Deliveries of webhooks: as a real server sent them, or signed anew as the system signs.
//!
//! How a system signs stands here once more, apart from what the bridge reads of its manifest.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::Result;
use crate::recording::{load, select};

/// The input of the step `deliver`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    endpoint: String,
    method: Option<String>,
    url: Option<String>,
    system: Option<String>,
    recording: Option<String>,
    body: Option<Value>,
    secret: Option<String>,
    #[serde(default)]
    seconds: i64,
    #[serde(default)]
    headers: Map<String, Value>,
}

/// What a runner hands to the bridge: `endpoint`, `method`, `url`, `headers`, `body`, a text whose bytes came.
pub(super) fn deliver(input: &Value, archives: &Path) -> Result<Value> {
    let given: Given = serde_json::from_value(input.clone())?;
    let system = given.system.as_deref();
    let (mut method, mut headers, mut body) = ("POST".to_owned(), Map::new(), String::new());
    if let Some(name) = &given.recording {
        let system = system.ok_or("a recording is of a system")?;
        let all = load(&archives.join(format!("{system}.ndjson.gz")))?;
        let found = select(&all, std::slice::from_ref(name))?;
        let [one] = found.as_slice() else { return Err(format!("{name:?} names several recordings").into()) };
        let sent = &one.request;
        body = sent.body_raw.clone().ok_or_else(|| format!("{} is no delivery", one.name))?;
        method.clone_from(&sent.method);
        headers = sent.headers.iter().map(|(name, value)| (name.to_lowercase(), json!(value))).collect();
    }
    match &given.body {
        Some(Value::String(text)) => body.clone_from(text),
        Some(value) => body = value.to_string(),
        None => {}
    }
    if let Some(secret) = &given.secret {
        let system = system.ok_or("who signs is a system")?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs().cast_signed() + given.seconds;
        headers.extend(signed(system, secret, &body, now)?);
    }
    headers.extend(given.headers);
    headers.retain(|_, value| !value.is_null());
    let method = given.method.unwrap_or(method);
    Ok(json!({"endpoint": given.endpoint, "method": method, "url": given.url, "headers": headers, "body": body}))
}

/// The headers by which a system shows that a delivery is its own.
fn signed(system: &str, secret: &str, body: &str, now: i64) -> Result<Map<String, Value>> {
    let code = |text: &str| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()), text.as_bytes());
    let hex = |text: &str| code(text).as_ref().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let headers = match system {
        "erpnext" => json!({"x-frappe-webhook-signature": STANDARD.encode(code(body))}),
        "plane" => json!({"x-plane-signature": hex(body)}),
        "twenty" => {
            let time = format!("{now}000");
            let signature = hex(&format!("{time}:{body}"));
            json!({"x-twenty-webhook-timestamp": time, "x-twenty-webhook-signature": signature})
        }
        "nocobase" => json!({"x-webhook-secret": secret}),
        "stripe" => json!({"stripe-signature": format!("t={now},v1={}", hex(&format!("{now}.{body}")))}),
        other => return Err(format!("{other} signs nothing that is known here").into()),
    };
    match headers {
        Value::Object(headers) => Ok(headers),
        _ => Ok(Map::new()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The servers' own signatures come out of the servers' own bodies.
    #[test]
    fn what_is_signed_anew_is_what_was_recorded() {
        let archives = crate::tests_folder("recordings");
        let one = |system: &str, recording: &str, secret: Option<&str>| {
            let input = json!({"endpoint": "e", "system": system, "recording": recording, "secret": secret});
            deliver(&input, &archives).unwrap()
        };
        for (system, recording, secret, header) in [
            ("erpnext", "1284", "whsec-Test_0007/+=ü", "x-frappe-webhook-signature"),
            ("plane", "137", "plane_wh_b74ddae3ccb941babc58a1589c12118a", "x-plane-signature"),
        ] {
            let (recorded, anew) = (one(system, recording, None), one(system, recording, Some(secret)));
            assert_eq!(recorded, anew);
            assert!(recorded["headers"][header].is_string());
        }
        // A signed time is another one now; at the recorded time it is the recorded signature.
        let recorded = one("twenty", "535-webhook-delivery-company-updated-all-v2.19.0", None);
        let time = recorded["headers"]["x-twenty-webhook-timestamp"].as_str().unwrap();
        let text = format!("{time}:{}", recorded["body"].as_str().unwrap());
        let key = hmac::Key::new(hmac::HMAC_SHA256, "test-webhook-secret-ä1".as_bytes());
        let code: String = hmac::sign(&key, text.as_bytes()).as_ref().iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(recorded["headers"]["x-twenty-webhook-signature"], code.as_str());
    }

    #[test]
    fn what_cannot_be_delivered_is_a_mistake() {
        let archives = crate::tests_folder("recordings");
        for wrong in [
            json!({"recording": "1284", "system": "erpnext"}),
            json!({"endpoint": "e", "recording": "1284"}),
            json!({"endpoint": "e", "recording": "1265", "system": "erpnext"}),
            json!({"endpoint": "e", "system": "dolibarr", "secret": "s", "body": {}}),
            json!({"endpoint": "e", "bodY": {}}),
        ] {
            assert!(deliver(&wrong, &archives).is_err(), "{wrong}");
        }
    }
}
