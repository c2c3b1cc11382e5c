//! A request of the caller's own: the same pipeline, isolation and errors, without a map.

use std::collections::BTreeMap;

use reqwest::header::{HeaderName, HeaderValue};
use serde_json::{Map, Value as Json, json};

use super::exchange::{Outgoing, Wanted, method};
use super::options::{RawRequest, deadline, parse};
use super::tenant::Tenant;
use crate::error::{Code, Error, Result};
use crate::http::Method;
use crate::manifest::Effect;
use crate::mapping::has_at_most;
use crate::protocol::{check_id, checked_json};
use crate::resilience::one_call;

/// Headers that would change who calls, or where.
const REFUSED: &[&str] = &[
    "authorization",
    "cookie",
    "host",
    "proxy-authorization",
    "content-length",
    "transfer-encoding",
    "connection",
    "upgrade",
];

impl Tenant {
    /// Sends a request to a connection's instance: `method`, `path` (below the instance), `query`, `headers`, `body`
    /// (JSON). Answers `status`, `headers`, `body`; a failure is the same typed error as everywhere. What may change
    /// something is entered in the ledger until its answer is there.
    pub async fn request(&self, connection: &str, request_json: &str) -> Result<String> {
        one_call(self.send_raw(connection, request_json)).await
    }

    async fn send_raw(&self, connection: &str, request_json: &str) -> Result<String> {
        let request: RawRequest = parse("request", request_json)?;
        let live = self.live(connection).await?;
        let send = async {
            self.check_serves(&live).await?;
            let method = method(&request.method.to_ascii_uppercase())?;
            let effect = match method {
                Method::GET | Method::HEAD | Method::OPTIONS => Effect::Read,
                Method::PUT | Method::DELETE => Effect::Idempotent,
                _ => Effect::Unsafe,
            };
            if request.hedge == Some(true) && effect != Effect::Read {
                return Err(Error::invalid_input(
                    "hedge is for GET, HEAD and OPTIONS: other requests may do something",
                ));
            }
            let mut url = live.base.clone();
            let path = request.path.strip_prefix('/').ok_or_else(|| Error::invalid_input("path must begin with /"))?;
            if path.contains(['?', '#']) {
                return Err(Error::invalid_input("path must not hold ? or #; pass query parameters as query"));
            }
            {
                let mut segments =
                    url.path_segments_mut().map_err(|()| Error::unexpected("an instance without a path"))?;
                segments.pop_if_empty();
                for segment in path.split('/') {
                    let plain = percent_encoding::percent_decode_str(segment).decode_utf8();
                    let plain = plain.map_err(|_| Error::invalid_input("path holds an encoding that is not UTF-8"))?;
                    if !plain.is_empty() {
                        check_id(&plain)?;
                    }
                    segments.push(&plain);
                }
            }
            if !request.query.is_empty() {
                url.query_pairs_mut().extend_pairs(&request.query);
            }
            let outgoing = Outgoing {
                operation: "request".to_owned(),
                model: None,
                effect,
                method,
                url,
                headers: headers(&request.headers, |name| {
                    live.auth.places(name) || live.headers.iter().any(|(known, _)| known == name)
                })?,
                body: request.body.as_ref().map(|body| ("application/json".into(), body.to_string().into())),
                elsewhere: false,
                wanted: Wanted::Said,
            };
            let deadline = deadline(live.pipeline.policies(), request.deadline_ms)?
                .in_background(request.background)
                .hedged(request.hedge);
            let incoming = match effect {
                Effect::Read => live.exchange(&outgoing, deadline).await?,
                _ => self.send_entered(&live, &outgoing, deadline, &shown(&request)).await?,
            };
            let response = incoming.response;
            let headers: BTreeMap<&str, &str> = response
                .headers
                .iter()
                .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
                .filter(|(name, _)| *name != "set-cookie")
                .collect();
            // The caller's parser makes the only tree of it; an answer that is not JSON is given as a text.
            let json = match request.as_text {
                true => None,
                false => checked_json(&response.body, live.adapter.manifest.decoder),
            };
            let most = live.pipeline.policies().max_raw_values;
            if json.is_some_and(|text| !has_at_most(text, most)) {
                return Err(too_many(response.status, most));
            }
            let (status, headers) = (response.status, json!(headers));
            let mut out = Vec::with_capacity(response.body.len() + 1024);
            out.extend_from_slice(format!(r#"{{"status":{status},"headers":{headers},"body":"#).as_bytes());
            match json {
                Some(text) => out.extend_from_slice(text.as_bytes()),
                // Writing to a Vec cannot fail.
                None => drop(serde_json::to_writer(&mut out, &String::from_utf8_lossy(&response.body))),
            }
            drop(response);
            out.push(b'}');
            String::from_utf8(out).map_err(|error| Error::unexpected(error.to_string()))
        };
        send.await.map_err(|error| live.locate(error, "request"))
    }
}

fn too_many(status: u16, most: u64) -> Error {
    Error::new(
        Code::UpstreamInvalid,
        format!(
            "the answer (status {status}) has more than {most} values; ask for fewer, take it as a text (as_text), or raise the policy max_raw_values"
        ),
    )
}

/// What the ledger keeps of a request, sealed. Headers are left out: a caller may have put a secret there.
fn shown(request: &RawRequest) -> Map<String, Json> {
    let RawRequest { method, path, query, body, .. } = request;
    let all = [("method", json!(method)), ("path", json!(path)), ("query", json!(query)), ("body", json!(body))];
    all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn headers(
    wanted: &BTreeMap<String, String>,
    own: impl Fn(&HeaderName) -> bool,
) -> Result<Vec<(HeaderName, HeaderValue)>> {
    let mut out = Vec::with_capacity(wanted.len());
    for (name, value) in wanted {
        let name: HeaderName =
            name.parse().map_err(|_| Error::invalid_input(format!("{name:.64?} is not the name of a header")))?;
        if REFUSED.contains(&name.as_str()) || own(&name) {
            return Err(Error::invalid_input(format!("the header {name} is set by the connection")));
        }
        let value = HeaderValue::from_str(value).map_err(|_| {
            Error::invalid_input(format!("the value of the header {name} holds characters that a header cannot"))
        })?;
        out.push((name, value));
    }
    Ok(out)
}
