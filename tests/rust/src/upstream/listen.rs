//! A port of its own, an HTTP/1 server behind it, and an end of both.

use std::collections::BTreeMap;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

use super::wire::{self, Faulty, Ready};
use crate::Result;

/// A server that runs until this is dropped.
pub(crate) struct Listening {
    pub(crate) url: String,
    task: Option<AbortHandle>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

/// Listens on a free port of the loopback interface. With `down` the port is given back: nobody listens there.
pub(crate) async fn listen<H, F>(down: bool, handler: H) -> Result<Listening>
where
    H: Fn(String, String, BTreeMap<String, String>, Bytes) -> F + Send + Sync + 'static,
    F: Future<Output = Ready> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    if down {
        return Ok(Listening { url, task: None });
    }
    let task = tokio::spawn(accept(listener, Arc::new(handler))).abort_handle();
    Ok(Listening { url, task: Some(task) })
}

async fn accept<H, F>(listener: TcpListener, handler: Arc<H>)
where
    H: Fn(String, String, BTreeMap<String, String>, Bytes) -> F + Send + Sync + 'static,
    F: Future<Output = Ready> + Send + 'static,
{
    // Dropped with the task: no connection outlives its server.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => { connections.spawn(serve(stream, Arc::clone(&handler))); }
                Err(error) => eprintln!("accept: {error}"),
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve<H, F>(stream: TcpStream, handler: Arc<H>)
where
    H: Fn(String, String, BTreeMap<String, String>, Bytes) -> F + Send + Sync + 'static,
    F: Future<Output = Ready> + Send + 'static,
{
    let reset = Arc::new(AtomicBool::new(false));
    let faulty = Faulty { stream, reset: Arc::clone(&reset) };
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (handler, reset) = (Arc::clone(&handler), Arc::clone(&reset));
        async move {
            let (head, body) = request.into_parts();
            let target = head.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
            let mut headers: BTreeMap<String, String> = BTreeMap::new();
            for (name, value) in &head.headers {
                let value = String::from_utf8_lossy(value.as_bytes());
                let held = headers.entry(name.as_str().to_owned()).or_default();
                *held = if held.is_empty() { value.into_owned() } else { format!("{held}, {value}") };
            }
            let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
            let ready = handler(head.method.as_str().to_owned(), target, headers, body).await;
            wire::answer(ready, &reset).await
        }
    });
    // Errors are those that the plan makes, or a client that went away.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(faulty), service).await;
}
