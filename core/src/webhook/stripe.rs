//! Stripe's scheme: one header with the time and the codes, `t=1492774577,v1=5257a8...,v0=6ffbb5...`.

use super::code::decode;
use super::keys::{Keys, is_hmac};
use super::verify::{Incoming, Refused, any, fresh};
use crate::manifest::{Encoding, TimeUnit};

pub(super) fn verify(header: &str, keys: &Keys, incoming: &Incoming<'_>) -> Result<(), Refused> {
    let given = incoming.header(header).ok_or(Refused::Header("signature"))?;
    let (mut time, mut codes) = (None, Vec::new());
    for part in given.split(',') {
        let (name, value) = part.split_once('=').ok_or(Refused::Header("signature"))?;
        match name {
            "t" if time.is_none() => time = Some(value),
            "t" => return Err(Refused::Header("timestamp")),
            "v1" => codes.extend(decode(Encoding::Hex, value)),
            // Other schemes are not taken: one could be weaker.
            _ => {}
        }
    }
    let time = time.ok_or(Refused::Header("timestamp"))?;
    fresh(time, TimeUnit::Seconds, incoming.now)?;
    let parts = [time.as_bytes(), b".", incoming.body];
    any(keys, incoming.now, |secret| {
        codes.iter().fold(false, |good, code| is_hmac(secret.as_bytes(), &parts, code) | good)
    })
}
