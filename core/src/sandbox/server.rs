//! One system on one loopback socket: reads a request to its end, applies the fault that matches, writes the answer.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::Fake;
use super::control::{self, RequestLog};
use super::delivery::{self, Delivery, Manner, Outbox, Outgoing};
use super::faults::{self, FaultKind, FaultSpec, Faults};
use super::message::{Reply, Request};
use crate::error::{Code, Error, Result};

/// One fake system and its socket.
pub(crate) struct Host {
    fake: Mutex<Box<dyn Fake>>,
    manner: Option<Manner>,
    outbox: Mutex<Outbox>,
    faults: Mutex<Faults>,
    log: Mutex<RequestLog>,
    address: SocketAddr,
    listener: Mutex<Option<TcpListener>>,
    stop: watch::Sender<bool>,
}

/// Why a connection ends without an answer. hyper closes the socket when the service fails.
#[derive(Debug)]
struct Closed;

impl std::fmt::Display for Closed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("closed by a sandbox fault")
    }
}

impl std::error::Error for Closed {}

impl Host {
    pub(crate) async fn bind(fake: Box<dyn Fake>, port: u16) -> Result<Arc<Host>> {
        let failed = |e: std::io::Error| {
            Error::new(Code::Unavailable, format!("the sandbox cannot listen on 127.0.0.1:{port}: {e}"))
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Arc::new(Host {
            manner: fake.manner(),
            fake: Mutex::new(fake),
            outbox: Mutex::default(),
            faults: Mutex::default(),
            log: Mutex::default(),
            address,
            listener: Mutex::new(Some(listener)),
            stop: watch::Sender::new(false),
        }))
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn add_fault(&self, fault: FaultSpec) -> Result<()> {
        fault.validate()?;
        self.faults.lock().add(fault);
        Ok(())
    }

    pub(crate) fn clear_faults(&self) {
        self.faults.lock().clear();
    }

    pub(crate) fn requests(&self) -> RequestLog {
        self.log.lock().clone()
    }

    pub(crate) fn deliveries(&self, after: u64) -> Option<Vec<Delivery>> {
        self.manner.map(|_| self.outbox.lock().after(after))
    }

    pub(crate) fn add_webhook(&self, url: &str) -> Option<serde_json::Value> {
        self.fake.lock().add_webhook(url)
    }

    pub(crate) fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Takes connections until stopped. `hosts` are all systems, for the control routes.
    pub(crate) fn serve(self: &Arc<Host>, hosts: BTreeMap<String, Arc<Host>>) {
        let Some(listener) = self.listener.lock().take() else { return };
        let host = self.clone();
        let hosts = Arc::new(hosts);
        tokio::spawn(async move {
            let mut stopped = host.stop.subscribe();
            loop {
                tokio::select! {
                    _ = stopped.wait_for(|stop| *stop) => return,
                    accepted = listener.accept() => {
                        let Ok((stream, _)) = accepted else { continue };
                        tokio::spawn(host.clone().connection(stream, hosts.clone()));
                    }
                }
            }
        });
    }

    async fn connection(self: Arc<Host>, stream: TcpStream, hosts: Arc<BTreeMap<String, Arc<Host>>>) {
        // Small answers go out at once; with Nagle each would wait for the client's delayed acknowledgement.
        let _ = stream.set_nodelay(true);
        let mut stopped = self.stop.subscribe();
        let service = service_fn(move |request| {
            let (host, hosts) = (self.clone(), hosts.clone());
            async move { host.respond(request, &hosts).await }
        });
        let connection = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => {}
            // A connection that ends badly (a fault, a client that left) is nobody's error here.
            _ = connection => {}
        }
    }

    async fn respond(
        self: &Arc<Self>,
        request: hyper::Request<Incoming>,
        hosts: &BTreeMap<String, Arc<Host>>,
    ) -> Result<hyper::Response<Full<Bytes>>, Closed> {
        let request = read(request).await.map_err(|_| Closed)?;
        if let Some(reply) = control::answer(hosts, &request) {
            return Ok(render(&reply, &request.method));
        }
        self.log.lock().add(&request);
        let fault = self.faults.lock().take(&request);
        let kind = fault.as_ref().map(|f| f.kind);
        if let Some(fault) = &fault {
            if kind == Some(FaultKind::LatencyMs) {
                tokio::time::sleep(Duration::from_millis(fault.latency_ms.unwrap_or(0))).await;
            }
            if let Some(reply) = fault.instead() {
                return Ok(render(&reply, &request.method));
            }
        }
        if kind == Some(FaultKind::Reset) {
            return Err(Closed);
        }
        let (mut reply, made) = {
            let mut fake = self.fake.lock();
            (fake.answer(&request), fake.outgoing())
        };
        self.send(made).await;
        match kind {
            Some(FaultKind::LoseAnswer) => Err(Closed),
            Some(FaultKind::Malformed) => {
                faults::break_one(&mut reply);
                Ok(render(&reply, &request.method))
            }
            _ => Ok(render(&reply, &request.method)),
        }
    }
}

impl Host {
    /// Keeps deliveries, and sends them: before the answer, or beside it.
    async fn send(self: &Arc<Self>, made: Vec<Outgoing>) {
        let Some(manner) = self.manner.filter(|_| !made.is_empty()) else { return };
        let kept: Vec<Delivery> = {
            let mut outbox = self.outbox.lock();
            made.into_iter().map(|one| outbox.put(one)).collect()
        };
        let host = Arc::clone(self);
        let all = async move {
            for one in kept {
                host.deliver(&one, &manner).await;
            }
        };
        if manner.inside {
            all.await;
        } else {
            tokio::spawn(all);
        }
    }

    /// Tries until the system would give up, or the sandbox stops.
    async fn deliver(&self, one: &Delivery, manner: &Manner) {
        let Some(target) = delivery::target(&one.url) else { return };
        let mut stopped = self.stop.subscribe();
        let mut waits = manner.waits.iter();
        loop {
            let tried = tokio::select! {
                _ = stopped.wait_for(|stop| *stop) => return,
                tried = delivery::attempt(one, &target, manner.patience) => tried,
            };
            self.outbox.lock().answered(one.number, tried);
            let Some(wait) = waits.next().filter(|_| (manner.again)(tried)) else { return };
            tokio::select! {
                _ = stopped.wait_for(|stop| *stop) => return,
                () = tokio::time::sleep(Duration::from_millis(*wait)) => {}
            }
        }
    }
}

async fn read(request: hyper::Request<Incoming>) -> Result<Request, hyper::Error> {
    let (parts, body) = request.into_parts();
    let text = |v: &hyper::header::HeaderValue| String::from_utf8_lossy(v.as_bytes()).into_owned();
    Ok(Request {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or("").to_owned(),
        headers: parts.headers.iter().map(|(n, v)| (n.as_str().to_owned(), text(v))).collect(),
        body: body.collect().await?.to_bytes().to_vec(),
    })
}

fn render(reply: &Reply, method: &str) -> hyper::Response<Full<Bytes>> {
    let bytes = if method == "HEAD" || reply.status == 304 { Vec::new() } else { reply.bytes() };
    let mut response = hyper::Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        response = response.header(*name, value);
    }
    response.body(Full::new(Bytes::from(bytes))).unwrap_or_else(|_| hyper::Response::new(Full::new(Bytes::new())))
}
