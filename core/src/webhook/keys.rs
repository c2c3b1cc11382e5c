//! The secrets of an endpoint: the current one, and the one before it while both hold.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value as Json;
use zeroize::Zeroizing;

use crate::secret::Secret;

/// The shortest secret that is taken from outside, in bytes.
const SHORTEST: usize = 8;

/// The secrets of an endpoint. They are only ever sealed, never shown.
#[derive(Clone, Debug, Deserialize)]
pub struct Keys {
    current: Secret,
    previous: Vec<Previous>,
}

#[derive(Clone, Debug, Deserialize)]
struct Previous {
    secret: Secret,
    until: Timestamp,
}

impl Keys {
    /// A secret; `None` when it is none: empty, blank or too short to be one.
    pub fn new(secret: &str) -> Option<Keys> {
        let good = secret.trim().len() >= SHORTEST;
        good.then(|| Keys { current: Secret::new(secret), previous: Vec::new() })
    }

    /// Another secret from now on; the old ones hold until then.
    #[must_use]
    pub fn rotated(&self, secret: &str, now: Timestamp, until: Timestamp) -> Option<Keys> {
        let mut keys = Keys::new(secret)?;
        let before = self.previous.iter().filter(|old| old.until > now);
        let before = before.map(|old| Previous { secret: old.secret.clone(), until: old.until.min(until) });
        let own = Previous { secret: self.current.clone(), until };
        keys.previous = std::iter::once(own).chain(before).filter(|old| old.until > now).take(2).collect();
        Some(keys)
    }

    /// The secret that holds without an end.
    pub fn current(&self) -> &str {
        self.current.expose()
    }

    /// What is sealed.
    pub fn to_plain_json(&self) -> Zeroizing<String> {
        let text = |secret: &Secret| Zeroizing::new(Json::from(secret.expose()).to_string());
        let old = |old: &Previous| format!(r#"{{"secret":{},"until":"{}"}}"#, *text(&old.secret), old.until);
        let previous = Zeroizing::new(self.previous.iter().map(old).collect::<Vec<_>>().join(","));
        Zeroizing::new(format!(r#"{{"current":{},"previous":[{}]}}"#, *text(&self.current), *previous))
    }

    /// What was sealed; `None` when it is none.
    pub fn from_plain_json(plain: &[u8]) -> Option<Keys> {
        serde_json::from_slice(plain).ok()
    }

    /// Whether another one holds beside it.
    pub fn previous_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.previous.iter().map(|old| old.until).filter(|until| *until > now).max()
    }

    /// The secrets that hold. What is blank never does.
    pub(super) fn valid(&self, now: Timestamp) -> impl Iterator<Item = &str> {
        let old = self.previous.iter().filter(move |old| old.until > now).map(|old| old.secret.expose());
        std::iter::once(self.current.expose()).chain(old).filter(|secret| !secret.trim().is_empty())
    }
}

/// Whether this is the HMAC-SHA256 of the parts, in constant time.
pub(super) fn is_hmac(key: &[u8], parts: &[&[u8]], code: &[u8]) -> bool {
    let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key));
    parts.iter().for_each(|part| context.update(part));
    verify_slices_are_equal(context.sign().as_ref(), code).is_ok()
}

/// Whether two texts are the same, in a time that depends on neither.
pub(super) fn same(one: &[u8], other: &[u8]) -> bool {
    verify_slices_are_equal(digest(&SHA256, one).as_ref(), digest(&SHA256, other).as_ref()).is_ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_blank_and_not_shown() {
        for none in ["", " ", "\t\n  \u{a0}", "short", "        "] {
            assert!(Keys::new(none).is_none(), "{none:?}");
        }
        let keys = Keys::new("canary-secret").unwrap();
        assert!(!format!("{keys:?}").contains("canary"));
    }

    #[test]
    fn the_old_secret_holds_until_its_end() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let keys = Keys::new("the-first-one").unwrap().rotated("the-second-one", at(0), at(10)).unwrap();
        let valid = |keys: &Keys, seconds| keys.valid(at(seconds)).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(valid(&keys, 9), ["the-second-one", "the-first-one"]);
        assert_eq!(valid(&keys, 10), ["the-second-one"]);
        let at_once = keys.rotated("the-third-one", at(5), at(5)).unwrap();
        assert_eq!(valid(&at_once, 5), ["the-third-one"]);
        assert_eq!(keys.previous_until(at(3)), Some(at(10)));
        let again = Keys::from_plain_json(keys.to_plain_json().as_bytes()).unwrap();
        assert_eq!(valid(&again, 9), valid(&keys, 9));
    }

    #[test]
    fn what_was_sealed_blank_never_holds() {
        let keys = Keys::from_plain_json(br#"{"current": " \n", "previous": []}"#).unwrap();
        assert_eq!(keys.valid(Timestamp::UNIX_EPOCH).count(), 0);
    }
}
