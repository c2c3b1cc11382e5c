//! Deliveries of webhooks: what a system sends by itself when its records change, and how often it tries.

use std::collections::VecDeque;
use std::time::Duration;

use aws_lc_rs::hmac;
use bytes::Bytes;
use http_body_util::Full;
use hyper_util::rt::TokioIo;
use serde::Serialize;
use tokio::net::TcpStream;
use url::{Host, Url};

/// How many deliveries are remembered.
const KEPT: usize = 1000;

/// What a fake wants to have sent.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Outgoing {
    pub(crate) fn post(url: &str, body: String) -> Outgoing {
        Outgoing { method: "POST".to_owned(), url: url.to_owned(), headers: Vec::new(), body }
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Outgoing {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// A delivery of a webhook, as the system sends it.
#[derive(Clone, Debug, Serialize)]
pub struct Delivery {
    /// Counts the system's deliveries, from 1.
    pub number: u64,
    /// The method.
    pub method: String,
    /// Where it goes.
    pub url: String,
    /// The headers that the system sets.
    pub headers: Vec<(String, String)>,
    /// The text whose bytes are sent.
    pub body: String,
    /// What was answered to each try; null when nobody answered. None without a try.
    pub answers: Vec<Option<u16>>,
}

/// What came of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tried {
    Answer(u16),
    Nobody,
    Late,
}

/// How a system delivers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// The waits before further tries, in milliseconds.
    pub(crate) waits: &'static [u64],
    /// Whether it tries again.
    pub(crate) again: fn(Tried) -> bool,
    /// How long it waits for an answer.
    pub(crate) patience: Duration,
    /// Whether the change is answered only after its deliveries.
    pub(crate) inside: bool,
}

impl Manner {
    /// Once, by a worker, with five seconds of patience.
    pub(crate) const ONCE: Manner =
        Manner { waits: &[], again: |_| false, patience: Duration::from_secs(5), inside: false };
}

/// The deliveries of a system, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    last: u64,
    kept: VecDeque<Delivery>,
}

impl Outbox {
    pub(crate) fn put(&mut self, made: Outgoing) -> Delivery {
        self.last += 1;
        let Outgoing { method, url, headers, body } = made;
        let delivery = Delivery { number: self.last, method, url, headers, body, answers: Vec::new() };
        if self.kept.len() == KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(delivery.clone());
        delivery
    }

    pub(crate) fn answered(&mut self, number: u64, tried: Tried) {
        if let Some(found) = self.kept.iter_mut().find(|one| one.number == number) {
            found.answers.push(match tried {
                Tried::Answer(status) => Some(status),
                Tried::Nobody | Tried::Late => None,
            });
        }
    }

    pub(crate) fn after(&self, number: u64) -> Vec<Delivery> {
        self.kept.iter().filter(|one| one.number > number).cloned().collect()
    }
}

/// The HMAC-SHA256 of a text.
pub(crate) fn signature(secret: &str, text: &str) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()), text.as_bytes()).as_ref().to_vec()
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Where a delivery can go: a sandbox speaks HTTP, and to this machine alone.
pub(crate) fn target(url: &str) -> Option<(String, u16)> {
    let url = Url::parse(url).ok().filter(|url| url.scheme() == "http")?;
    let host = match url.host()? {
        Host::Ipv4(address) if address.is_loopback() => address.to_string(),
        Host::Ipv6(address) if address.is_loopback() => address.to_string(),
        Host::Domain("localhost") => "localhost".to_owned(),
        _ => return None,
    };
    Some((host, url.port_or_known_default()?))
}

/// Sends it once.
pub(crate) async fn attempt(delivery: &Delivery, to: &(String, u16), patience: Duration) -> Tried {
    match tokio::time::timeout(patience, post(delivery, to)).await {
        Ok(Some(status)) => Tried::Answer(status),
        Ok(None) => Tried::Nobody,
        Err(_) => Tried::Late,
    }
}

async fn post(delivery: &Delivery, to: &(String, u16)) -> Option<u16> {
    let url = Url::parse(&delivery.url).ok()?;
    let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let host = url.port().map_or_else(|| to.0.clone(), |port| format!("{}:{port}", url.host_str().unwrap_or_default()));
    let mut request = hyper::Request::builder().method(delivery.method.as_str()).uri(path).header("host", host);
    for (name, value) in &delivery.headers {
        request = request.header(name, value);
    }
    let request = request.body(Full::new(Bytes::from(delivery.body.clone()))).ok()?;
    let stream = TcpStream::connect((to.0.as_str(), to.1)).await.ok()?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.ok()?;
    // The connection ends when the answer is dropped, and with it the one who asks.
    let answer = async move { sender.send_request(request).await.ok().map(|answer| answer.status().as_u16()) };
    tokio::join!(answer, connection).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_to_this_machine_alone() {
        for url in ["http://127.0.0.1:8080/hooks/x", "http://localhost:80/", "http://[::1]:1/", "http://127.9.9.9/"] {
            assert!(target(url).is_some(), "{url}");
        }
        for url in ["https://127.0.0.1/", "http://192.168.0.1/", "http://app.test/", "http://localhost.app.test/", ""] {
            assert_eq!(target(url), None, "{url}");
        }
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let mut outbox = Outbox::default();
        for number in 0..1002 {
            outbox.put(Outgoing::post("http://localhost/", number.to_string()));
        }
        outbox.answered(1, Tried::Nobody);
        outbox.answered(1002, Tried::Answer(503));
        outbox.answered(1002, Tried::Late);
        assert_eq!(outbox.after(0).len(), 1000);
        let last = outbox.after(1001);
        assert_eq!((last.len(), last[0].body.as_str(), &last[0].answers), (1, "1001", &vec![Some(503), None]));
    }
}
