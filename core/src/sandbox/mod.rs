//! Stateful fakes of the systems, over a real socket.
//!
//! Each system listens on its own loopback port and answers as the real one does: same routes, same statuses, same
//! odd types, same error bodies. What they answer is judged against recordings of real servers
//! (`core/tests/sandbox_fidelity.rs`). All data is synthetic and follows from the seed; the clock is the sandbox's own,
//! so that two runs of the same calls give the same answers.

mod bigcapital;
mod clock;
mod control;
mod delivery;
mod dolibarr;
mod erpnext;
mod faults;
mod fingpt;
mod finrobot;
mod fold;
mod idurar;
mod inventree;
mod message;
mod names;
mod nocobase;
mod plane;
mod random;
mod server;
mod spelling;
mod story;
mod twenty;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use self::control::RequestLog;
pub use self::delivery::Delivery;
pub use self::faults::{FaultKind, FaultSpec};

use self::server::Host;
use crate::error::{Code, Error, Result};

/// What to start: which systems, how much data, where.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SandboxConfig {
    /// The systems to start; all known ones by default.
    pub systems: Vec<String>,
    /// The seed of all data. The same seed gives the same records.
    pub seed: u64,
    /// About how many records each system holds; 0 leaves only the masters (company, accounts, groups).
    pub records: u32,
    /// The port of the first system; the next ones follow. 0 takes free ports.
    pub port: u16,
}

impl Default for SandboxConfig {
    fn default() -> Self {
        SandboxConfig {
            systems: SYSTEMS.iter().map(|(name, ..)| (*name).to_owned()).collect(),
            seed: 1,
            records: 300,
            port: 0,
        }
    }
}

/// The systems that the sandbox can be: one line each.
const SYSTEMS: &[(&str, Start, Access)] = &[
    ("erpnext", |seed, records| Ok(Box::new(erpnext::Erpnext::new(seed, records)?)), erpnext::access),
    ("dolibarr", |seed, records| Ok(Box::new(dolibarr::Dolibarr::new(seed, records)?)), dolibarr::access),
    ("bigcapital", |seed, records| Ok(Box::new(bigcapital::Bigcapital::new(seed, records)?)), bigcapital::access),
    ("fingpt", |seed, records| Ok(Box::new(fingpt::Fingpt::new(seed, records)?)), fingpt::access),
    ("finrobot", |seed, records| Ok(Box::new(finrobot::Finrobot::new(seed, records)?)), finrobot::access),
    ("idurar", |seed, records| Ok(Box::new(idurar::Idurar::new(seed, records)?)), idurar::access),
    ("nocobase", |seed, records| Ok(Box::new(nocobase::Nocobase::new(seed, records)?)), nocobase::access),
    ("inventree", |seed, records| Ok(Box::new(inventree::Inventree::new(seed, records)?)), inventree::access),
    ("plane", |seed, records| Ok(Box::new(plane::Plane::new(seed, records)?)), plane::access),
    ("twenty", |seed, records| Ok(Box::new(twenty::Twenty::new(seed, records)?)), twenty::access),
];

/// Makes a fake from the seed of its data and about how many records it holds.
type Start = fn(u64, u32) -> Result<Box<dyn Fake>>;

/// How a fake is connected to: `credential`, `limited` (a second user who may do very little), and the `options` of
/// the connection where it needs any.
type Access = fn() -> Value;

/// One fake system: takes a request, gives an answer, keeps its state. It knows nothing of sockets or faults.
trait Fake: Send {
    fn answer(&mut self, request: &message::Request) -> message::Reply;

    /// The deliveries of webhooks that came of the answers since it was asked last.
    fn outgoing(&mut self) -> Vec<delivery::Outgoing> {
        Vec::new()
    }

    /// How it delivers; nothing where it sends no webhooks, or none were recorded.
    fn manner(&self) -> Option<delivery::Manner> {
        None
    }

    /// Makes a webhook where a person does that: its id and its secret.
    fn add_webhook(&mut self, _url: &str) -> Option<Value> {
        None
    }
}

