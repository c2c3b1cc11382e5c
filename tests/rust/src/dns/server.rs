//! The name server: UDP on a port of its own.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::net::UdpSocket;
use tokio::task::AbortHandle;

use super::message::{A, AAAA, Address, answer, question};
use crate::Result;

/// The body of `POST /__control__/dns`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Plan {
    /// Name → what is answered, one reply after the other for each type of record; then the last again, or with
    /// `cycle` the first. A name that is not here does not exist.
    pub names: BTreeMap<String, Vec<Reply>>,
    /// Whether the replies begin again.
    pub cycle: bool,
}

/// An answer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reply {
    /// The IPv4 addresses.
    pub a: Vec<Ipv4Addr>,
    /// The IPv6 addresses.
    pub aaaa: Vec<Ipv6Addr>,
    /// How long it holds, in seconds.
    pub ttl: u32,
    /// The code of the answer: 0 good, 2 the server failed, 3 no such name.
    pub code: u8,
    /// The wait before it.
    pub wait_ms: u64,
    /// There is no answer at all.
    pub silent: bool,
}

/// A question that came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Query {
    /// The name.
    pub name: String,
    /// The type of the record: 1 for IPv4, 28 for IPv6.
    pub kind: u16,
}

/// A running name server. It stops when it is dropped.
pub struct Dns {
    address: SocketAddr,
    queries: Arc<Mutex<Vec<Query>>>,
    task: AbortHandle,
}

impl Drop for Dns {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Dns {
    /// Starts it on the loopback interface.
    pub async fn start(plan: Plan) -> Result<Dns> {
        let socket = UdpSocket::bind("127.0.0.1:0").await?;
        let (address, queries) = (socket.local_addr()?, Arc::default());
        let task = tokio::spawn(serve(Arc::new(socket), plan, Arc::clone(&queries))).abort_handle();
        Ok(Dns { address, queries, task })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Every question so far.
    pub fn queries(&self) -> Vec<Query> {
        self.queries.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn serve(socket: Arc<UdpSocket>, plan: Plan, queries: Arc<Mutex<Vec<Query>>>) {
    let mut asked: BTreeMap<(String, u16), usize> = BTreeMap::new();
    let mut buffer = [0; 4096];
    loop {
        let Ok((length, from)) = socket.recv_from(&mut buffer).await else { continue };
        let query = buffer[..length].to_vec();
        let Some(question) = question(&query) else { continue };
        let (name, kind) = (question.name.clone(), question.kind);
        queries.lock().unwrap_or_else(PoisonError::into_inner).push(Query { name: name.clone(), kind });
        let replies = plan.names.get(&name).map(Vec::as_slice).unwrap_or_default();
        let times = asked.entry((name, kind)).or_default();
        let number = if plan.cycle { *times % replies.len().max(1) } else { (*times).min(replies.len().max(1) - 1) };
        *times += 1;
        let reply = replies.get(number).cloned().unwrap_or(Reply { code: 3, ..Reply::default() });
        if reply.silent {
            continue;
        }
        let addresses: Vec<Address> = match kind {
            A => reply.a.iter().copied().map(Address::V4).collect(),
            AAAA => reply.aaaa.iter().copied().map(Address::V6).collect(),
            _ => Vec::new(),
        };
        let bytes = answer(&query, &question, reply.code, reply.ttl, &addresses);
        let socket = Arc::clone(&socket);
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(reply.wait_ms)).await;
            // Who asked may be gone.
            let _ = socket.send_to(&bytes, from).await;
        });
    }
}
