//! What makes records of `tracing`'s events. Only our own: what our dependencies log is not written for hosts, and may hold
//! what is on the wire.

use serde_json::{Map, Value as Json};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::fields::Fields;
use super::hub;
use super::record::{Level, LogRecord, logger, now_ms};

const OURS: &str = "coreflow_bridge";

/// Makes records and gives them to the listeners.
pub(super) struct LogLayer;

/// The fields of a span.
struct SpanFields(Map<String, Json>);

fn is_ours(metadata: &Metadata<'_>) -> bool {
    let rest = metadata.target().strip_prefix(OURS);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

impl<S> Layer<S> for LogLayer
where
    S: Subscriber + for<'lookup> LookupSpan<'lookup>,
{
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if is_ours(metadata) { Interest::sometimes() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        is_ours(metadata) && *metadata.level() <= hub::loudest()
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(hub::loudest())
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        span.extensions_mut().insert(SpanFields(fields.members));
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let mut fields = Fields::default();
        values.record(&mut fields);
        if let Some(SpanFields(known)) = span.extensions_mut().get_mut::<SpanFields>() {
            known.extend(fields.members);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let metadata = event.metadata();
        let level = Level::from(metadata.level());
        hub::tell(level, || {
            let mut members = Map::new();
            // From the outermost in: what is nearer says more.
            for span in context.event_scope(event).into_iter().flat_map(|scope| scope.from_root()) {
                if let Some(SpanFields(known)) = span.extensions().get::<SpanFields>() {
                    members.extend(known.clone());
                }
            }
            let mut fields = Fields::default();
            event.record(&mut fields);
            members.extend(fields.members);
            let logger = logger(metadata.target());
            LogRecord { time: now_ms(), level, logger, message: fields.message, fields: members }
        });
    }
}
