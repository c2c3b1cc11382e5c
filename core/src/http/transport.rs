//! One HTTP exchange, closed by default.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use parking_lot::Mutex;
pub use reqwest::Method;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderMap, HeaderName, HeaderValue};
use url::{Host, Origin, Url};

use super::body::{ACCEPTED, Collector, Refused};
use super::client::LazyClient;
use super::egress::{Denied, Egress};
use super::names::Unresolved;
use super::record::Tap;
use crate::error::{Code, Error, Result};

/// Bounds on an answer.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest body, decompressed, in bytes.
    pub body: usize,
    /// How long connecting may take.
    pub connect: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { body: 64 * 1024 * 1024, connect: Duration::from_secs(5) }
    }
}

/// A request. Its URL was built from the connection's pinned instance and encoded segments.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Where to.
    pub url: Url,
    /// Headers, credentials among them (marked sensitive).
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The body and its media type.
    pub body: Option<(Cow<'static, str>, Bytes)>,
    /// Of a file: the largest body of the answer, in bytes, in place of the usual bound. A redirect is then an answer.
    pub file: Option<usize>,
    /// Whether it goes to an address that the system told, and not to the connection's instance.
    pub elsewhere: bool,
}

/// An answer, whole.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decompressed.
    pub body: Bytes,
}

/// Whether a failed request may have reached the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// Surely not: no connection was made.
    No,
    /// It may have.
    Maybe,
}

/// A request that got no answer.
#[derive(Clone, Debug)]
pub struct SendError {
    /// What happened.
    pub error: Error,
    /// Whether the system may have seen the request.
    pub reached: Reached,
}

/// Whether a status sends the client elsewhere.
pub fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// A redirect that is not followed.
pub fn redirected(status: u16) -> Error {
    let message = "the system answers with a redirect, which is never followed; is the instance's URL right?";
    Error::new(Code::EgressDenied, message).with_status(status)
}

/// The HTTP client of one connection: its own pool, nothing shared with others. It holds one only while it is used.
#[derive(Debug)]
pub struct Transport {
    /// Where the connection is pinned to.
    origin: Origin,
    own: LazyClient,
    egress: Arc<Egress>,
    limits: Limits,
    /// The client for other hosts of one port: for addresses that the system told. It shares nothing with the first.
    other: Mutex<Option<LazyClient>>,
    tap: Option<Arc<Tap>>,
}

impl Transport {
    /// A client for one instance. Nothing is opened before its first request.
    pub fn new(instance: &Url, egress: Egress, limits: Limits) -> Transport {
        let own = LazyClient::new(port(instance));
        Transport {
            origin: instance.origin(),
            own,
            egress: Arc::new(egress),
            limits,
            other: Mutex::default(),
            tap: None,
        }
    }

    /// The same, recording every exchange.
    #[must_use]
    pub fn recording(mut self, tap: Tap) -> Transport {
        self.tap = Some(Arc::new(tap));
        self
    }

    /// Sends a request and reads the whole answer. Dropping the future cancels the exchange.
    pub async fn send(&self, request: Request) -> Result<Response, SendError> {
        let Some(tap) = &self.tap else { return self.exchange(request).await };
        let begun = Instant::now();
        let response = self.exchange(request.clone()).await?;
        let written = tap.write(&request, &response, begun.elapsed());
        written.map_err(|error| SendError { error, reached: Reached::Maybe })?;
        Ok(response)
    }

    async fn exchange(&self, request: Request) -> Result<Response, SendError> {
        let asked = request.file;
        let (mut answer, client) = self.begin(request, ACCEPTED).await?;
        let status = answer.status().as_u16();
        // A redirect's words and an error are no file: how large that may be says nothing about them.
        let file = asked.filter(|_| answer.status().is_success());
        let (most, file) = (file.unwrap_or(self.limits.body), file.is_some());
        let maybe = |error: Error| SendError { error: error.with_status(status), reached: Reached::Maybe };
        if is_redirect(status) && asked.is_none() {
            // Behind "see other" the request was often done.
            let reached = if status == 303 { Reached::Maybe } else { Reached::No };
            return Err(SendError { error: redirected(status), reached });
        }
        let refused = |why: Refused| {
            let message = match why {
                Refused::Broken => "the answer is not packed as it says".to_owned(),
                Refused::Bomb => "the answer unpacks to far more than any data does; it was not read on".to_owned(),
                Refused::TooLarge if file => {
                    format!("the file is larger than {most} bytes; ask for it with a larger max_bytes")
                }
                Refused::TooLarge => {
                    format!("the answer is larger than {} MiB; ask for smaller pages", most / (1024 * 1024))
                }
            };
            maybe(Error::new(Code::UpstreamInvalid, message))
        };
        if answer.content_length().is_some_and(|length| length > most as u64) {
            return Err(refused(Refused::TooLarge));
        }
        let mut headers = std::mem::take(answer.headers_mut());
        let mut collector = Collector::new(&mut headers, most).map_err(maybe)?;
        let mut wire = 0;
        while let Some(piece) = answer.chunk().await.map_err(failed)? {
            wire += piece.len();
            collector.take(&piece, wire, file).map_err(refused)?;
        }
        client.used();
        Ok(Response { status, headers, body: collector.end().map_err(refused)? })
    }

