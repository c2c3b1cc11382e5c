//! The words of field maps, read and written, with a system that is made up for them.
#![allow(clippy::unwrap_used)]

mod lints;
mod reads;
mod writes;

use std::sync::Arc;

use coreflow_bridge::manifest::{Manifest, load};
use coreflow_bridge::mapping::{Context, Mapping};
use coreflow_bridge::model::{Model, Origin};
use jiff::tz::TimeZone;

const YAML: &str = include_str!("acme.yaml");

fn manifest() -> Manifest {
    load("acme.yaml", YAML).unwrap_or_else(|error| panic!("{}", error.message()))
}

fn mapping(resource: &str) -> Mapping {
    let manifest = manifest();
    let (variant, entity) = manifest.resources[resource].entities().remove(0);
    Mapping::new(Model::find(resource).unwrap(), variant, entity)
}

fn context(resource: &str, parent: Option<&str>) -> Context {
    let model = Model::find(resource).unwrap();
    let origin = Origin { system: "acme".into(), connection: "acme".into(), model, page: None };
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    Context { origin: Arc::new(origin), zone, raw: None, parent: parent.map(Into::into) }
}
