//! The server: takes connections, counts everything, and does what the plan says.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

use super::act::{Then, act, drain};
use super::black_hole::BlackHole;
use super::head;
use super::plan::{Act, Behaviour, Plan, Rule};
use crate::Result;
use crate::recording::pattern_matches;

pub use super::head::Arrived;

/// What a hostile upstream has seen.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Seen {
    /// How many connections came.
    pub connections: u64,
    /// How many of them are still open.
    pub open: u64,
    /// The requests, in the order in which they came.
    pub requests: Vec<Arrived>,
}

/// A running hostile upstream. It stops when it is dropped.
pub struct Hostile {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: Option<AbortHandle>,
    _hole: Option<BlackHole>,
}

struct Shared {
    behaviour: Behaviour,
    rules: Vec<Rule>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    seen: Seen,
    used: Vec<u64>,
}

impl Drop for Hostile {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

impl Hostile {
    /// Starts it.
    pub async fn start(plan: Plan) -> Result<Hostile> {
        let bind: SocketAddr = plan.bind.as_deref().unwrap_or("127.0.0.1:0").parse()?;
        let used = vec![0; plan.rules.len()];
        let state = Mutex::new(State { used, ..State::default() });
        let shared = Arc::new(Shared { behaviour: plan.connect, rules: plan.rules, state });
        if plan.connect == Behaviour::BlackHole {
            let hole = BlackHole::dig(bind).await?;
            return Ok(Hostile { address: hole.address()?, shared, task: None, _hole: Some(hole) });
        }
        let listener = TcpListener::bind(bind).await?;
        let address = listener.local_addr()?;
        let task = tokio::spawn(accept(listener, Arc::clone(&shared))).abort_handle();
        Ok(Hostile { address, shared, task: Some(task), _hole: None })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it has seen so far.
    pub fn seen(&self) -> Seen {
        self.shared.lock().seen.clone()
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    // Dropped with the task: no connection outlives its server.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let number = {
                        let mut state = shared.lock();
                        state.seen.connections += 1;
                        state.seen.open += 1;
                        state.seen.connections
                    };
                    let shared = Arc::clone(&shared);
                    connections.spawn(async move {
                        // Errors are a client that went away, or a request that is none.
                        let _ = shared.serve(stream, number).await;
                        shared.lock().seen.open -= 1;
                    });
                }
                Err(error) => eprintln!("accept: {error}"),
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn serve(&self, mut stream: TcpStream, number: u64) -> Result<()> {
        stream.set_nodelay(true)?;
        if self.behaviour == Behaviour::Silent {
            drain(&mut stream).await;
            return Ok(());
        }
        let mut rest = Vec::new();
        while let Some(request) = head::read(&mut stream, &mut rest).await? {
            let acts = self.acts(Arrived { connection: number, ..request });
            let mut then = Then::Next;
            for one in &acts {
                then = act(&mut stream, one).await?;
                if then == Then::End {
                    break;
                }
            }
            if then != Then::Again {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Notes a request, and finds what is done with it.
    fn acts(&self, request: Arrived) -> Vec<Act> {
        let mut state = self.lock();
        let found = self.rules.iter().zip(&mut state.used).find(|(rule, used)| {
            rule.times.is_none_or(|times| **used < times)
                && rule.method.as_ref().is_none_or(|method| *method == request.method)
                && rule.path.as_ref().is_none_or(|path| fits(path, &request.target))
        });
        let acts = found.map_or_else(
            || vec![Act::Reset(true)],
            |(rule, used)| {
                *used += 1;
                rule.acts.clone()
            },
        );
        state.seen.requests.push(request);
        acts
    }
}

fn fits(pattern: &str, target: &str) -> bool {
    if pattern.contains('*') { pattern_matches(pattern, target) } else { pattern == target }
}
