//! Reads bodies within bounds: of what comes over the wire, and of what it unpacks to.

use std::io::{self, Write};

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap};

use crate::error::{Code, Error, Result};

/// What we say that we take.
pub(super) const ACCEPTED: &str = "gzip";
/// A body that unpacks to more than so many times its size is a bomb. Repetitive JSON reaches 50.
const RATIO: usize = 100;
/// Below this size any ratio is good.
const SMALL: usize = 4 * 1024 * 1024;

/// Collects a body.
pub(super) enum Collector {
    Plain(Bounded),
    Gzip(Box<MultiGzDecoder<Bounded>>),
}

/// Takes so much and no more.
pub(super) struct Bounded {
    out: Vec<u8>,
    most: usize,
    /// What may come at the present, for a packed body.
    now: usize,
}

/// Why a body was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    TooLarge,
    Bomb,
    Broken,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.out.len() + bytes.len() > self.most.min(self.now) {
            true => Err(io::ErrorKind::FileTooLarge.into()),
            false => self.out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Collector {
    /// Begins with the head of an answer. Takes out of it what holds no longer for the unpacked body.
    pub(super) fn new(headers: &mut HeaderMap, most: usize) -> Result<Collector> {
        let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok()).unwrap_or(0);
        let capacity = |packed: bool| if packed { 0 } else { usize::min(length, most) };
        let named: Vec<_> = headers.get_all(CONTENT_ENCODING).iter().filter_map(|name| name.to_str().ok()).collect();
        let packed = match named.as_slice() {
            [] => false,
            [name] if name.trim().is_empty() || name.trim().eq_ignore_ascii_case("identity") => false,
            [name] if ["gzip", "x-gzip"].iter().any(|gzip| name.trim().eq_ignore_ascii_case(gzip)) => true,
            _ => {
                let message = format!("the answer is packed with {:.64?}, and only {ACCEPTED} was asked for", named);
                return Err(Error::new(Code::UpstreamInvalid, message));
            }
        };
        let bounded = Bounded { out: Vec::with_capacity(capacity(packed)), most, now: most };
        Ok(match packed {
            false => Collector::Plain(bounded),
            true => {
                headers.remove(CONTENT_ENCODING);
                headers.remove(CONTENT_LENGTH);
                Collector::Gzip(Box::new(MultiGzDecoder::new(bounded)))
            }
        })
    }

    /// Takes the next piece; `wire` is how much has come with it, and `file` whether any ratio is good.
    pub(super) fn take(&mut self, piece: &[u8], wire: usize, file: bool) -> Result<(), Refused> {
        match self {
            Collector::Plain(bounded) => bounded.write_all(piece).map_err(|_| Refused::TooLarge),
            Collector::Gzip(unpacking) => {
                unpacking.get_mut().now = if file { usize::MAX } else { SMALL.max(wire.saturating_mul(RATIO)) };
                unpacking.write_all(piece).map_err(|error| why(&error, unpacking.get_ref()))
            }
        }
    }

    /// The whole body.
    pub(super) fn end(self) -> Result<Bytes, Refused> {
        match self {
            Collector::Plain(bounded) => Ok(bounded.out.into()),
            Collector::Gzip(mut unpacking) => {
                // What is unpacked waits in a buffer of its own until now.
                unpacking.try_finish().map_err(|error| why(&error, unpacking.get_ref()))?;
                Ok(std::mem::take(&mut unpacking.get_mut().out).into())
            }
        }
    }
}

fn why(error: &io::Error, bounded: &Bounded) -> Refused {
    match error.kind() {
        io::ErrorKind::FileTooLarge if bounded.now < bounded.most => Refused::Bomb,
        io::ErrorKind::FileTooLarge => Refused::TooLarge,
        _ => Refused::Broken,
    }
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(plain: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(plain).unwrap();
        packed.finish().unwrap()
    }

    fn head(encoding: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_ENCODING, encoding.parse().unwrap());
        headers.insert(CONTENT_LENGTH, "9".parse().unwrap());
        headers
    }

    fn collect(body: &[u8], most: usize, file: bool) -> Result<Bytes, Refused> {
        let mut collector = Collector::new(&mut head("gzip"), most).unwrap();
        let mut wire = 0;
        for piece in body.chunks(1000) {
            wire += piece.len();
            collector.take(piece, wire, file)?;
        }
        collector.end()
    }

    #[test]
    fn a_packed_body_is_unpacked_in_bounds() {
        let text = "{\"a\": 1}".repeat(100);
        assert_eq!(collect(&gzip(text.as_bytes()), 800, false).unwrap(), text.as_bytes());
        assert_eq!(collect(&gzip(text.as_bytes()), 799, false), Err(Refused::TooLarge));
        let two = [gzip(b"one "), gzip(b"two")].concat();
        assert_eq!(collect(&two, 100, false).unwrap(), "one two".as_bytes(), "a file of two members");
        let bomb = gzip(&vec![b' '; 16 * 1024 * 1024]);
        assert_eq!(collect(&bomb, 64 * 1024 * 1024, false), Err(Refused::Bomb));
        assert_eq!(collect(&bomb, 64 * 1024 * 1024, true).unwrap().len(), 16 * 1024 * 1024, "a file may be so");
        assert_eq!(collect(&gzip(b"cut")[..12], 100, false), Err(Refused::Broken));
        assert_eq!(collect(b"no gzip at all", 100, false), Err(Refused::Broken));
    }

    #[test]
    fn only_what_was_asked_for_is_taken() {
        let mut plain = head("identity");
        assert!(matches!(Collector::new(&mut plain, 100), Ok(Collector::Plain(_))));
        let mut packed = head("GZIP");
        assert!(matches!(Collector::new(&mut packed, 100), Ok(Collector::Gzip(_))));
        assert!(packed.is_empty(), "they tell of the packed body");
        for other in ["br", "zstd", "gzip, gzip", "deflate"] {
            let refused = Collector::new(&mut head(other), 100).err().unwrap();
            assert_eq!(refused.code(), Code::UpstreamInvalid, "{other}");
        }
    }
}
