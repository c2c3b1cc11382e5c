//! One error for everything: a code from a closed table, and the facts a caller can act on.
//!
//! The table below is the only list of codes. The Python and TypeScript classes, `docs/errors.md` and the
//! golden table in `tests/` are checked against it, so a code is added here first.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The result of every fallible call of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

macro_rules! codes {
    ($($variant:ident $code:literal $retryable:literal $status:literal $doc:literal;)*) => {
        /// What went wrong, as a closed set. `as_str` is the code that all languages see.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum Code { $(#[doc = $doc] #[serde(rename = $code)] $variant,)* }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// The code as all languages see it, for example `NOT_FOUND`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $code),* }
            }

            /// Whether the same call may succeed later without a change by the caller.
            pub const fn retryable(self) -> bool {
                match self { $(Code::$variant => $retryable),* }
            }

            /// The HTTP status of a problem response for this code.
            pub const fn http_status(self) -> u16 {
                match self { $(Code::$variant => $status),* }
            }

            /// One sentence for people: what it means.
            pub const fn description(self) -> &'static str {
                match self { $(Code::$variant => $doc),* }
            }
        }
    };
}

codes! {
    InvalidInput       "INVALID_INPUT"       false 400 "The caller's input is wrong: an unknown field, a wrong type, a value the system refuses.";
    ConfigInvalid      "CONFIG_INVALID"      false 500 "The configuration of the bridge or of a connection is wrong.";
    ManifestInvalid    "MANIFEST_INVALID"    false 500 "An adapter manifest does not follow the vocabulary.";
    Unsupported        "UNSUPPORTED"         false 501 "The system, or this connection, cannot do that; ask capabilities() before.";
    NotFound           "NOT_FOUND"           false 404 "There is no such thing, or it belongs to somebody else.";
    AlreadyExists      "ALREADY_EXISTS"      false 409 "Something with that key exists already.";
    Conflict           "CONFLICT"            false 409 "The record changed since it was read, or its state does not allow the change.";
    Unauthenticated    "UNAUTHENTICATED"     false 401 "The system refused the credential.";
    ReconnectRequired  "RECONNECT_REQUIRED"  false 401 "The grant has ended; the tenant must connect again.";
    PermissionDenied   "PERMISSION_DENIED"   false 403 "The credential is valid but may not do that.";
    ModuleInactive     "MODULE_INACTIVE"     false 403 "The tenant has not activated the module.";
    QuotaExceeded      "QUOTA_EXCEEDED"      false 429 "The tenant's plan does not allow more.";
    TenantIsolation    "TENANT_ISOLATION"    false 403 "A handle of one tenant was used for another tenant's data.";
    EgressDenied       "EGRESS_DENIED"       false 403 "The address is not one that this connection may reach.";
    SecretUnavailable  "SECRET_UNAVAILABLE"  false 503 "A key or a sealed credential cannot be read.";
    RateLimited        "RATE_LIMITED"        true  429 "The system, or its budget here, asks to slow down; see retry_after.";
    CircuitOpen        "CIRCUIT_OPEN"        true  503 "The breaker is open: the system failed lately and is not asked again before retry_after.";
    Overloaded         "OVERLOADED"          true  503 "Too many calls at once on this connection or tenant.";
    DeadlineExceeded   "DEADLINE_EXCEEDED"   true  504 "The call's deadline, or an attempt's timeout, passed.";
    Unavailable        "UNAVAILABLE"         true  503 "The system cannot be reached or answers with a server error.";
    UpstreamInvalid    "UPSTREAM_INVALID"    false 502 "The system's answer cannot be understood, or breaks a limit.";
    OutcomeUnknown     "OUTCOME_UNKNOWN"     false 504 "A write may or may not have happened; the message says how to find out.";
    StorageUnavailable "STORAGE_UNAVAILABLE" true  503 "The bridge's own store cannot be used.";
    StaleLease         "STALE_LEASE"         false 409 "The lease was taken over by another worker.";
    Backpressure       "BACKPRESSURE"        true  503 "A backlog has reached its limit.";
    Cancelled          "CANCELLED"           false 499 "The caller cancelled the call.";
    Closed             "CLOSED"              false 500 "The bridge has been closed.";
    Forked             "FORKED"              false 500 "The handle was opened before fork; open a new bridge in the child process.";
    Unexpected         "UNEXPECTED"          false 500 "A defect of the bridge; please report it.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The one error of this crate. Cheap to move; no field ever holds a secret.
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    code: Code,
    message: Cow<'static, str>,
    retryable: bool,
    retry_after: Option<Duration>,
    tenant: Option<Box<str>>,
    system: Option<Box<str>>,
    connection: Option<Box<str>>,
    operation: Option<Box<str>>,
    status: Option<u16>,
    request_id: Option<Box<str>>,
    context: BTreeMap<Cow<'static, str>, String>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// The flat form of an [`Error`] that crosses the language boundary.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ErrorParts {
    /// The code, for example `NOT_FOUND`.
    pub code: String,
    /// One or two sentences: what happened and what to do.
    pub message: String,
    /// Whether the same call may succeed later.
    pub retryable: bool,
    /// Milliseconds to wait before the next try, when known.
    pub retry_after_ms: Option<u64>,
    /// The tenant whose call it was.
    pub tenant: Option<String>,
    /// The external system, for example `erpnext`.
    pub system: Option<String>,
    /// The tenant's connection.
    pub connection: Option<String>,
    /// The operation, for example `accounting.invoices.create`.
    pub operation: Option<String>,
    /// The HTTP status that the system answered.
    pub status: Option<u16>,
    /// The system's own id of the request, when it sends one.
    pub request_id: Option<String>,
    /// More facts, by name.
    pub context: BTreeMap<String, String>,
    /// The messages of the causes, outermost first.
    pub causes: Vec<String>,
}

