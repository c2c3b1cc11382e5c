//! The session that the requests of a call carry: opened by one login for all that wait, and anew when the system has
//! forgotten it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures::FutureExt;
use parking_lot::Mutex;
use reqwest::header::HeaderMap;
use serde_json::{Map, Value as Json};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::connection::{Connection, header};
use super::session::{Session, remember};
use super::spans;
use crate::error::{Code, Error, Result};
use crate::http::{Method, Request};
use crate::manifest::{Login, Template};
use crate::protocol::{Answered, classify, endpoint, parse_json, text_of, value_at};
use crate::resilience::{Deadline, Failure, Numbered, Then};

/// How long a login that the system refused is not tried again: a wrong password does not mend itself, and systems
/// lock accounts.
const REFUSED: Duration = Duration::from_secs(10);

/// The values of a session by name, `session` itself the token.
type Values = BTreeMap<String, Zeroizing<String>>;

/// The session of one request.
#[derive(Clone)]
pub(super) struct Ticket {
    pub(super) session: Arc<Session>,
    /// Which of the connection's sessions it is.
    number: u64,
    /// It was opened for this call: a refusal is not its age.
    fresh: bool,
}

/// What the requests of one call carry.
pub(super) struct Carried {
    ticket: Mutex<Ticket>,
    /// The number of the session that the system has refused in this call; 0 for none.
    refused: AtomicU64,
}

impl Carried {
    /// What the next request carries.
    pub(super) fn ticket(&self) -> Ticket {
        self.ticket.lock().clone()
    }

    /// Where an old session was refused, the request is to be sent anew with another one.
    pub(super) fn judge(&self, failure: Failure, ticket: &Ticket) -> Failure {
        if ticket.fresh || failure.error.code() != Code::Unauthenticated {
            return failure;
        }
        self.refused.store(ticket.number, Ordering::Relaxed);
        Failure { then: Then::Renew, ..failure }
    }
}

impl Connection {
    /// What the requests of one call carry: at first nothing, where a login has to open it.
    pub(super) fn carried(&self) -> Carried {
        let session = Arc::clone(&self.auth.fixed);
        Carried { ticket: Mutex::new(Ticket { session, number: 0, fresh: true }), refused: AtomicU64::new(0) }
    }

    /// Sees to it, before each request, that the call carries an open session. Who waits for the login of another call waits
    /// as long as he himself may.
    pub(super) async fn carry(&self, carried: &Carried, deadline: Deadline) -> Result<(), Failure> {
        let Some(login) = &self.auth.placement.login else { return Ok(()) };
        let refused = Some(carried.refused.load(Ordering::Relaxed)).filter(|number| *number > 0);
        let ticket = self.session(login, refused, deadline).await?;
        *carried.ticket.lock() = ticket;
        Ok(())
    }

    /// The current session, unless it is the one that was refused; else a new one, opened by one caller for all.
    async fn session(&self, login: &Login, refused: Option<u64>, deadline: Deadline) -> Result<Ticket, Failure> {
        let fits = |session: &Numbered<Arc<Session>>| refused != Some(session.number);
        let current = &self.auth.sessions().current;
        let (session, fresh) = match current.get().filter(fits) {
            Some(session) => (session, false),
            // Boxed, and its type forgotten: this is rare, and every call would hold all of it.
            None => current.get_or_make(fits, self.open(login, deadline)).boxed().await?,
        };
        Ok(Ticket { session: session.value, number: session.number, fresh: fresh || refused.is_some() })
    }

    /// Logs in, unless that was refused just now.
    async fn open(&self, login: &Login, deadline: Deadline) -> Result<Arc<Session>, Failure> {
        let sessions = self.auth.sessions();
        let refused = sessions.refused.lock().clone().filter(|(at, _)| at.elapsed() < REFUSED);
        if let Some((_, error)) = refused {
            return Err(Failure::not_applied(error));
        }
        let request = self.login_request(login).map_err(Failure::not_applied)?;
        let route = self.rates.route(&self.base, &request.method, &request.url);
        match self.pipeline.prepare(&route, deadline, self.log_in(login, &route, request)).await {
            Ok(values) => {
                *sessions.refused.lock() = None;
                let session = self.session_of(values).map_err(Failure::not_applied)?;
                remember(&mut sessions.tokens.lock(), &session);
                Ok(Arc::new(session))
            }
            Err(failure) => {
                let refused = failure.error.code() == Code::Unauthenticated;
                *sessions.refused.lock() = refused.then(|| (Instant::now(), failure.error.clone()));
                Err(failure)
            }
        }
    }

