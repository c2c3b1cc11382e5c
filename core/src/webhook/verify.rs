//! Whether a delivery is the sender's own. Whatever is missing, blank, twice or odd refuses it.

use jiff::{SignedDuration, Timestamp};

use super::code::decode;
use super::keys::{Keys, is_hmac, same};
use super::{standard, stripe};
use crate::manifest::{HmacHeader, Part, TimeUnit, Verify};

/// How far a signed time may be from now.
pub const TOLERANCE: SignedDuration = SignedDuration::from_secs(300);

/// A delivery as it came.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// The method.
    pub method: &'a str,
    /// The URL under which it was received, where the receiver knows it.
    pub url: Option<&'a str>,
    /// The headers, names in any case.
    pub headers: &'a [(String, String)],
    /// The body's raw bytes.
    pub body: &'a [u8],
    /// When it came.
    pub now: Timestamp,
}

/// It is not the sender's own, or not of now. Senders are not told why; the log is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// A header is missing, is there twice, or has another form.
    Header(&'static str),
    /// The signed time is too far from now.
    Stale,
    /// No secret that holds makes this signature.
    Signature,
}

impl<'a> Incoming<'a> {
    /// The one value of a header.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        let mut found = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let value = found.next()?;
        found.next().is_none().then_some(value.1.as_str())
    }
}

/// The secrets of an endpoint with a secret; `None` when it is none, or not of the form that the sender's have.
pub fn keys(how: &Verify, secret: &str) -> Option<Keys> {
    let fits = !matches!(how, Verify::Standard(_)) || standard::is_key(secret);
    Keys::new(secret).filter(|_| fits)
}

/// Checks a delivery.
pub fn verify(how: &Verify, keys: &Keys, incoming: &Incoming<'_>) -> Result<(), Refused> {
    match how {
        Verify::Hmac(hmac) => hmac_header(hmac, keys, incoming),
        Verify::Stripe(named) => stripe::verify(&named.header, keys, incoming),
        Verify::Standard(headers) => standard::verify(&headers.prefix, keys, incoming),
        Verify::Secret(named) => {
            let given = incoming.header(&named.header).ok_or(Refused::Header("secret"))?;
            any(keys, incoming.now, |secret| same(secret.as_bytes(), given.as_bytes()))
        }
        Verify::Endpoint(_) => Ok(()),
    }
}

fn hmac_header(how: &HmacHeader, keys: &Keys, incoming: &Incoming<'_>) -> Result<(), Refused> {
    let given = incoming.header(&how.header).ok_or(Refused::Header("signature"))?;
    let code = given.strip_prefix(how.prefix.as_str()).and_then(|code| decode(how.encoding, code));
    let code = code.ok_or(Refused::Header("signature"))?;
    let timestamp = how.timestamp.as_ref().map(|time| {
        let text = incoming.header(&time.header).ok_or(Refused::Header("timestamp"))?;
        fresh(text, time.unit, incoming.now).map(|()| text)
    });
    let timestamp = timestamp.transpose()?;
    let mut parts: Vec<&[u8]> = Vec::new();
    for part in how.signs.parts() {
        parts.push(match part {
            Part::Literal(text) => text.as_bytes(),
            Part::Hole(name) => match name.as_str() {
                "body" => incoming.body,
                "timestamp" => timestamp.ok_or(Refused::Header("timestamp"))?.as_bytes(),
                "method" => incoming.method.as_bytes(),
                "url" => incoming.url.ok_or(Refused::Header("url"))?.as_bytes(),
                _ => return Err(Refused::Signature),
            },
        });
    }
    any(keys, incoming.now, |secret| is_hmac(secret.as_bytes(), &parts, &code))
}

/// Whether a secret that holds makes it. All are tried, so that the time does not tell which one it was.
pub(super) fn any(keys: &Keys, now: Timestamp, mut makes: impl FnMut(&str) -> bool) -> Result<(), Refused> {
    let good = keys.valid(now).fold(false, |good, secret| makes(secret) | good);
    if good { Ok(()) } else { Err(Refused::Signature) }
}

/// Refuses a time that is too far away.
pub(super) fn fresh(text: &str, unit: TimeUnit, now: Timestamp) -> Result<(), Refused> {
    let digits = (1..=15).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let number: Option<i64> = digits.then(|| text.parse().ok()).flatten();
    let at = number.and_then(|number| match unit {
        TimeUnit::Seconds => Timestamp::from_second(number).ok(),
        TimeUnit::Milliseconds => Timestamp::from_millisecond(number).ok(),
    });
    let at = at.ok_or(Refused::Header("timestamp"))?;
    if now.duration_since(at).abs() <= TOLERANCE { Ok(()) } else { Err(Refused::Stale) }
}
