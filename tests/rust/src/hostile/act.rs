//! Does on a connection what a rule says.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::sleep;

use super::body;
use super::plan::{Act, Answer, Endless};
use crate::Result;

const JSON_HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

/// How a connection goes on after an act.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    Next,
    End,
    Again,
}

pub(super) async fn act(stream: &mut TcpStream, act: &Act) -> Result<Then> {
    match act {
        Act::Send(text) => stream.write_all(text.as_bytes()).await?,
        Act::SendBase64(text) => stream.write_all(&body::decoded(text)?).await?,
        Act::Answer(answer) => {
            write_answer(stream, answer).await?;
            return Ok(Then::Again);
        }
        Act::Drip { text, every_ms } => {
            for byte in text.bytes() {
                sleep(Duration::from_millis(*every_ms)).await;
                stream.write_all(&[byte]).await?;
            }
        }
        Act::Endless(kind) => endless(stream, *kind).await?,
        Act::Keep(_) => return Ok(Then::Again),
        Act::WaitMs(wait) => sleep(Duration::from_millis(*wait)).await,
        Act::Hang(_) => {
            drain(stream).await;
            return Ok(Then::End);
        }
        Act::Reset(_) => {
            stream.set_zero_linger()?;
            return Ok(Then::End);
        }
        Act::Close(_) => {
            stream.shutdown().await?;
            return Ok(Then::End);
        }
    }
    Ok(Then::Next)
}

/// Reads what comes, until the client goes.
pub(super) async fn drain(stream: &mut TcpStream) {
    let mut buffer = [0; 4096];
    while matches!(stream.read(&mut buffer).await, Ok(read) if read > 0) {}
}

async fn write_answer(stream: &mut TcpStream, answer: &Answer) -> Result<()> {
    let body = body::bytes(&answer.body)?;
    let mut head = format!("HTTP/1.1 {} Answer\r\n", answer.status);
    if !answer.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
        head.push_str("content-type: application/json\r\n");
    }
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&body).await?;
    Ok(())
}

async fn endless(stream: &mut TcpStream, kind: Endless) -> Result<()> {
    stream.write_all(JSON_HEAD.as_bytes()).await?;
    if kind == Endless::Headers {
        for number in 0_u64.. {
            stream.write_all(format!("x-{number}: {number}\r\n").as_bytes()).await?;
        }
    }
    stream.write_all(b"transfer-encoding: chunked\r\n\r\n").await?;
    let large = format!("10000\r\n{}\r\n", " ".repeat(0x1_0000));
    loop {
        if kind == Endless::SlowChunks {
            sleep(Duration::from_millis(200)).await;
            stream.write_all(b"1\r\n \r\n").await?;
        } else {
            stream.write_all(large.as_bytes()).await?;
        }
    }
}
