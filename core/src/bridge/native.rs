//! Creates whose requests and answers a compiled codec makes and reads.

use futures::{StreamExt, TryStreamExt, stream};
use serde_json::{Map, Value as Json};

use super::adapter::effect;
use super::answer::Call;
use super::exchange::Holes;
use super::request::Sending;
use crate::error::{Code, Error, Result};
use crate::manifest::Operation;
use crate::model::Record;
use crate::native::codec;
use crate::protocol::parse_json;

/// How many requests of one call are under way at a time.
const AT_ONCE: usize = 4;

/// Sends what the codec asks for, and reads the record that it makes of the answers.
pub(super) async fn create_by_codec(
    call: Call<'_>,
    operation: &Operation,
    name: &str,
    fields: Map<String, Json>,
) -> Result<Record> {
    let Call { connection, plan, raw, deadline } = call;
    let codec = codec(name)?;
    let requests = codec.requests(&fields)?;
    let ask = |body: Map<String, Json>| async move {
        let mut sending = Sending::new("create", operation, effect("create", operation), Holes::default());
        sending.fields = body;
        let incoming = connection.exchange(&connection.prepare(plan, sending)?, deadline).await?;
        parse_json(&incoming.response.body, connection.adapter.manifest.decoder)
            .ok_or_else(|| Error::new(Code::UpstreamInvalid, "the answer is not JSON"))
    };
    let answers: Vec<Json> = stream::iter(requests).map(ask).buffered(AT_ONCE).try_collect().await?;
    let record = codec.record(&fields, &answers)?;
    let context = connection.context(plan, raw, None).await?;
    plan.mapping.record(&record.to_string(), "", &context)
}
