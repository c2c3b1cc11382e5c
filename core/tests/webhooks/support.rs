//! Deliveries as values, and every way to change one bit of them.

use coreflow_bridge::manifest::Verify;
use coreflow_bridge::webhook::{Incoming, Refused, keys, preset, verify};
use jiff::Timestamp;

/// A delivery with its secret.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) how: Verify,
    pub(crate) secret: String,
    pub(crate) method: &'static str,
    pub(crate) url: Option<&'static str>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) now: Timestamp,
}

impl Sent {
    pub(crate) fn of(sender: &str, secret: &str, headers: &[(&str, &str)], body: &[u8], seconds: i64) -> Sent {
        Sent {
            how: preset(sender).unwrap().verify,
            secret: secret.to_owned(),
            method: "POST",
            url: None,
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            body: body.to_vec(),
            now: Timestamp::from_second(seconds).unwrap(),
        }
    }

    pub(crate) fn check(&self) -> Result<(), Refused> {
        let keys = keys(&self.how, &self.secret).expect("a secret");
        let incoming =
            Incoming { method: self.method, url: self.url, headers: &self.headers, body: &self.body, now: self.now };
        verify(&self.how, &keys, &incoming)
    }

    /// Looks at every `step`th delivery that differs in one bit of its body, or of one of these headers' values.
    pub(crate) fn each_flip(&self, headers: &[&str], step: usize, look: &mut dyn FnMut(&Sent)) {
        let mut flip = self.clone();
        for bit in (0..self.body.len() * 8).step_by(step) {
            flip.body[bit / 8] ^= 1 << (bit % 8);
            look(&flip);
            flip.body[bit / 8] ^= 1 << (bit % 8);
        }
        for (index, (_, value)) in
            self.headers.iter().enumerate().filter(|(_, (name, _))| headers.contains(&name.as_str()))
        {
            for bit in 0..value.len() * 8 {
                let mut bytes = value.clone().into_bytes();
                bytes[bit / 8] ^= 1 << (bit % 8);
                // What is no text could not have come as a header.
                let Ok(text) = String::from_utf8(bytes) else { continue };
                flip.headers[index].1 = text;
                look(&flip);
            }
            flip.headers[index].1 = value.clone();
        }
    }

    /// Holds that it is good, and that nothing beside it is.
    pub(crate) fn holds(&self, signed: &[&str]) {
        assert_eq!(self.check(), Ok(()), "{:?}", self.headers);
        // All bits of what is short; of what is long enough of them, and all of the headers.
        let step = if self.body.len() <= 700 { 1 } else { (self.body.len() / 10) | 1 };
        self.each_flip(signed, step, &mut |flip| {
            assert!(flip.check().is_err(), "a flipped bit was not seen: {:?}", flip.headers);
        });
        let other = Sent { secret: other(&self.secret), ..self.clone() };
        assert_eq!(other.check(), Err(Refused::Signature), "another secret");
        for name in signed {
            let mut bare = self.clone();
            bare.headers.retain(|(known, _)| known != name);
            assert!(bare.check().is_err(), "without {name}");
            let mut twice = self.clone();
            let again = self.headers.iter().find(|(known, _)| known == name).unwrap().clone();
            twice.headers.push(again);
            assert!(twice.check().is_err(), "{name} twice");
        }
        for length in [0, 1, self.body.len().saturating_sub(1), self.body.len() + 1] {
            let mut cut = self.clone();
            cut.body.resize(length, b' ');
            assert!(length == self.body.len() || cut.check().is_err(), "{length} bytes");
        }
    }

    /// Holds that it is taken for five minutes, and no longer.
    pub(crate) fn has_a_window(&self) {
        for (seconds, good) in [(-301, false), (-300, true), (300, true), (301, false)] {
            let now = self.now + jiff::SignedDuration::from_secs(seconds);
            let moved = Sent { now, ..self.clone() };
            let expected = if good { Ok(()) } else { Err(Refused::Stale) };
            assert_eq!(moved.check(), expected, "{seconds} seconds");
        }
    }
}

/// A secret of the same form that is another one.
fn other(secret: &str) -> String {
    let middle = secret.chars().count() / 2;
    let turned = |(index, c): (usize, char)| match c {
        c if index != middle => c,
        'A' => 'B',
        _ => 'A',
    };
    secret.chars().enumerate().map(turned).collect()
}
