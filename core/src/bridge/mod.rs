//! Bridge, Tenant, Connection, Resource: the only place where everything meets.

mod action;
mod adapter;
mod adapters;
mod answer;
mod capability;
mod connect;
mod connection;
mod criteria;
mod deletions;
mod discovered;
mod exchange;
mod health;
mod keyed;
mod leg;
mod links;
mod list;
mod many;
mod modules;
mod native;
mod options;
mod prefill;
mod raw;
mod request;
mod root;
mod session;
mod since;
mod subscription;
mod tenant;
mod upsert;
mod usage;
mod view;
mod write;

pub use crate::mapping::Quarantined;
pub use list::{Listing, Page};
pub use root::Bridge;
pub use tenant::Tenant;
