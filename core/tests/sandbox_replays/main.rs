//! The sandbox against recordings of the real servers, system by system: the recorded requests in their order, then
//! status and shape side by side. What a system's replay needs to know of it stands in its own file.
#![allow(clippy::unwrap_used)]

mod bigcapital;
mod compare;
mod harness;
mod idurar;
mod inventree;
mod nocobase;
mod plane;
mod twenty;
