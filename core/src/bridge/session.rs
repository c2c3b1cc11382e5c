//! The credential on a request: headers that never change, or those of a session that a login opens.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use base64::Engine;
use bytes::Bytes;
use futures::FutureExt;
use parking_lot::Mutex;
use reqwest::header::{HeaderMap, HeaderName};
use serde_json::{Map, Value as Json};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::adapter::Adapter;
use super::connection::{Connection, Headers, header};
use super::spans;
use crate::error::{Code, Error, Result};
use crate::http::{Method, Recorder, Request, Tap};
use crate::manifest::{AuthPlacement, Login, Manifest, Template};
use crate::protocol::{Answered, classify, endpoint, parse_json, text_of, value_at};
use crate::resilience::{Current, Numbered};
use crate::secret::{Credential, Secret};

/// How long a login that the system refused is not tried again: a wrong password does not mend itself, and systems
/// lock accounts.
const REFUSED: Duration = Duration::from_secs(10);
/// How many old tokens are still taken out of errors.
const OLD_TOKENS: usize = 4;

/// What goes onto the requests of a connection.
pub(super) struct Auth {
    placement: Arc<AuthPlacement>,
    fields: Box<[(&'static str, Zeroizing<String>)]>,
    /// Without a login: the headers.
    fixed: Arc<Session>,
    sessions: OnceLock<Box<Sessions>>,
}

/// What logins have opened; there from the first one on.
#[derive(Default)]
struct Sessions {
    current: Current<Arc<Session>>,
    /// When the last login was refused, and how.
    refused: Mutex<Option<(Instant, Error)>>,
    /// Tokens that must not stand in an error, the latest last.
    tokens: Mutex<VecDeque<Zeroizing<String>>>,
}

/// An open session.
#[derive(Default)]
pub(super) struct Session {
    pub(super) headers: Headers,
    values: BTreeMap<String, Zeroizing<String>>,
}

/// The session of one attempt.
pub(super) struct Ticket {
    pub(super) session: Arc<Session>,
    /// Which of the connection's sessions it is.
    number: u64,
    /// It was opened just now: a refusal is not its age.
    fresh: bool,
}

impl Auth {
    /// Takes a credential. Nothing is sent.
    pub(super) fn new(adapter: &Adapter, credential: &Credential) -> Result<Auth> {
        let placed = adapter.placements.iter().find(|(kind, _)| kind.as_str() == credential.kind());
        let Some((_, placement)) = placed else {
            let known: Vec<&str> = adapter.placements.keys().map(|kind| kind.as_str()).collect();
            let message = format!(
                "{} takes no credential of type {}; it takes: {}",
                adapter.manifest.title,
                credential.kind(),
                known.join(", ")
            );
            return Err(Error::new(Code::ConfigInvalid, message));
        };
        let text = |(name, secret): (&'static str, &Secret)| (name, Zeroizing::new(secret.expose().to_owned()));
        let mut fields: Vec<(&'static str, Zeroizing<String>)> = credential.fields().map(text).collect();
        if let [("username", name), ("password", password)] = fields.as_slice() {
            let pair = Zeroizing::new(format!("{}:{}", name.as_str(), password.as_str()));
            let pair = base64::engine::general_purpose::STANDARD.encode(pair.as_bytes());
            fields.push(("basic", Zeroizing::new(pair)));
        }
        Ok(Auth {
            placement: Arc::clone(placement),
            fields: fields.into(),
            fixed: Arc::default(),
            sessions: OnceLock::new(),
        })
    }

    fn field(&self, name: &str) -> Option<&Zeroizing<String>> {
        self.fields.iter().find(|(known, _)| *known == name).map(|(_, text)| text)
    }

    fn sessions(&self) -> &Sessions {
        self.sessions.get_or_init(Box::default)
    }

    /// Fills what needs no session, with the value of options.
    pub(super) fn fill<'o>(
        &mut self,
        manifest: &Manifest,
        option: &dyn Fn(&str) -> Option<Cow<'o, str>>,
    ) -> Result<()> {
        if self.placement.login.is_none() {
            let headers = self.headers(&BTreeMap::new(), option)?;
            let headers = headers.ok_or_else(|| {
                let needed: Vec<&str> = self.placement.value.iter().flat_map(Template::holes).collect();
                let message = format!("the credential for {} needs: {}", manifest.title, needed.join(", "));
                Error::new(Code::ConfigInvalid, message)
            })?;
            self.fixed = Arc::new(Session { headers, ..Session::default() });
        }
        Ok(())
    }

    /// The headers of a session; nothing when the first one has no value.
    fn headers<'o>(
        &self,
        session: &BTreeMap<String, Zeroizing<String>>,
        option: &dyn Fn(&str) -> Option<Cow<'o, str>>,
    ) -> Result<Option<Headers>> {
        let value = |hole: &str| -> Option<Cow<'_, str>> {
            let own = self.field(hole).or_else(|| session.get(hole));
            own.map(|text| Cow::Owned(text.to_string())).or_else(|| option(hole).map(|text| text.into_owned().into()))
        };
        let mut headers = Vec::new();
        if let (Some(name), Some(template)) = (&self.placement.header, &self.placement.value) {
            let Some(text) = template.fill(value).map(Zeroizing::new) else { return Ok(None) };
            headers.push(header(name, &text, true)?);
        }
        for (name, template) in &self.placement.headers {
            if let Some(text) = template.fill(value).map(Zeroizing::new) {
                headers.push(header(name, &text, true)?);
            }
        }
        Ok(Some(headers.into()))
    }

    /// Whether a header is the credential's.
    pub(super) fn places(&self, name: &HeaderName) -> bool {
        let own = self.placement.header.iter().chain(self.placement.headers.keys());
        own.into_iter().any(|known| known.eq_ignore_ascii_case(name.as_str()))
    }

    /// The headers that carry the credential.
    pub(super) fn header_names(&self) -> Vec<String> {
        self.placement
            .header
            .iter()
            .chain(self.placement.headers.keys())
            .map(|name| name.to_ascii_lowercase())
            .collect()
    }

    /// The values of the credential that must not be shown. User names are no secrets, and short values would be found
    /// everywhere.
    pub(super) fn secrets(&self) -> Vec<Zeroizing<String>> {
        let own = self.fields.iter().filter(|(name, text)| *name != "username" && text.len() >= 6);
        own.map(|(_, text)| text.clone()).collect()
    }

    /// What records the exchanges of the connection, without credential and tokens.
    pub(super) fn tap(&self, recorder: Arc<Recorder>, base: String) -> Tap {
        let login = self.placement.login.as_ref();
        let handed_out = login.iter().map(|login| login.token.clone()).collect();
        let renewed_by = login.and_then(|login| login.renewed_by.clone());
        Tap { recorder, base, secrets: self.secrets(), handed_out, renewed_by }
    }

    /// Takes credential and tokens out of an error.
    pub(super) fn scrub(&self, error: Error) -> Error {
        let long = |text: &&Zeroizing<String>| text.len() >= 6;
        let own = self.secrets();
        let own: Vec<&str> = own.iter().map(|text| text.as_str()).collect();
        let error = error.without_secrets(&own);
        let Some(sessions) = self.sessions.get() else { return error };
        let tokens = sessions.tokens.lock();
        let tokens: Vec<&str> = tokens.iter().filter(long).map(|text| text.as_str()).collect();
        error.without_secrets(&tokens)
    }
}

/// Makes the token of a session known as a secret.
fn remember(tokens: &mut VecDeque<Zeroizing<String>>, session: &Session) {
    if let Some(token) = session.values.get("session") {
        if tokens.len() > OLD_TOKENS {
            tokens.pop_front();
        }
        tokens.push_back(token.clone());
    }
}

impl Connection {
    /// What an attempt puts onto its request; the first one opens the session.
    pub(super) async fn ticket(&self) -> Result<Ticket> {
        match &self.auth.placement.login {
            None => Ok(Ticket { session: Arc::clone(&self.auth.fixed), number: 0, fresh: true }),
            Some(login) => self.session(login, None).await,
        }
    }

