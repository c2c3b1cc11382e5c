//! Misbehaviour on demand: what a proxy, a network or a tired server does to an answer.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::message::{Body, Reply, Request};
use crate::error::{Code, Error, Result};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The answer comes, but only after `latency_ms`.
    LatencyMs,
    /// Nothing is done; `status` is answered (with `retry_after` seconds if given).
    Status,
    /// Nothing is done; the socket is closed before any byte of an answer.
    Reset,
    /// The request is carried out, then the socket is closed without an answer.
    LoseAnswer,
    /// The request is carried out, then one record of the answer's list gets wrong types and a cut amount.
    Malformed,
    /// Nothing is done; a proxy's HTML page is answered, with `status` (502 if not given).
    Html,
}

/// One fault: what, how often, and for which requests.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultSpec {
    /// What goes wrong.
    pub kind: FaultKind,
    /// How often; without it until cleared.
    #[serde(default)]
    pub times: Option<u32>,
    /// Only requests with this method.
    #[serde(default)]
    pub method: Option<String>,
    /// Only requests whose decoded path begins with this.
    #[serde(default)]
    pub path_prefix: Option<String>,
    /// The wait of `latency_ms`.
    #[serde(default)]
    pub latency_ms: Option<u64>,
    /// The status of `status` and `html`.
    #[serde(default)]
    pub status: Option<u16>,
    /// The `Retry-After` of `status`, in seconds.
    #[serde(default)]
    pub retry_after: Option<u64>,
}

impl FaultSpec {
    /// A fault of a kind that hits every request until cleared.
    pub fn new(kind: FaultKind) -> FaultSpec {
        FaultSpec {
            kind,
            times: None,
            method: None,
            path_prefix: None,
            latency_ms: None,
            status: None,
            retry_after: None,
        }
    }

    pub(crate) fn validate(&self) -> Result<()> {
        let invalid = |message: String| Err(Error::new(Code::InvalidInput, message));
        if self.kind == FaultKind::LatencyMs && self.latency_ms.is_none() {
            return invalid("latency_ms: how many milliseconds?".into());
        }
        if self.kind == FaultKind::Status && self.status.is_none() {
            return invalid("status: which status?".into());
        }
        match self.status {
            Some(status) if !(200..=599).contains(&status) => invalid(format!("status: {status} is not in 200 to 599")),
            _ => Ok(()),
        }
    }

    fn matches(&self, request: &Request) -> bool {
        let path = format!("/{}", request.segments().join("/"));
        self.times != Some(0)
            && self.method.as_ref().is_none_or(|m| m.eq_ignore_ascii_case(&request.method))
            && self
                .path_prefix
                .as_ref()
                .is_none_or(|p| path.starts_with(p.as_str()) || request.path.starts_with(p.as_str()))
    }

    /// The answer of a fault that stands in for the system.
    pub(crate) fn instead(&self) -> Option<Reply> {
        match self.kind {
            FaultKind::Status => {
                let status = self.status.unwrap_or(503);
                let reply = Reply::json(status, json!({"message": format!("sandbox fault: {status}")}));
                Some(match self.retry_after {
                    Some(seconds) => reply.with("retry-after", seconds.to_string()),
                    None => reply,
                })
            }
            FaultKind::Html => Some(Reply::text(
                self.status.unwrap_or(502),
                "text/html; charset=utf-8",
                "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
            )),
            _ => None,
        }
    }
}

/// The faults of one system, in the order they were added.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<FaultSpec>);

impl Faults {
    pub(crate) fn add(&mut self, fault: FaultSpec) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The first fault that matches; its count goes down.
    pub(crate) fn take(&mut self, request: &Request) -> Option<FaultSpec> {
        let index = self.0.iter().position(|f| f.matches(request))?;
        let fault = self.0[index].clone();
        if let Some(times) = &mut self.0[index].times {
            *times -= 1;
            if *times == 0 {
                self.0.remove(index);
            }
        }
        Some(fault)
    }
}

/// Breaks the middle record of the answer's list: a cut amount, a number where text was, no valid time.
pub(crate) fn break_one(reply: &mut Reply) {
    let Body::Json(body) = &mut reply.body else { return };
    let list = match body {
        Value::Array(list) => Some(list),
        Value::Object(map) => ["data", "message", "results"]
            .iter()
            .find(|k| map.get(**k).is_some_and(Value::is_array))
            .copied()
            .and_then(|k| map.get_mut(k))
            .and_then(Value::as_array_mut),
        _ => None,
    };
    let Some(list) = list else { return };
    let middle = list.len() / 2;
    let Some(Value::Object(record)) = list.get_mut(middle) else { return };
    let amount = |key: &str| ["total", "amount", "price", "rate", "outstanding"].iter().any(|part| key.contains(part));
    for (key, value) in record.iter_mut() {
        if amount(key) && !value.is_null() {
            *value = json!("12.3.");
        } else if ["modified", "creation", "date_modification", "date_creation", "tms", "created_at"]
            .contains(&key.as_str())
        {
            *value = json!([17]);
        } else if ["customer_name", "supplier_name", "item_name", "label", "title", "name_alias"]
            .contains(&key.as_str())
        {
            *value = json!({"broken": true});
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_matches_method_and_prefix_and_runs_out() {
        let mut faults = Faults::default();
        faults.add(FaultSpec {
            times: Some(1),
            method: Some("get".into()),
            path_prefix: Some("/api/resource/Sales Invoice".into()),
            ..FaultSpec::new(FaultKind::Reset)
        });
        let get = |method: &str, path: &str| Request { method: method.into(), path: path.into(), ..Request::default() };
        assert!(faults.take(&get("POST", "/api/resource/Sales%20Invoice")).is_none());
        assert!(faults.take(&get("GET", "/api/resource/Item")).is_none());
        assert!(faults.take(&get("GET", "/api/resource/Sales%20Invoice/X")).is_some());
        assert!(faults.take(&get("GET", "/api/resource/Sales%20Invoice/X")).is_none());
    }

    #[test]
    fn only_one_record_is_broken() {
        let mut reply = Reply::json(200, json!({"data": [{"total": 1.0}, {"total": 2.0}, {"total": 3.0}]}));
        break_one(&mut reply);
        let Body::Json(body) = reply.body else { panic!("the body stays JSON") };
        assert_eq!(body, json!({"data": [{"total": 1.0}, {"total": "12.3."}, {"total": 3.0}]}));
    }

    #[test]
    fn unknown_fields_are_refused() {
        assert!(serde_json::from_value::<FaultSpec>(json!({"kind": "reset", "time": 1})).is_err());
        assert!(serde_json::from_value::<FaultSpec>(json!({"kind": "latency_ms", "latency_ms": 5})).is_ok());
    }
}