    /// Sends a request and leaves its answer to be read as it comes, not packed. Dropping it closes the connection.
    pub async fn open(&self, request: Request) -> Result<Stream, SendError> {
        if self.tap.is_some() {
            let error = Error::unsupported("what comes in a stream is not recorded, so that none is opened");
            return Err(SendError { error, reached: Reached::No });
        }
        Ok(Stream(self.begin(request, "identity").await?.0))
    }

    async fn begin(
        &self,
        request: Request,
        accepted: &'static str,
    ) -> Result<(reqwest::Response, LazyClient), SendError> {
        let refused = |error| SendError { error, reached: Reached::No };
        let lazy = self.guard(&request).map_err(refused)?;
        let client = lazy.get(&self.egress, self.limits.connect).map_err(refused)?;
        let mut builder = client.request(request.method, request.url).header(ACCEPT_ENCODING, accepted);
        for (name, value) in request.headers {
            builder = builder.header(name, value);
        }
        if let Some((media_type, body)) = request.body {
            builder = builder.header(reqwest::header::CONTENT_TYPE, media_type.as_ref()).body(body);
        }
        Ok((builder.send().await.map_err(failed)?, lazy))
    }

    /// Refuses what may not be asked, and finds the client for the rest. Address literals never ask the resolver, so
    /// they are judged here.
    fn guard(&self, request: &Request) -> Result<LazyClient> {
        let url = &request.url;
        let (own, port) = (url.origin() == self.origin, port(url));
        if !own && !request.elsewhere {
            return Err(Error::new(Code::EgressDenied, "the request would leave the connection's instance"));
        }
        let literal = match url.host() {
            Some(Host::Ipv4(address)) => Some(address.into()),
            Some(Host::Ipv6(address)) => Some(address.into()),
            _ => None,
        };
        if let Some(address) = literal {
            self.egress.check(url.host_str().unwrap_or_default(), port, address)?;
        }
        if own && !request.elsewhere {
            return Ok(self.own.clone());
        }
        let mut other = self.other.lock();
        match &*other {
            Some(known) if known.port() == port => Ok(known.clone()),
            _ => Ok(other.insert(LazyClient::new(port)).clone()),
        }
    }
}

/// An answer that is read as it comes.
#[derive(Debug)]
pub struct Stream(reqwest::Response);

impl Stream {
    /// The status.
    pub fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    /// Whether it is a good answer of server-sent events, and not packed.
    pub fn is_events(&self) -> bool {
        let header = |name| self.0.headers().get(name).and_then(|text| text.to_str().ok());
        let plain = header(CONTENT_ENCODING).is_none_or(|coding| coding.eq_ignore_ascii_case("identity"));
        let kind = header(reqwest::header::CONTENT_TYPE).unwrap_or_default();
        self.status() == 200 && plain && kind.trim_start().starts_with("text/event-stream")
    }

    /// The bytes that come next; nothing at the end. A call that is dropped loses none.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>> {
        self.0.chunk().await.map_err(|error| failed(error).error)
    }
}

fn failed(error: reqwest::Error) -> SendError {
    // The URL may hold ids and filter values: it stays out of messages.
    let error = error.without_url();
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(inner) = cause {
        if let Some(denied) = inner.downcast_ref::<Denied>() {
            return SendError { error: denied.clone().into(), reached: Reached::No };
        }
        if inner.downcast_ref::<Unresolved>().is_some() {
            let error = Error::new(Code::Unavailable, "the name of the system's host cannot be resolved");
            return SendError { error, reached: Reached::No };
        }
        cause = inner.source();
    }
    let reached = if error.is_connect() { Reached::No } else { Reached::Maybe };
    let message = if error.is_connect() {
        "the system cannot be reached"
    } else if error.is_decode() || error.is_body() {
        "the system's answer broke off"
    } else {
        "the connection to the system broke before an answer came"
    };
    SendError { error: Error::new(Code::Unavailable, message).with_source(error), reached }
}

/// The port of a URL; http and https have one.
fn port(url: &Url) -> u16 {
    url.port_or_known_default().unwrap_or_default()
}
