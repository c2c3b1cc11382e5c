//! Answers on the wire: bodies in pieces, cut short, or never sent.

use std::convert::Infallible;
use std::io::{self, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use flate2::{Compression, GzBuilder};
use futures_util::stream::{self, StreamExt};
use http_body_util::{BodyExt, Full, StreamBody, combinators::BoxBody};
use hyper::Response;
use hyper::body::Frame;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::plan::{Chunk, Fault};

/// The body of an answer; it may fail on purpose.
pub(crate) type Body = BoxBody<Bytes, io::Error>;

/// An answer, ready to be written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ready {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) gzip: bool,
    pub(crate) delay: Duration,
    pub(crate) chunk: Option<Chunk>,
    pub(crate) fault: Option<Fault>,
}

/// Writes an answer; an error closes the connection without one.
pub(crate) async fn answer(ready: Ready, reset: &AtomicBool) -> io::Result<Response<Body>> {
    if !ready.delay.is_zero() {
        tokio::time::sleep(ready.delay).await;
    }
    match ready.fault {
        Some(Fault::LoseAnswer) => return Err(io::Error::other("the answer is lost on purpose")),
        Some(Fault::Reset) => {
            reset.store(true, Ordering::Relaxed);
            return Err(io::Error::other("the connection is reset on purpose"));
        }
        Some(Fault::Truncate) | None => {}
    }
    let mut head = Response::builder().status(ready.status);
    for (name, value) in &ready.headers {
        head = head.header(name, value);
    }
    let mut body = ready.body;
    if ready.gzip {
        head = head.header("content-encoding", "gzip");
        let mut gzip = GzBuilder::new().write(Vec::new(), Compression::fast());
        gzip.write_all(&body)?;
        body = gzip.finish()?;
    }
    if ready.fault == Some(Fault::Truncate) {
        head = head.header("content-length", body.len());
        body.truncate(body.len() / 2);
        return head.body(cut_short(body)).map_err(io::Error::other);
    }
    let body = match ready.chunk {
        Some(chunk) => in_pieces(body, chunk),
        None => Full::new(Bytes::from(body)).map_err(never).boxed(),
    };
    head.body(body).map_err(io::Error::other)
}

fn never(error: Infallible) -> io::Error {
    match error {}
}

fn cut_short(half: Vec<u8>) -> Body {
    let end = io::Error::new(io::ErrorKind::ConnectionAborted, "the body is cut on purpose");
    // The pause between the half and the end lets the half leave before the connection does.
    let end = stream::once(async {
        tokio::task::yield_now().await;
        Err(end)
    });
    let pieces = stream::once(async move { Ok(Frame::data(Bytes::from(half))) }).chain(end);
    BodyExt::boxed(StreamBody::new(Box::pin(pieces) as SyncStream))
}

fn in_pieces(body: Vec<u8>, chunk: Chunk) -> Body {
    let pieces: Vec<Bytes> = body.chunks(chunk.bytes.max(1)).map(Bytes::copy_from_slice).collect();
    let pieces = stream::iter(pieces).then(move |piece| async move {
        tokio::time::sleep(Duration::from_millis(chunk.every_ms)).await;
        Ok(Frame::data(piece))
    });
    BodyExt::boxed(StreamBody::new(Box::pin(pieces) as SyncStream))
}

type SyncStream = Pin<Box<dyn stream::Stream<Item = io::Result<Frame<Bytes>>> + Send + Sync>>;

/// A connection that can be made to end with a reset instead of a close.
pub(crate) struct Faulty {
    pub(crate) stream: TcpStream,
    pub(crate) reset: Arc<AtomicBool>,
}

impl Drop for Faulty {
    fn drop(&mut self) {
        if self.reset.load(Ordering::Relaxed) {
            // Should it fail, the client sees a close instead: the tests of the upstream tell.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Faulty {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Faulty {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
