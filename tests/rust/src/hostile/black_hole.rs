//! An address that never completes a handshake, without a firewall: a socket whose queue is full takes no more.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::Result;

/// A socket with a full queue. It frees the callers that wait when it is dropped.
pub(super) struct BlackHole {
    listener: TcpListener,
    _queued: Vec<TcpStream>,
}

impl BlackHole {
    /// Listens, and fills the queue until a connect gets no answer.
    pub(super) async fn dig(bind: SocketAddr) -> Result<BlackHole> {
        let socket = if bind.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        socket.bind(bind)?;
        let listener = socket.listen(0)?;
        let address = listener.local_addr()?;
        let mut queued = Vec::new();
        // Linux queues one more than it is told.
        while let Ok(made) = timeout(Duration::from_millis(300), TcpStream::connect(address)).await {
            queued.push(made?);
            if queued.len() > 16 {
                return Err("the queue of a socket does not fill: no black hole on this system".into());
            }
        }
        Ok(BlackHole { listener, _queued: queued })
    }

    pub(super) fn address(&self) -> Result<SocketAddr> {
        Ok(self.listener.local_addr()?)
    }
}
