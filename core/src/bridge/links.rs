//! Links between records of different modules and systems: a deal's invoice, an invoice's project. They are the
//! tenant's own and kept in the store; no system knows of them.

use aws_lc_rs::digest::{SHA256, digest};
use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::options::{LinkRequest, LinksOptions, parse};
use super::tenant::{Tenant, model};
use super::view::View;
use crate::error::{Code, Error, Result};
use crate::store::{Link, LinkEnd, LinkFilter};

impl Tenant {
    /// Links two records: `from` and `to`, each `resource` and `id`, and the `kind` of the link. Twice is like once.
    pub async fn create_link(&self, request_json: &str) -> Result<String> {
        let make = async {
            let request: LinkRequest = parse("links.create", request_json)?;
            let view = self.state.view(&self.bridge.inner).await?;
            check_end("from", &request.from, &view)?;
            check_end("to", &request.to, &view)?;
            check_kind(&request.kind)?;
            if request.from == request.to {
                return Err(Error::invalid_input("from and to are one record"));
            }
            let LinkRequest { from, to, kind } = request;
            let now = Timestamp::now();
            let link = Link {
                id: id(&from, &to, &kind),
                from,
                to,
                kind,
                created_at: now.round(jiff::Unit::Microsecond).unwrap_or(now),
            };
            let store = &self.bridge.inner.state().await?.store;
            Ok(told(&store.put_link(&self.state.id, link).await?).to_string())
        };
        make.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("links.create"))
    }

    /// The links from a record, to a record, of a kind: a JSON array, oldest first.
    pub async fn links(&self, options_json: &str) -> Result<String> {
        let read = async {
            let LinksOptions { from, to, kind } = parse("links.list", options_json)?;
            self.bridge.inner.check_open()?;
            for end in from.iter().chain(&to) {
                model(&end.resource)?;
            }
            let store = &self.bridge.inner.state().await?.store;
            let links = store.links(&self.state.id, LinkFilter { from, to, kind }).await?;
            Ok(Json::Array(links.iter().map(told).collect()).to_string())
        };
        read.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("links.list"))
    }

    /// Ends a link; the records stay as they are.
    pub async fn delete_link(&self, id: &str) -> Result<()> {
        let end = async {
            let store = &self.bridge.inner.state().await?.store;
            match store.delete_link(&self.state.id, id).await? {
                true => Ok(()),
                false => Err(Error::new(Code::NotFound, format!("there is no link {id:.64?}"))),
            }
        };
        end.await.map_err(|error: Error| error.in_tenant(self.id()).in_operation("links.delete"))
    }
}

/// A link's id follows from what it links, so that the same link is never made twice.
fn id(from: &LinkEnd, to: &LinkEnd, kind: &str) -> String {
    let text = json!([from.resource, from.id, to.resource, to.id, kind]).to_string();
    digest(&SHA256, text.as_bytes()).as_ref().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// An end must be a record's own id as we give it: the connection in it is one of the tenant's.
fn check_end(name: &str, end: &LinkEnd, view: &View) -> Result<()> {
    model(&end.resource)?;
    let wrong = |why: &str| Err(Error::invalid_input(format!("{name}: {:.120?} {why}", end.id)));
    if end.id.len() > 1400 || end.id.chars().any(char::is_control) {
        return wrong("is not an id");
    }
    match end.id.split_once(':') {
        Some((connection, rest)) if !rest.is_empty() && view.row(connection).is_ok() => Ok(()),
        _ => wrong("is not the id of a record: pass `record.id`, which begins with the name of a connection"),
    }
}

fn check_kind(kind: &str) -> Result<()> {
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '.');
    if (1..=64).contains(&kind.len()) && kind.chars().all(fine) {
        return Ok(());
    }
    Err(Error::invalid_input(format!("{kind:.64?} is not a kind of link: use 1 to 64 characters of a-z 0-9 _ - .")))
}

fn told(link: &Link) -> Json {
    let end = |end: &LinkEnd| json!({"resource": end.resource, "id": end.id});
    json!({
        "id": link.id, "from": end(&link.from), "to": end(&link.to), "kind": link.kind,
        "created_at": link.created_at.to_string(),
    })
}
