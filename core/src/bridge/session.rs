//! The credential on a request: headers that never change, or those of a session that a login opens.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, OnceLock};

use base64::Engine;
use parking_lot::Mutex;
use reqwest::header::HeaderName;
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::adapter::Adapter;
use super::connection::{Headers, header};
use crate::error::{Code, Error, Result};
use crate::http::{Recorder, Tap};
use crate::manifest::{AuthPlacement, Manifest, Template};
use crate::resilience::Current;
use crate::secret::{Credential, Secret};

/// How many old tokens are still taken out of errors.
const OLD_TOKENS: usize = 4;

/// What goes onto the requests of a connection.
pub(super) struct Auth {
    pub(super) placement: Arc<AuthPlacement>,
    fields: Box<[(&'static str, Zeroizing<String>)]>,
    /// Without a login: the headers.
    pub(super) fixed: Arc<Session>,
    sessions: OnceLock<Box<Sessions>>,
}

/// What logins have opened; there from the first one on.
#[derive(Default)]
pub(super) struct Sessions {
    pub(super) current: Current<Arc<Session>>,
    /// When the last login was refused, and how.
    pub(super) refused: Mutex<Option<(Instant, Error)>>,
    /// Tokens that must not stand in an error, the latest last.
    pub(super) tokens: Mutex<VecDeque<Zeroizing<String>>>,
}

/// An open session.
#[derive(Default)]
pub(super) struct Session {
    pub(super) headers: Headers,
    pub(super) values: BTreeMap<String, Zeroizing<String>>,
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

    pub(super) fn field(&self, name: &str) -> Option<&Zeroizing<String>> {
        self.fields.iter().find(|(known, _)| *known == name).map(|(_, text)| text)
    }

    pub(super) fn sessions(&self) -> &Sessions {
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
    pub(super) fn headers<'o>(
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
pub(super) fn remember(tokens: &mut VecDeque<Zeroizing<String>>, session: &Session) {
    if let Some(token) = session.values.get("session") {
        if tokens.len() > OLD_TOKENS {
            tokens.pop_front();
        }
        tokens.push_back(token.clone());
    }
}
