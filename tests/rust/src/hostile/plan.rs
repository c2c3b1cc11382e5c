//! What a hostile upstream does, as data.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// The body of `POST /__control__/hostile`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Plan {
    /// Where it listens, `127.0.0.1:0` without it.
    pub bind: Option<String>,
    /// What it does before it reads a request.
    pub connect: Behaviour,
    /// The first rule that fits a request, and is not used up, answers it. Without one the connection is reset.
    pub rules: Vec<Rule>,
}

/// What happens to a connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// It is taken and served.
    #[default]
    Serve,
    /// The handshake is never answered: the queue of the socket is full.
    BlackHole,
    /// It is taken and read, and nothing is ever written: a TLS handshake stalls, a request waits.
    Silent,
}

/// Requests, and what is done when one comes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// The method; any without it.
    pub method: Option<String>,
    /// The target as it stands in the request, `*` for any run of characters; any without it.
    pub path: Option<String>,
    /// How often; without it always.
    pub times: Option<u64>,
    /// What is done, in this order. The connection goes on when the last is `answer` or `keep`; else it ends.
    #[serde(rename = "do")]
    pub acts: Vec<Act>,
}

/// One thing that is done.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Writes this text as it is.
    Send(String),
    /// Writes these bytes, in base64.
    SendBase64(String),
    /// Writes an answer that keeps to HTTP.
    Answer(Answer),
    /// Writes this text one byte at a time.
    Drip {
        /// The text.
        text: String,
        /// The wait before each byte.
        every_ms: u64,
    },
    /// Writes without end, until the client goes.
    Endless(Endless),
    /// Waits.
    WaitMs(u64),
    /// Waits until the client goes. `true`.
    Hang(bool),
    /// Resets the connection. `true`.
    Reset(bool),
    /// Ends the connection properly. `true`.
    Close(bool),
    /// Waits for the next request, as after a whole answer. `true`.
    Keep(bool),
}

/// What comes without end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Endless {
    /// A status line, and headers.
    Headers,
    /// A head, and chunks of 64 KiB of spaces.
    Chunks,
    /// A head, and one chunk of one byte every 200 ms.
    SlowChunks,
}

/// An answer that keeps to HTTP, with a body that may be anything.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, in order and as they are; `content-length` is added.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Body,
}

impl Default for Answer {
    fn default() -> Self {
        Answer { status: 200, headers: Vec::new(), body: Body::Parts(Vec::new()) }
    }
}

/// A body: JSON, or parts of it.
#[derive(Clone, Debug)]
pub enum Body {
    /// Any JSON value but an object with `parts`.
    Json(Value),
    /// `{"parts": [...]}`.
    Parts(Vec<Part>),
    /// `{"bomb": {"mib": 512, "layers": 1}}`: so many MiB of spaces, packed with gzip, as often as that.
    Bomb {
        /// The size unpacked.
        mib: u32,
        /// How often it is packed.
        layers: u32,
    },
}

/// A part of a body.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Text as it is.
    Text(String),
    /// Bytes, in base64.
    Base64(String),
    /// Arrays in arrays, so deep.
    Deep(usize),
    /// Objects in objects, so deep.
    DeepObjects(usize),
    /// An object with so many members.
    Keys(usize),
    /// A text, so often.
    Repeat(String, usize),
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Body, D::Error> {
        use serde::de::Error;
        // Not `untagged`: that loses numbers when they keep their text (`arbitrary_precision`).
        let value = Value::deserialize(from)?;
        if let Some(parts) = value.get("parts") {
            return serde_json::from_value(parts.clone()).map(Body::Parts).map_err(D::Error::custom);
        }
        if let Some(bomb) = value.get("bomb") {
            let number = |name: &str, default: u64| bomb.get(name).map_or(Some(default), Value::as_u64);
            let small = |number: Option<u64>| number.and_then(|number| u32::try_from(number).ok());
            return match (small(number("mib", 512)), small(number("layers", 1))) {
                (Some(mib), Some(layers)) => Ok(Body::Bomb { mib, layers }),
                _ => Err(D::Error::custom("mib and layers of a bomb are small numbers")),
            };
        }
        Ok(Body::Json(value))
    }
}
