//! A server that answers every request alike, and counts them: HTTP/1.1, no bodies in requests.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What is answered.
#[derive(Clone, Copy)]
pub(crate) enum Answer {
    /// An empty object; the socket is closed after it, so that thousands of clients need no sockets.
    Well,
    /// The same, and the socket stays open.
    Kept,
    /// An error of the server.
    Broken,
    /// Nothing, ever.
    Hung,
}

/// Starts it on a free port: its URL, and what counts its requests.
pub(crate) fn serve(answer: Answer) -> std::io::Result<(String, Arc<AtomicU64>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    let hits = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&hits);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let hits = Arc::clone(&counted);
            std::thread::spawn(move || drop(answer_all(stream, answer, &hits)));
        }
    });
    Ok((url, hits))
}

fn answer_all(mut stream: TcpStream, answer: Answer, hits: &AtomicU64) -> std::io::Result<()> {
    let (mut seen, mut piece) = (Vec::new(), [0_u8; 2048]);
    loop {
        let read = stream.read(&mut piece)?;
        if read == 0 {
            return Ok(());
        }
        seen.extend_from_slice(&piece[..read]);
        let Some(end) = seen.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        seen.drain(..end + 4);
        hits.fetch_add(1, Ordering::Relaxed);
        let (status, end) = match answer {
            Answer::Well => ("200 OK", "close"),
            Answer::Kept => ("200 OK", "keep-alive"),
            Answer::Broken => ("500 Internal Server Error", "keep-alive"),
            Answer::Hung => continue,
        };
        let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\nconnection: {end}\r\n");
        stream.write_all(format!("{head}content-length: 2\r\n\r\n{{}}").as_bytes())?;
        if matches!(answer, Answer::Well) {
            return stream.shutdown(Shutdown::Both);
        }
    }
}