    /// Another session after the system refused this one; nothing where that would not help.
    pub(super) async fn renewed(&self, refused: &Ticket) -> Result<Option<Ticket>> {
        match &self.auth.placement.login {
            Some(login) if !refused.fresh => {
                let ticket = self.session(login, Some(refused.number)).await?;
                Ok(Some(Ticket { fresh: true, ..ticket }))
            }
            _ => Ok(None),
        }
    }

    /// The current session, unless it is the one that was refused; else a new one, opened by one caller for all.
    async fn session(&self, login: &Login, refused: Option<u64>) -> Result<Ticket> {
        let fits = |session: &Numbered<Arc<Session>>| refused != Some(session.number);
        let current = &self.auth.sessions().current;
        let (session, fresh) = match current.get().filter(fits) {
            Some(session) => (session, false),
            // Boxed, and its type forgotten: this is rare, and every call would hold all of it.
            None => current.get_or_make(fits, self.open(login)).boxed().await?,
        };
        Ok(Ticket { session: session.value, number: session.number, fresh })
    }

    /// Logs in, unless that was refused just now.
    async fn open(&self, login: &Login) -> Result<Arc<Session>> {
        let sessions = self.auth.sessions();
        let refused = sessions.refused.lock().clone().filter(|(at, _)| at.elapsed() < REFUSED);
        if let Some((_, error)) = refused {
            return Err(error);
        }
        match self.log_in(login).await {
            Ok(values) => {
                *sessions.refused.lock() = None;
                let session = self.session_of(values)?;
                remember(&mut sessions.tokens.lock(), &session);
                Ok(Arc::new(session))
            }
            Err(error) => {
                let error = self.auth.scrub(error).with_context("step", "login");
                let refused = error.code() == Code::Unauthenticated;
                *sessions.refused.lock() = refused.then(|| (Instant::now(), error.clone()));
                Err(error)
            }
        }
    }

    /// A session with these values.
    fn session_of(&self, values: BTreeMap<String, Zeroizing<String>>) -> Result<Session> {
        let option = |hole: &str| self.option(hole);
        let headers = self.auth.headers(&values, &option)?.ok_or_else(|| {
            Error::new(Code::ConfigInvalid, "the session lacks a value that the manifest's header for it needs")
        })?;
        Ok(Session { headers, values })
    }

    /// Sends the login: the values of the new session.
    async fn log_in(&self, login: &Login) -> Result<BTreeMap<String, Zeroizing<String>>> {
        let manifest = &self.adapter.manifest;
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
        let request = Request { method: Method::POST, url, headers, body, file: None, elsewhere: false };
        let mut span = self.login_span(&request.url);
        let answer = span.around(self.transport.send(request)).await;
        spans::answered(&mut span, &answer);
        let response = answer.map_err(|failed| failed.error)?;
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