    /// A session with these values.
    fn session_of(&self, values: Values) -> Result<Session> {
        let option = |hole: &str| self.option(hole);
        let headers = self.auth.headers(&values, &option)?.ok_or_else(|| {
            Error::new(Code::ConfigInvalid, "the session lacks a value that the manifest's header for it needs")
        })?;
        Ok(Session { headers, values })
    }

    fn login_request(&self, login: &Login) -> Result<Request> {
        let option = |hole: &str| self.option(hole);
        let value = |hole: &str| -> Option<Cow<'_, str>> {
            self.auth.field(hole).map(|text| Cow::Borrowed(text.as_str())).or_else(|| option(hole))
        };
        let mut headers = self.headers.to_vec();
        for (name, template) in &login.headers {
            if let Some(text) = template.fill(value).map(Zeroizing::new) {
                headers.push(header(name, &text, true)?);
            }
        }
        let mut url = endpoint(&self.base, &login.post, option)?;
        self.end(&mut url)?;
        let body = filled(&login.body, &value).unwrap_or_default();
        let body = Some(("application/json".into(), Bytes::from(body.to_string())));
        Ok(Request { method: Method::POST, url, headers, body, file: None, elsewhere: false })
    }

    /// Sends the login: the values of the new session.
    async fn log_in(&self, login: &Login, route: &str, request: Request) -> Result<Values, Failure> {
        let opened = self.opened(login, route, request).await;
        // The pipeline keeps the last error: secrets go before it sees them.
        opened.map_err(|error| Failure::not_applied(self.auth.scrub(error).with_context("step", "login")))
    }

    async fn opened(&self, login: &Login, route: &str, request: Request) -> Result<Values> {
        let manifest = &self.adapter.manifest;
        let (mut span, sent) = (self.login_span(&request.url), Instant::now());
        let answer = span.around(self.transport.send(request)).await;
        spans::answered(&mut span, &answer);
        let response = answer.map_err(|failed| failed.error)?;
        self.rates.heard(route, sent, &response.headers);
        let (status, decoder) = (response.status, manifest.decoder);
        match classify(&manifest.errors, decoder, "login", false, status, &response.headers, &response.body) {
            Answered::Badly(error, _) => return Err(*error),
            Answered::Well | Answered::Nothing => {}
        }
        let tree = parse_json(&response.body, decoder).unwrap_or_default();
        let told = |name: &str, at: &str| {
            let text = value_at(&tree, at).and_then(text_of).map(Zeroizing::new);
            text.ok_or_else(|| {
                let message = format!("the system answered the login, but without {name} at {at}");
                Error::new(Code::UpstreamInvalid, message).with_status(status)
            })
        };
        let mut values = BTreeMap::from([("session".to_owned(), told("a token", &login.token)?)]);
        for (name, at) in &login.hold {
            values.insert(format!("session.{name}"), told(name, at)?);
        }
        Ok(values)
    }

    /// Takes a new token from an answer, where the system hands them out.
    pub(super) fn heard(&self, ticket: &Ticket, headers: &HeaderMap) {
        let name = self.auth.placement.login.as_ref().and_then(|login| login.renewed_by.as_deref());
        let token = name.and_then(|name| headers.get(name)?.to_str().ok()).filter(|token| !token.is_empty());
        let Some(token) = token else { return };
        let old = &ticket.session;
        if old.values.get("session").is_some_and(|known| known.as_str() == token) {
            return;
        }
        let mut values = old.values.clone();
        values.insert("session".to_owned(), Zeroizing::new(token.to_owned()));
        // A token that cannot stand in a header is none; the old one holds on.
        if let Ok(session) = self.session_of(values) {
            let sessions = self.auth.sessions();
            let session = Arc::new(session);
            // Locked first: the session is not used before its token is known as a secret.
            let mut tokens = sessions.tokens.lock();
            if sessions.current.replace(ticket.number, Arc::clone(&session)) {
                remember(&mut tokens, &session);
            }
        }
    }
}

/// A constant with its holes filled; a member whose hole has no value is left out.
fn filled<'v>(constant: &Json, value: &dyn Fn(&str) -> Option<Cow<'v, str>>) -> Option<Json> {
    match constant {
        Json::String(text) => match Template::try_from(text.clone()) {
            Ok(template) => template.fill(value).map(Json::from),
            Err(_) => Some(constant.clone()),
        },
        Json::Array(items) => Some(items.iter().filter_map(|item| filled(item, value)).collect()),
        Json::Object(members) => {
            let members = members.iter().filter_map(|(name, member)| Some((name.clone(), filled(member, value)?)));
            Some(Json::Object(members.collect::<Map<_, _>>()))
        }
        other => Some(other.clone()),
    }
}
