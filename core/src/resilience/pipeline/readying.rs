//! What an attempt needs before it can be sent: a session that a login opens.
//!
//! It runs in the call's places and under its deadline, but outside of the attempt: with no permit, slot or timeout of it. So
//! many calls can wait for one login, each as long as it may, while none of them holds what the login itself needs.

use tokio::time::timeout_at;

use super::{Pipeline, Step};
use crate::error::Result;
use crate::resilience::{Applied, Deadline, Failure, Then};

impl Pipeline {
    /// Sends the request that prepares others. Breaker, limiter and budgets let it through as every request, for itself, and
    /// it is cut off at its own time; it takes no place beside that of the call which sends it, and is not repeated here.
    pub async fn prepare<T>(
        &self,
        route: &str,
        deadline: Deadline,
        send: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let inner = &*self.0;
        // Calls that somebody waits for may need it as well.
        let deadline = deadline.in_background(false);
        let sent = inner.admit(route, deadline).await.map_err(Failure::refused)?;
        let until = Deadline::from(sent.started, inner.policies.attempt_timeout()).min(deadline);
        let result = inner.ended(sent, deadline, timeout_at(until.instant(), send).await);
        // Whatever became of it: what it prepares was not sent.
        result.map_err(|failure| Failure { applied: Applied::No, ..failure })
    }
}

/// Waits for what an attempt needs, as long as the call may take.
pub(super) async fn readied<T>(
    deadline: Deadline,
    prepared: impl Future<Output = Result<(), Failure>>,
) -> Result<(), Step<T>> {
    match timeout_at(deadline.instant(), prepared).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(Failure { error, then: Then::Refuse, .. })) => Err(Step::Refused(error)),
        Ok(Err(failure)) => Err(Step::Failed(failure)),
        Err(_) => Err(Step::Refused(Deadline::error())),
    }
}
