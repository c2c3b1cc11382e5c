//! The rate budgets of a connection: which windows a request counts in, and what the system tells of them.

mod ledger;
mod told;

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use indexmap::IndexMap;
use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;
use reqwest::header::HeaderMap;
use serde_json::{Value as Json, json};
use tokio::time::Instant;
use url::Url;
use zeroize::Zeroizing;

use self::ledger::StoreLedger;
use super::root::{Bridge, Inner};
use crate::error::Result;
use crate::http::Method;
use crate::id::TenantId;
use crate::manifest::{LimitBy, LimitHeaders, LimitWindow, Limits};
use crate::resilience::{Budget, Budgets, RatePolicy, Window};
use crate::secret::{Credential, random_id};
use crate::store::{RateState, RateWindow};

/// So many routes are counted on their own; those after them together.
const ROUTES: usize = 200;

/// The rate budgets of a connection.
pub(super) struct Rates {
    bridge: Weak<Inner>,
    tenant: TenantId,
    /// Names this connection in this process.
    owner: Box<str>,
    windows: Arc<Windows>,
    counted: Counted,
    /// None before the first request.
    routes: Mutex<HashMap<String, Vec<Shared>>>,
}

/// What is counted together, by the beginnings of the budgets' names.
struct Counted {
    /// The tenant's credentials whose token names the same account.
    account: Option<Box<str>>,
    credential: Box<str>,
    instance: Box<str>,
}

/// In what requests are counted: the same for all connections of an adapter.
#[derive(Debug)]
pub(super) struct Windows {
    /// The longest first.
    all: Vec<LimitWindow>,
    worktime: Option<LimitHeaders>,
    /// What in a token names the account that the system counts by.
    claim: Option<String>,
    /// Whether the windows are the host's own, in place of the system's.
    own: bool,
}

/// A budget, and where it stands among the windows.
#[derive(Clone)]
struct Shared {
    /// Nothing: it is only about the system's wish to wait.
    window: Option<usize>,
    budget: Budget,
}

impl Rates {
    /// The budgets of a connection. The windows of the host's policies stand in place of the system's.
    pub(super) fn new(
        bridge: &Bridge,
        tenant: &TenantId,
        (base, name): (&Url, &str),
        windows: &Arc<Windows>,
        credential: &Credential,
    ) -> Result<Arc<Rates>> {
        let policy = bridge.inner.config.policies.rate.as_ref();
        let origin = base.origin().ascii_serialization();
        let own = policy.is_some();
        let claim = windows.claim.as_deref().filter(|_| !own).and_then(|claim| credential.claim(claim));
        // Anybody can claim to be of an account: his own tenant is all that this can slow down.
        let account = claim.map(|claim| format!("{}\n{origin}\n{claim}", tenant.as_str()));
        let mut secret = credential.to_plain_json();
        secret.extend_from_slice(origin.as_bytes());
        let counted = match own {
            true => [Zeroizing::new(format!("{}\n{name}", tenant.as_str()).into_bytes()), Zeroizing::default()],
            false => [secret, Zeroizing::new(origin.into_bytes())],
        };
        let sealer = bridge.inner.opened().map(|open| &open.sealer);
        let fingerprint = |text: &[u8]| sealer.map(|sealer| sealer.fingerprint(text)).unwrap_or_default();
        let [credential, instance] = counted.each_ref().map(|text| fingerprint(text));
        let account = account.map(|account| fingerprint(account.as_bytes()));
        Ok(Arc::new(Rates {
            bridge: Arc::downgrade(&bridge.inner),
            tenant: tenant.clone(),
            owner: random_id()?.into(),
            windows: policy.map_or_else(|| Arc::clone(windows), |policy| Arc::new(Windows::own(policy))),
            counted: Counted {
                account: account.map(|account| format!("account:{account}/").into()),
                credential: format!("credential:{credential}/").into(),
                instance: format!("instance:{instance}/").into(),
            },
            routes: Mutex::default(),
        }))
    }

    /// The route that a request counts for; empty where the system does not count by it.
    pub(super) fn route(&self, base: &Url, method: &Method, url: &Url) -> String {
        if !self.windows.all.iter().any(|window| window.per_route) {
            return String::new();
        }
        let path = url.path();
        let path = path.strip_prefix(base.path().trim_end_matches('/')).unwrap_or(path);
        let id = |part: &str| part.contains(|c: char| c.is_ascii_digit() || c == '%') || part.len() > 64;
        let parts: Vec<&str> = path.split('/').map(|part| if id(part) { "*" } else { part }).collect();
        format!("{method} {}", parts.join("/"))
    }

    fn shared(&self, route: &str) -> Vec<Shared> {
        let mut routes = self.routes.lock();
        if let Some(known) = routes.get(route) {
            return known.clone();
        }
        let route = if routes.len() < ROUTES { route } else { "*" };
        let of_all = match route.is_empty() {
            true => None,
            false => Some(routes.get("").cloned().unwrap_or_else(|| self.make(""))),
        };
        if let Some(of_all) = &of_all {
            routes.entry(String::new()).or_insert_with(|| of_all.clone());
        }
        let own = self.make(route);
        // What is counted by route comes first, then what is counted for all of them, in the same objects.
        let all: Vec<Shared> = own.into_iter().chain(of_all.into_iter().flatten()).collect();
        routes.entry(route.to_owned()).or_insert(all).clone()
    }