impl Error {
    /// A new error with the code's default for `retryable`.
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Error(Box::new(Inner {
            code,
            message: message.into(),
            retryable: code.retryable(),
            retry_after: None,
            tenant: None,
            system: None,
            connection: None,
            operation: None,
            status: None,
            request_id: None,
            context: BTreeMap::new(),
            source: None,
        }))
    }

    /// `INVALID_INPUT` with a message.
    pub fn invalid_input(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Code::InvalidInput, message)
    }

    /// `UNSUPPORTED` with a message.
    pub fn unsupported(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Code::Unsupported, message)
    }

    /// `UNEXPECTED` with a message: a defect of ours.
    pub fn unexpected(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Code::Unexpected, message)
    }

    /// The code.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The message without code and causes.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Whether the same call may succeed later.
    pub fn retryable(&self) -> bool {
        self.0.retryable
    }

    /// How long to wait before the next try.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The HTTP status that the system answered.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// A fact from the context.
    pub fn context(&self, key: &str) -> Option<&str> {
        self.0.context.get(key).map(String::as_str)
    }

    /// Sets `retryable`, for example once the retries are spent.
    #[must_use]
    pub fn with_retryable(mut self, retryable: bool) -> Self {
        self.0.retryable = retryable;
        self
    }

    /// Sets the wait before the next try.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// Sets the HTTP status that the system answered.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    /// Sets the system's own id of the request.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<Box<str>>) -> Self {
        self.0.request_id = Some(id.into());
        self
    }

    /// Adds a fact. The value must not be a secret.
    #[must_use]
    pub fn with_context(mut self, key: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.0.context.insert(key.into(), visible(&value.into()).into());
        self
    }

    /// Sets the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.0.source = Some(Arc::new(source));
        self
    }

    /// Names the tenant, unless one is named already.
    #[must_use]
    pub fn in_tenant(mut self, tenant: &str) -> Self {
        self.0.tenant.get_or_insert_with(|| visible(tenant).into());
        self
    }

    /// Names system and connection, unless they are named already.
    #[must_use]
    pub fn in_connection(mut self, system: &str, connection: &str) -> Self {
        self.0.system.get_or_insert_with(|| visible(system).into());
        self.0.connection.get_or_insert_with(|| visible(connection).into());
        self
    }

    /// Names the operation, unless one is named already.
    #[must_use]
    pub fn in_operation(mut self, operation: &str) -> Self {
        self.0.operation.get_or_insert_with(|| visible(operation).into());
        self
    }

    /// Takes secrets out of message and context: systems repeat in their answers what they were sent.
    #[must_use]
    pub fn without_secrets(mut self, secrets: &[impl AsRef<str>]) -> Self {
        for secret in secrets.iter().map(AsRef::as_ref).filter(|secret| !secret.is_empty()) {
            if self.0.message.contains(secret) {
                self.0.message = self.0.message.replace(secret, "[redacted]").into();
            }
            for value in self.0.context.values_mut().filter(|value| value.contains(secret)) {
                *value = value.replace(secret, "[redacted]");
            }
        }
        self
    }

    /// The flat form that crosses the language boundary.
    pub fn parts(&self) -> ErrorParts {
        let mut causes = Vec::new();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            causes.push(error.to_string());
            cause = error.source();
        }
        let inner = &self.0;
        let text = |value: &Option<Box<str>>| value.as_deref().map(str::to_owned);
        ErrorParts {
            code: inner.code.as_str().to_owned(),
            message: inner.message.to_string(),
            retryable: inner.retryable,
            retry_after_ms: inner.retry_after.map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)),
            tenant: text(&inner.tenant),
            system: text(&inner.system),
            connection: text(&inner.connection),
            operation: text(&inner.operation),
            status: inner.status,
            request_id: text(&inner.request_id),
            context: inner.context.iter().map(|(key, value)| (key.to_string(), value.clone())).collect(),
            causes,
        }
    }
}

