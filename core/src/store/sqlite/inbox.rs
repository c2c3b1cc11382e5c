//! The inbox of webhooks as the trait asks for it.

use futures::future::BoxFuture;

use super::super::{EndpointRow, Receipt, Received, Tell, WebhookInbox};
use super::{SqliteStore, webhooks};
use crate::error::Result;
use crate::id::TenantId;

impl WebhookInbox for SqliteStore {
    fn put_endpoint(&self, row: EndpointRow) -> BoxFuture<'_, Result<()>> {
        self.write(move |db| webhooks::put(db, &row))
    }

    fn endpoint(&self, id: &str) -> BoxFuture<'_, Result<Option<EndpointRow>>> {
        let id = id.to_owned();
        self.read(move |db| webhooks::get(db, &id))
    }

    fn endpoints(&self, tenant: Option<&TenantId>) -> BoxFuture<'_, Result<Vec<EndpointRow>>> {
        let tenant = tenant.cloned();
        self.read(move |db| webhooks::all(db, tenant.as_ref()))
    }

    fn delete_endpoint(&self, tenant: Option<&TenantId>, id: &str) -> BoxFuture<'_, Result<bool>> {
        let (tenant, id) = (tenant.cloned(), id.to_owned());
        self.write(move |db| webhooks::delete(db, tenant.as_ref(), &id))
    }

    fn was_received(&self, endpoint: &str, delivery: &str) -> BoxFuture<'_, Result<bool>> {
        let (endpoint, delivery) = (endpoint.to_owned(), delivery.to_owned());
        self.read(move |db| webhooks::was_received(db, &endpoint, &delivery))
    }

    fn receive(&self, receipt: Receipt, tell: Tell) -> BoxFuture<'_, Result<Received>> {
        let limits = self.0.limits.clone();
        self.write(move |db| webhooks::receive(db, &receipt, tell, &limits))
    }
}
