//! The span of the host's that calls belong to, as W3C Trace Context writes it.

use std::fmt;

use crate::error::{Error, Result};

/// A `traceparent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parent {
    pub(super) trace_id: u128,
    pub(super) span_id: u64,
    pub(super) flags: u8,
}

tokio::task_local! {
    static PARENT: Parent;
}

impl Parent {
    /// Reads a `traceparent`: `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`.
    pub fn read(traceparent: &str) -> Result<Parent> {
        let wrong = || {
            let example = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
            Error::invalid_input(format!("traceparent must be as W3C Trace Context writes it, for example {example}"))
        };
        let parts: Vec<&str> = traceparent.split('-').collect();
        let [version, trace_id, span_id, flags] = parts[..] else { return Err(wrong()) };
        let hex = |text: &str, digits: usize| {
            let fits = text.len() == digits && text.bytes().all(|one| matches!(one, b'0'..=b'9' | b'a'..=b'f'));
            fits.then(|| u128::from_str_radix(text, 16).ok()).flatten()
        };
        let (Some(trace), Some(span), Some(flags), true) =
            (hex(trace_id, 32), hex(span_id, 16), hex(flags, 2), version == "00")
        else {
            return Err(wrong());
        };
        match (u64::try_from(span), u8::try_from(flags)) {
            (Ok(span_id @ 1..), Ok(flags)) if trace > 0 => Ok(Parent { trace_id: trace, span_id, flags }),
            _ => Err(wrong()),
        }
    }

    /// The parent of what this task does.
    pub(super) fn current() -> Option<Parent> {
        PARENT.try_with(|parent| *parent).ok()
    }

    /// A future for another task, with the parent of this one.
    pub fn carried<F: Future>(future: F) -> impl Future<Output = F::Output> {
        Parent::around(Parent::current(), future)
    }

    /// Runs a future whose spans are children of a parent, if there is one.
    pub async fn around<F: Future>(parent: Option<Parent>, future: F) -> F::Output {
        match parent {
            Some(parent) => PARENT.scope(parent, future).await,
            None => future.await,
        }
    }
}

impl fmt::Display for Parent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "00-{:032x}-{:016x}-{:02x}", self.trace_id, self.span_id, self.flags)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_traceparent_is_read_as_it_is_written() {
        let text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assert_eq!(Parent::read(text).unwrap().to_string(), text);
        for wrong in [
            "",
            "x",
            "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
            "00-+bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        ] {
            assert_eq!(Parent::read(wrong).unwrap_err().code(), crate::error::Code::InvalidInput, "{wrong}");
        }
    }
}
