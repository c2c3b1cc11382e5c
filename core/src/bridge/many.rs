//! Many creates at once, a few at a time.

use futures::{StreamExt, stream};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::options::parse;
use super::tenant::{Tenant, model};
use crate::error::{Error, Result};
use crate::model::Record;

/// How many creates are under way at a time, when the caller does not say.
const AT_ONCE: usize = 4;
const MOST_AT_ONCE: usize = 32;
const MOST: usize = 10_000;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ManyOptions {
    connection: Option<String>,
    /// For each create on its own.
    deadline_ms: Option<u64>,
    raw: bool,
    concurrency: Option<usize>,
    /// One for each input.
    idempotency_keys: Option<Vec<String>>,
}

impl Tenant {
    /// Makes many records, `concurrency` at a time (4 when not given). One result for each input, in their order: what
    /// fails for one says nothing of the others. With `idempotency_keys`, one for each input, the call can be repeated.
    pub async fn create_many(
        &self,
        resource: &str,
        inputs_json: &str,
        options_json: &str,
    ) -> Result<Vec<Result<Record>>> {
        model(resource)?;
        let options: ManyOptions = parse("create_many", options_json)?;
        let inputs: Vec<Map<String, Json>> = parse("the inputs must be a list of objects of fields", inputs_json)?;
        let concurrency = options.concurrency.unwrap_or(AT_ONCE);
        if !(1..=MOST_AT_ONCE).contains(&concurrency) {
            return Err(Error::invalid_input(format!("concurrency must be 1 to {MOST_AT_ONCE}")));
        }
        if inputs.len() > MOST {
            return Err(Error::invalid_input(format!("at most {MOST} records can be made by one call")));
        }
        let keys = options.idempotency_keys.as_deref();
        if keys.is_some_and(|keys| keys.len() != inputs.len()) {
            return Err(Error::invalid_input("idempotency_keys must hold one key for each input"));
        }
        let one = |(index, input): (usize, Map<String, Json>)| {
            let call = json!({"connection": options.connection, "deadline_ms": options.deadline_ms, "raw": options.raw,
                "idempotency_key": keys.map(|keys| &keys[index])});
            async move { self.create(resource, &Json::Object(input).to_string(), &call.to_string()).await }
        };
        Ok(stream::iter(inputs.into_iter().enumerate()).map(one).buffered(concurrency).collect().await)
    }
}
