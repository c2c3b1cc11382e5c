//! Where webhooks come in: their endpoints, and the deliveries that were taken.

use futures::future::BoxFuture;
use jiff::Timestamp;

use super::{Appended, ModuleState, NewEvent};
use crate::error::Result;
use crate::id::{ConnectionName, TenantId};

/// An endpoint. Its secrets are sealed.
#[derive(Clone, Debug, PartialEq)]
pub struct EndpointRow {
    /// Names it in the whole store, and cannot be guessed.
    pub id: String,
    /// Whose it is; `None` for one of the host.
    pub tenant: Option<TenantId>,
    /// The connection whose system delivers there.
    pub connection: Option<ConnectionName>,
    /// How deliveries are taken.
    pub settings: serde_json::Value,
    /// The sealed secrets; never plain.
    pub secrets: Vec<u8>,
    /// Counts its changes, from 1.
    pub revision: u64,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A delivery that was found to be good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The endpoint, and its revision when it was looked at.
    pub endpoint: String,
    /// See above.
    pub revision: u64,
    /// Names the delivery within its endpoint; empty when it has no name.
    pub delivery: String,
    /// When it came.
    pub now: Timestamp,
}

/// What became of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// It is kept, and its events are in the log.
    Kept(Vec<Appended>),
    /// It was there before.
    Again,
    /// The endpoint was changed or deleted meanwhile.
    Changed,
}

/// Says which events a delivery tells to a tenant with these modules, or why none. It runs inside of the transaction.
pub type Tell = Box<dyn FnOnce(&ModuleState) -> Result<Vec<NewEvent>> + Send>;

/// What an engine keeps of webhooks. Deliveries are remembered for seven days.
pub trait WebhookInbox: Send + Sync {
    /// Makes or replaces an endpoint. Its revision must be that of the one that is there + 1 (1 when there is none), else
    /// `CONFLICT`.
    fn put_endpoint(&self, row: EndpointRow) -> BoxFuture<'_, Result<()>>;

    /// An endpoint.
    fn endpoint(&self, id: &str) -> BoxFuture<'_, Result<Option<EndpointRow>>>;

    /// The endpoints of a tenant, or of the host, oldest first.
    fn endpoints(&self, tenant: Option<&TenantId>) -> BoxFuture<'_, Result<Vec<EndpointRow>>>;

    /// Deletes an endpoint; tells whether the tenant (or the host) had it.
    fn delete_endpoint(&self, tenant: Option<&TenantId>, id: &str) -> BoxFuture<'_, Result<bool>>;

    /// Whether a delivery was taken before.
    fn was_received(&self, endpoint: &str, delivery: &str) -> BoxFuture<'_, Result<bool>>;

    /// Takes a delivery: remembers it and appends its events, both or neither. `BACKPRESSURE` when the log is full.
    fn receive(&self, receipt: Receipt, tell: Tell) -> BoxFuture<'_, Result<Received>>;
}