/// One line for logs: code, message, and where it happened.
/// What callers and systems say, with control characters escaped: an error ends in logs and terminals.
fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return text.into();
    }
    let one = |c: char| if c.is_control() { c.escape_default().collect::<String>() } else { c.to_string() };
    text.chars().map(one).collect::<String>().into()
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        write!(f, "{}: {}", inner.code, inner.message)?;
        let mut open = false;
        let places = [
            ("tenant", &inner.tenant),
            ("connection", &inner.connection),
            ("operation", &inner.operation),
            ("request_id", &inner.request_id),
        ];
        for (name, value) in places.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?))) {
            write!(f, "{}{name}={value}", if open { ", " } else { " [" })?;
            open = true;
        }
        if let Some(status) = inner.status {
            write!(f, "{}status={status}", if open { ", " } else { " [" })?;
            open = true;
        }
        f.write_str(if open { "]" } else { "" })
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        for cause in self.parts().causes {
            write!(f, "\n  caused by: {cause}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// What is wrong with JSON, without the place where it has a wrong member or value: the text is one that a binding wrote
/// of the caller's objects, so line and column mean nothing to the caller and differ between languages. Broken syntax
/// keeps its place.
pub fn json_reason(error: &serde_json::Error) -> String {
    let told = error.to_string();
    if !error.is_data() {
        return told;
    }
    let place = format!(" at line {} column {}", error.line(), error.column());
    told.strip_suffix(&place).map(str::to_owned).unwrap_or(told)
}

#[cfg(test)]
mod tests {
    use super::json_reason;

    fn reason(json: &str) -> String {
        json_reason(&serde_json::from_str::<Vec<u8>>(json).unwrap_err())
    }

    #[test]
    fn a_wrong_value_has_no_place_and_so_no_trace_of_how_a_language_writes_json() {
        assert_eq!(reason(r#"[1,"x"]"#), "invalid type: string \"x\", expected u8");
        assert_eq!(reason("[1, \n  \"x\"]"), reason(r#"[1,"x"]"#));
        assert!(reason("[1,").ends_with(" at line 1 column 3"), "{}", reason("[1,"));
    }
}
