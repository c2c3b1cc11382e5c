//! The sandbox's own routes, for a sandbox that runs in another process: `/__sandbox__/{system}/faults`,
//! `/requests` and `/deliveries`.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use serde::Serialize;
use serde_json::json;

use super::faults::FaultSpec;
use super::message::{Reply, Request};
use super::server::Host;

/// How many requests are remembered.
const KEPT: usize = 200;

/// What a system was asked.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RequestLog {
    /// All requests since the start.
    pub total: u64,
    /// All requests by method.
    pub by_method: BTreeMap<String, u64>,
    /// The last ones, oldest first: method and path with query, as sent.
    pub last: VecDeque<(String, String)>,
}

impl RequestLog {
    pub(crate) fn add(&mut self, request: &Request) {
        self.total += 1;
        *self.by_method.entry(request.method.clone()).or_default() += 1;
        if self.last.len() == KEPT {
            self.last.pop_front();
        }
        let path = match request.query.as_str() {
            "" => request.path.clone(),
            query => format!("{}?{query}", request.path),
        };
        self.last.push_back((request.method.clone(), path));
    }
}

/// The answer to a control request; nothing when the path is not one.
pub(crate) fn answer(hosts: &BTreeMap<String, Arc<Host>>, request: &Request) -> Option<Reply> {
    let segments = request.segments();
    if segments.first().is_none_or(|s| s != "__sandbox__") {
        return None;
    }
    let no_such = || Reply::json(404, json!({"message": "no such control route"}));
    let (Some(host), Some(what)) = (segments.get(1).and_then(|s| hosts.get(s)), segments.get(2)) else {
        return Some(no_such());
    };
    Some(match (request.method.as_str(), what.as_str()) {
        ("POST", "faults") => {
            let added = serde_json::from_slice::<FaultSpec>(&request.body)
                .map_err(|e| e.to_string())
                .and_then(|fault| host.add_fault(fault).map_err(|e| e.message().to_owned()));
            match added {
                Ok(()) => Reply::json(200, json!({"message": "ok"})),
                Err(message) => Reply::json(400, json!({"message": message})),
            }
        }
        ("DELETE", "faults") => {
            host.clear_faults();
            Reply::json(200, json!({"message": "ok"}))
        }
        ("GET", "deliveries") => {
            let after = request.param("after").and_then(|text| text.parse().ok()).unwrap_or(0);
            Reply::json(200, json!(host.deliveries(after).unwrap_or_default()))
        }
        ("GET", "requests") => Reply::json(200, json!(host.requests())),
        _ => no_such(),
    })
}