/// A running sandbox. It stops when it is dropped.
pub struct Sandbox {
    hosts: BTreeMap<String, Arc<Host>>,
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sandbox").field("systems", &self.hosts.keys().collect::<Vec<_>>()).finish()
    }
}

impl Sandbox {
    /// Starts the systems of the config, each on its own port of 127.0.0.1. Needs a tokio runtime.
    pub async fn start(config: SandboxConfig) -> Result<Sandbox> {
        let mut parts = Vec::new();
        for (index, system) in config.systems.iter().enumerate() {
            let Some((_, start, _)) = SYSTEMS.iter().find(|(name, ..)| name == system) else {
                let known: Vec<&str> = SYSTEMS.iter().map(|(name, ..)| *name).collect();
                return Err(Error::new(
                    Code::ConfigInvalid,
                    format!("systems: the sandbox has no {system:?}; it has {}", known.join(", ")),
                ));
            };
            let fake = start(config.seed, config.records)?;
            let port = if config.port == 0 { 0 } else { config.port.saturating_add(index as u16) };
            parts.push((system.clone(), Host::bind(fake, port).await?));
        }
        let hosts: BTreeMap<String, Arc<Host>> = parts.into_iter().collect();
        for host in hosts.values() {
            host.serve(hosts.clone());
        }
        Ok(Sandbox { hosts })
    }

    /// Where each system listens (`url`) and how it is connected to: `credential`, `limited` (a second user who may do
    /// very little), and `options` where the connection needs any.
    pub fn describe(&self) -> Value {
        let mut all = serde_json::Map::new();
        for (system, host) in &self.hosts {
            let access = SYSTEMS.iter().find(|(name, ..)| name == system).map(|(_, _, access)| access());
            let mut about = access.unwrap_or_else(|| json!({}));
            // A system with one user only has nobody else to be.
            if about.get("limited").is_none() {
                about["limited"] = about["credential"].clone();
            }
            about["url"] = format!("http://{}", host.address()).into();
            all.insert(system.clone(), about);
        }
        Value::Object(all)
    }

    /// Makes a system misbehave. Faults are tried in the order they were added; the first that matches is used.
    pub fn fault(&self, system: &str, fault: FaultSpec) -> Result<()> {
        self.host(system)?.add_fault(fault)
    }

    /// Ends all faults of a system.
    pub fn clear_faults(&self, system: &str) -> Result<()> {
        self.host(system)?.clear_faults();
        Ok(())
    }

    /// How often a system was asked, and the last requests (method and path, oldest first).
    pub fn requests(&self, system: &str) -> Result<RequestLog> {
        Ok(self.host(system)?.requests())
    }

    /// The deliveries of webhooks that a system has made, oldest first: those behind the number `after`, of the last thousand.
    /// What is registered with an `http` address of this machine is sent there as well, with the tries that the system makes.
    /// `UNSUPPORTED` for a system that sends none.
    pub fn deliveries(&self, system: &str, after: u64) -> Result<Vec<Delivery>> {
        self.host(system)?.deliveries(after).ok_or_else(|| no_webhooks(system))
    }

    /// Does what a person does in the settings of a system whose API takes no registration: makes a webhook for all that it
    /// tells. Answers its `id` and its `secret`. `UNSUPPORTED` where `webhooks.register` does it.
    pub fn add_webhook(&self, system: &str, url: &str) -> Result<Value> {
        let host = self.host(system)?;
        if host.deliveries(0).is_none() {
            return Err(no_webhooks(system));
        }
        let registered = || Error::unsupported(format!("{system} is told by its API: use webhooks.register"));
        host.add_webhook(url).ok_or_else(registered)
    }

    /// Stops listening and closes all connections. Also happens on drop.
    pub fn stop(&self) {
        for host in self.hosts.values() {
            host.stop();
        }
    }

    fn host(&self, system: &str) -> Result<&Arc<Host>> {
        self.hosts
            .get(system)
            .ok_or_else(|| Error::new(Code::NotFound, format!("the sandbox runs no system {system:?}")))
    }
}

fn no_webhooks(system: &str) -> Error {
    Error::unsupported(format!("{system} sends no webhooks, or none of its deliveries were recorded"))
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stop();
    }
}
