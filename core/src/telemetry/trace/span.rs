//! One span, for `tracing` and, where spans are exported, for the collector.

use std::borrow::Cow;

use tracing::{Instrument, Span};

use super::exporter::{Exported, Tracer};
use super::parent::Parent;

/// Who waits for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Work in this process.
    Internal,
    /// A request to another one.
    Client,
    /// Work on what was sent before.
    Consumer,
}

/// A span. It ends when it is dropped.
#[derive(Debug)]
pub struct TracedSpan {
    log: Span,
    out: Option<Exported>,
}

impl TracedSpan {
    /// Begins a span: `log` as it is, and beside it one for the collector, whose name and attributes are only made where
    /// it is exported.
    pub fn begin(
        log: Span,
        tracer: &Tracer,
        kind: Kind,
        describe: impl FnOnce() -> (Cow<'static, str>, Vec<(&'static str, Attribute)>),
    ) -> TracedSpan {
        let out = tracer.start(kind, Parent::current(), describe);
        if let Some(out) = &out {
            log.record("trace_id", out.trace_id());
        }
        TracedSpan { log, out }
    }

    /// The half for `tracing`.
    pub fn log(&self) -> &Span {
        &self.log
    }

    /// Its `traceparent`, where it is exported.
    pub fn parent(&self) -> Option<Parent> {
        self.out.as_ref().map(Exported::parent)
    }

    /// Runs a future inside of the span.
    pub fn around<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        Parent::around(self.parent(), future).instrument(self.log.clone())
    }

    /// Notes a fact for the collector.
    pub fn note(&mut self, name: &'static str, value: impl Into<Attribute>) {
        if let Some(out) = &mut self.out {
            out.put(name, value.into());
        }
    }

    /// Notes that the answer is a refusal.
    pub fn refused(&mut self, status: u16) {
        if let Some(out) = &mut self.out {
            out.failed(status.to_string());
        }
    }

    /// Notes the code of an error.
    pub fn failed(&mut self, code: &'static str) {
        self.log.record("error.type", code);
        if let Some(out) = &mut self.out {
            out.failed(code);
        }
    }
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum Attribute {
    /// A text.
    Text(Cow<'static, str>),
    /// A number.
    Number(u64),
    /// Yes or no.
    Flag(bool),
}

impl From<String> for Attribute {
    fn from(text: String) -> Attribute {
        Attribute::Text(Cow::Owned(text))
    }
}

impl From<&'static str> for Attribute {
    fn from(text: &'static str) -> Attribute {
        Attribute::Text(Cow::Borrowed(text))
    }
}

impl From<bool> for Attribute {
    fn from(flag: bool) -> Attribute {
        Attribute::Flag(flag)
    }
}

impl From<u64> for Attribute {
    fn from(number: u64) -> Attribute {
        Attribute::Number(number)
    }
}
