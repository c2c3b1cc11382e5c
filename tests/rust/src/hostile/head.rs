//! Reads requests off a raw socket, whatever is written on it.

use serde::Serialize;
use tokio::io::{AsyncRead, AsyncReadExt};

use crate::Result;

/// More than this of one request is not kept.
const KEPT: usize = 256 * 1024;
/// A head that is longer is none.
const LONGEST_HEAD: usize = 1024 * 1024;

/// A request as it came.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Arrived {
    /// The number of its connection, from 1.
    pub connection: u64,
    /// The method.
    pub method: String,
    /// The target, as it stands in the request line.
    pub target: String,
    /// The headers: names in lower case, in the order in which they came.
    pub headers: Vec<(String, String)>,
    /// The whole head as text.
    pub head: String,
    /// The body, as text.
    pub body: String,
}

/// Reads the next request; nothing when the client has ended.
pub(super) async fn read<R: AsyncRead + Unpin>(from: &mut R, rest: &mut Vec<u8>) -> Result<Option<Arrived>> {
    let end = loop {
        if let Some(end) = rest.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        if rest.len() > LONGEST_HEAD || from.read_buf(rest).await? == 0 {
            return Ok(None);
        }
    };
    let head = String::from_utf8_lossy(&rest[..end]).into_owned();
    rest.drain(..end);
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap_or_default().split(' ');
    let (method, target) = (first.next().unwrap_or_default().to_owned(), first.next().unwrap_or_default().to_owned());
    let header = |line: &str| {
        line.split_once(':').map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
    };
    let headers: Vec<(String, String)> = lines.filter_map(header).collect();
    let value = |wanted: &str| headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let body = match (value("transfer-encoding"), value("content-length")) {
        (Some(_), _) => chunked(from, rest).await?,
        (None, Some(length)) => counted(from, rest, length.parse()?).await?,
        (None, None) => Vec::new(),
    };
    let body = String::from_utf8_lossy(&body[..body.len().min(KEPT)]).into_owned();
    Ok(Some(Arrived { connection: 0, method, target, headers, head, body }))
}

async fn counted<R: AsyncRead + Unpin>(from: &mut R, rest: &mut Vec<u8>, length: usize) -> Result<Vec<u8>> {
    while rest.len() < length {
        if from.read_buf(rest).await? == 0 {
            return Err("the body is shorter than its length".into());
        }
    }
    Ok(rest.drain(..length).collect())
}

async fn chunked<R: AsyncRead + Unpin>(from: &mut R, rest: &mut Vec<u8>) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = loop {
            if let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
                break rest.drain(..end + 2).collect::<Vec<u8>>();
            }
            if from.read_buf(rest).await? == 0 {
                return Err("the body ends inside of a chunk".into());
            }
        };
        let size = usize::from_str_radix(String::from_utf8_lossy(&line).trim(), 16)?;
        let chunk = counted(from, rest, size + 2).await?;
        if size == 0 {
            return Ok(body);
        }
        body.extend_from_slice(&chunk[..size]);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn requests_follow_each_other() {
        let wire = b"POST /a?b HTTP/1.1\r\nX-Key: 1\r\ncontent-length: 3\r\n\r\nxyzPUT /c HTTP/1.1\r\n\
            transfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n";
        let (mut from, mut rest) = (wire.as_slice(), Vec::new());
        let mut seen = Vec::new();
        while let Some(one) = read(&mut from, &mut rest).await.unwrap() {
            seen.push((one.method, one.target, one.headers.len(), one.body));
        }
        let expected = [("POST", "/a?b", 2, "xyz"), ("PUT", "/c", 1, "ab"), ("GET", "/", 0, "")];
        assert_eq!(
            seen,
            expected.map(|(method, target, count, body)| (method.into(), target.into(), count, body.into()))
        );
    }
}
