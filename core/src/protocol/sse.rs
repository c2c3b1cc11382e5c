//! Server-sent events, read as their bytes come. Only the kinds of the events and the id of the last one are kept: what an
//! event carries is passed over, however long it is.

use std::time::Duration;

/// How much of a line is kept; kinds and ids are shorter.
const KEPT: usize = 1024;
/// The longest id that is sent back.
const LONGEST_ID: usize = 256;

/// The reader of one stream.
#[derive(Debug, Default)]
pub struct EventStream {
    line: Vec<u8>,
    /// The byte before was a carriage return: a line feed behind it ends no other line.
    after_return: bool,
    begun: bool,
    kind: String,
    /// The event has begun.
    open: bool,
    id: Option<String>,
    last_id: Option<String>,
    retry: Option<Duration>,
}

impl EventStream {
    /// Reads more bytes, and tells the kind of every event that ends in them.
    pub fn feed(&mut self, bytes: &[u8], mut told: impl FnMut(&str)) {
        for &byte in bytes {
            let second = std::mem::take(&mut self.after_return) && byte == b'\n';
            match byte {
                b'\n' if second => {}
                b'\n' | b'\r' => {
                    self.after_return = byte == b'\r';
                    self.end_of_line(&mut told);
                }
                _ if self.line.len() < KEPT => self.line.push(byte),
                _ => {}
            }
        }
    }

    /// The id of the last event, for `Last-Event-ID`.
    pub fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    /// How long the server wants to be left alone before the stream is opened again.
    pub fn retry(&self) -> Option<Duration> {
        self.retry
    }

    fn end_of_line(&mut self, told: &mut impl FnMut(&str)) {
        let line = std::mem::take(&mut self.line);
        let mut text = String::from_utf8_lossy(&line).into_owned();
        if !std::mem::replace(&mut self.begun, true) {
            text = text.trim_start_matches('\u{feff}').to_owned();
        }
        if text.is_empty() {
            self.last_id = self.id.clone();
            if std::mem::take(&mut self.open) {
                let kind = std::mem::take(&mut self.kind);
                told(if kind.is_empty() { "message" } else { &kind });
            }
            return;
        }
        let (name, value) = text.split_once(':').unwrap_or((&text, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => (self.kind, self.open) = (value.to_owned(), true),
            "data" => self.open = true,
            "id" if value.len() <= LONGEST_ID && !value.contains('\0') => self.id = Some(value.to_owned()),
            "retry" => self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry),
            // A comment, which only keeps the connection alive, or a word that is not known.
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pieces: &[&[u8]]) -> (Vec<String>, EventStream) {
        let (mut stream, mut kinds) = (EventStream::default(), Vec::new());
        pieces.iter().for_each(|piece| stream.feed(piece, |kind| kinds.push(kind.to_owned())));
        (kinds, stream)
    }

    #[test]
    fn events_are_told_by_their_kind_wherever_the_bytes_are_cut() {
        let text = "\u{feff}retry: 250\r\n: ping\r\n\r\nid: 7\nevent: status\ndata: {\"a\":\ndata: 1}\n\ndata: x\r\rid:8\nevent:done\n\nevent: half";
        let (kinds, stream) = read(&[text.as_bytes()]);
        assert_eq!(kinds, ["status", "message", "done"]);
        assert_eq!((stream.last_id(), stream.retry()), (Some("8"), Some(Duration::from_millis(250))));
        for at in 0..text.len() {
            let (head, tail) = text.as_bytes().split_at(at);
            assert_eq!(read(&[head, tail]).0, kinds, "cut at {at}");
        }
        let bytes: Vec<&[u8]> = text.as_bytes().chunks(1).collect();
        assert_eq!(read(&bytes).0, kinds);
    }

    #[test]
    fn what_an_event_carries_is_not_kept() {
        let long = "x".repeat(3_000_000);
        let text = format!("id: {long}\nevent: a\ndata: {long}\n\nid: 9\ndata: y\n\nid: a\0b\n\n");
        let (kinds, stream) = read(&[text.as_bytes()]);
        assert_eq!(
            (kinds.as_slice(), stream.last_id()),
            (["a".to_owned(), "message".to_owned()].as_slice(), Some("9"))
        );
        assert!(stream.line.capacity() <= 2 * KEPT, "{}", stream.line.capacity());
    }
}