    /// The budgets of one route; those for all routes are the ones of the empty one.
    fn make(&self, route: &str) -> Vec<Shared> {
        let per_route = !route.is_empty();
        let fitting = self.windows.all.iter().enumerate().filter(|(_, window)| window.per_route == per_route);
        let mut all: Vec<Shared> = fitting
            .flat_map(|(index, window)| {
                let per = SignedDuration::from_millis(i64::try_from(window.per_ms).unwrap_or(i64::MAX));
                let rest = format!("{}/{route}", window.per_ms);
                self.ledgers(window.by, &rest, (window.requests, per)).into_iter().map(move |ledger| {
                    let hold = Duration::try_from(ledger.window.hold()).unwrap_or_default();
                    let reserve = RateWindow::reserve(window.requests);
                    let here = Window { requests: window.requests, per: window.per(), hold, reserve };
                    Shared { window: Some(index), budget: Budget::new(Some(here), Box::new(ledger)) }
                })
            })
            .collect();
        if all.is_empty() && !per_route {
            let ledgers = self.ledgers(LimitBy::Credential, "", (1, SignedDuration::from_secs(1)));
            let budgets = ledgers.into_iter().map(|ledger| Budget::new(None, Box::new(ledger)));
            all.extend(budgets.map(|budget| Shared { window: None, budget }));
        }
        all
    }

    /// Where a window is kept: one place for all that is counted together. What the system wants of the first holds for all.
    fn ledgers(&self, by: LimitBy, rest: &str, (requests, per): (u32, SignedDuration)) -> Vec<StoreLedger> {
        let names: Vec<String> = self.counted.by(by).map(|prefix| format!("{prefix}{rest}")).collect();
        let ledger = |(index, budget): (usize, &String)| StoreLedger {
            bridge: Weak::clone(&self.bridge),
            window: RateWindow { budget: budget.clone(), requests, per },
            wider: names[index + 1..].to_vec(),
            owner: self.owner.to_string(),
            tenant: self.tenant.as_str().to_owned(),
        };
        names.iter().enumerate().map(ledger).collect()
    }

    /// Takes in what the answer to a request tells that was sent at a time: others were counted before it.
    pub(super) fn heard(&self, route: &str, sent: Instant, headers: &HeaderMap) {
        if !self.windows.are_told() {
            return;
        }
        let shared = self.shared(route);
        for one in &shared {
            let Some(named) = one.window.and_then(|index| self.windows.all[index].headers.as_ref()) else { continue };
            if let Some(told) = told::of_window(named, sent, headers) {
                one.budget.told(told);
            }
        }
        let used_up = self.windows.worktime.as_ref().and_then(|named| told::worktime_over(named, headers));
        if let (Some(wait), Some(first)) = (used_up, shared.first()) {
            first.budget.hold(wait);
        }
    }

    /// Whether a request was ever made.
    pub(super) fn used(&self) -> bool {
        !self.routes.lock().is_empty()
    }

    /// How far the budgets are used, as all processes on the store know it: for the connection's health.
    pub(super) async fn report(&self) -> Json {
        let Some(inner) = self.bridge.upgrade() else { return json!([]) };
        let Ok(state) = inner.state().await else { return json!([]) };
        let (now, mut all) = (Timestamp::now(), Vec::new());
        for by in [LimitBy::Credential, LimitBy::Instance] {
            let mut found: IndexMap<String, RateState> = IndexMap::new();
            for prefix in self.counted.by(by) {
                for one in state.store.rates(prefix, now).await.unwrap_or_default() {
                    let rest = one.budget.get(prefix.len()..).unwrap_or_default().to_owned();
                    // Of what counts the same requests, that which is nearer to its end.
                    if found.get(&rest).is_none_or(|known| one.remaining < known.remaining) {
                        found.insert(rest, one);
                    }
                }
            }
            let told = found.iter().filter(|(_, one)| one.limit.is_some() || one.not_before.is_some());
            all.extend(told.map(|(rest, one)| shown(rest, one)));
        }
        Json::Array(all)
    }
}

/// A budget, for the connection's health; `rest` is the length of its window and its route.
fn shown(rest: &str, one: &RateState) -> Json {
    let route = rest.split_once('/').map(|(_, route)| route).filter(|route| !route.is_empty());
    json!({
        "route": route, "limit": one.limit,
        "per_ms": one.limit.map(|_| one.per.as_millis()),
        "remaining": one.limit.map(|_| one.remaining),
        "resets_at": one.resets_at.map(|at| at.to_string()),
        "not_before": one.not_before.map(|at| at.to_string()),
    })
}

impl Budgets for Rates {
    fn on(&self, route: &str) -> Vec<Budget> {
        self.shared(route).into_iter().map(|shared| shared.budget).collect()
    }

    fn known(&self) -> Vec<Budget> {
        let routes = self.routes.lock();
        routes.get("").into_iter().flatten().map(|shared| shared.budget.clone()).collect()
    }
}

impl Counted {
    /// What a window counts together. An account's credentials, and each of them, which another tenant may have as well.
    fn by(&self, by: LimitBy) -> impl Iterator<Item = &str> {
        let (account, one) = match by {
            LimitBy::Credential => (self.account.as_deref(), &self.credential),
            LimitBy::Instance => (None, &self.instance),
        };
        account.into_iter().chain([&**one])
    }
}

impl Windows {
    /// Those of a system.
    pub(super) fn of(limits: &Limits) -> Windows {
        let (worktime, claim) = (limits.worktime.clone(), limits.credential_claim.clone());
        Windows { all: limits.binding(), worktime, claim, own: false }
    }

    /// The host's own.
    fn own(rate: &RatePolicy) -> Windows {
        let window = LimitWindow {
            requests: rate.requests,
            per_ms: rate.per_ms,
            by: LimitBy::Credential,
            per_route: false,
            headers: None,
        };
        Windows { all: vec![window], worktime: None, claim: None, own: true }
    }

    /// Whether answers tell of them.
    fn are_told(&self) -> bool {
        !self.own && (self.worktime.is_some() || self.all.iter().any(|window| window.headers.is_some()))
    }
}
