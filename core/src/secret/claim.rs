//! What a token says of itself.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;
use zeroize::Zeroizing;

use super::credential::Credential;

impl Credential {
    /// A claim of the credential's token (a JWT): a text or a number that is not empty. It is as the token says it, and
    /// nobody has verified that: whoever makes a token can claim anything.
    pub fn claim(&self, name: &str) -> Option<String> {
        self.fields().find_map(|(_, secret)| claim(secret.expose(), name))
    }
}

fn claim(token: &str, name: &str) -> Option<String> {
    let mut parts = token.split('.');
    let (Some(_), Some(payload), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    let payload = Zeroizing::new(URL_SAFE_NO_PAD.decode(payload).ok()?);
    match serde_json::from_slice::<Json>(&payload).ok()?.get(name)? {
        Json::String(text) if !text.is_empty() => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    fn token(payload: &str) -> String {
        format!("{}.{}.signature", URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#), URL_SAFE_NO_PAD.encode(payload))
    }

    #[test]
    fn a_claim_is_read_where_there_is_one() {
        let said = |text: &str| Credential::Bearer { token: Secret::new(text) }.claim("sub");
        assert_eq!(said(&token(r#"{"sub": "w-1", "iat": 1}"#)).as_deref(), Some("w-1"));
        assert_eq!(said(&token(r#"{"sub": 7}"#)).as_deref(), Some("7"));
        let key = Credential::ApiKey { key: Secret::new(token(r#"{"sub": "w-2"}"#)), secret: None };
        assert_eq!(key.claim("sub").as_deref(), Some("w-2"));
        let none = [r#"{"sub": ""}"#, r#"{"sub": null}"#, r#"{"sub": {"a": 1}}"#, r#"["sub"]"#, "no JSON"].map(token);
        for text in none.iter().map(String::as_str).chain(["", "..", "a.b", "a.b.c", "a.b.c.d", "a.!!.c"]) {
            assert_eq!(said(text), None, "{text}");
        }
        assert_eq!(Credential::None.claim("sub"), None);
    }
}
